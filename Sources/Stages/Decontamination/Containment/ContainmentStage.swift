import Bytes
import Messages
import Overlap
import Pools

/// Drops questions that contain a benchmark item or are contained in one (`benchmark`, and `benchmark_template` where the
/// numbers differ), exact duplicates (`duplicate`, `conflicting`), and near duplicates within and across sources
/// (`near_duplicate`).
///
/// It reads all texts twice: first for how rare each run of units is, then for their scores.
package struct ContainmentStage: ComparingStage {
    let settings: DecontaminateRecipe
    let benchmarks: EvaluationSets

    /// Creates the stage.
    ///
    /// - Parameters:
    ///   - settings: the stage's section of the recipe.
    ///   - benchmarks: the evaluation sets to compare with.
    package init(settings: DecontaminateRecipe, benchmarks: EvaluationSets) {
        (self.settings, self.benchmarks) = (settings, benchmarks)
    }

    /// The rules by which the stage drops questions.
    package var rules: [RuleName] {
        var rules: [RuleName] = []
        if settings.benchmark == .drop { rules.append(.benchmark) }
        if settings.benchmarkTemplate == .drop { rules.append(.benchmarkTemplate) }
        rules.append(.duplicate)
        if settings.duplicates == .agreeing { rules.append(.conflicting) }
        if settings.nearDuplicate != nil { rules.append(.nearDuplicate) }
        return rules
    }

    /// Returns the benchmark item that made the stage drop a question.
    package func causes(of decision: Decision) -> [StageTally] {
        guard let rule = decision.rule, rule == .benchmark || rule == .benchmarkTemplate,
            let item = try? decision.evidence?.read(as: ContainedItem.self)
        else { return [] }
        return [.item(BenchmarkItem(benchmark: item.benchmark, place: item.place))]
    }

    /// What was found of a question.
    private struct Finding: BitwiseCopyable, Sendable {
        enum Kind: UInt8, BitwiseCopyable, Sendable { case nothing, same, template, duplicate, conflicting, near }

        var kind = Kind.nothing
        /// The score in thousandths.
        var score: Int16 = 0
        /// The number of the item, or the index of the other question.
        var other: Int32 = 0
    }

    private typealias Findings = SharedArray<Finding>

    /// Returns a function that decides on each question.
    package func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider {
        let findings = Findings(repeating: Finding(), count: questions.count)
        var collected: [CollectedRuns] = []
        let search = try ContainmentSearch(
            benchmarks, among: questions, ignoredPhrases: settings.ignoredPhrases, threads: threads,
            collected: settings.nearDuplicate == nil ? nil : { collected.append($0) })
        if search.index.count > 0 {
            let (same, templates) = (settings.benchmark == .drop, settings.benchmarkTemplate == .drop)
            let threshold = settings.threshold
            try questions.scan(entering[...], threads: threads, makeWorker: { search.makeMatcher() }) {
                matcher, question in
                if let match = matcher.match(question.text, threshold: threshold, same: same, templates: templates) {
                    findings[question.index.position] = Finding(
                        kind: match.isTemplate ? .template : .same, score: Int16(match.score), other: Int32(match.item))
                }
            }
        }
        var conflicts: [QuestionIndex: [DuplicateConflict]] = [:]
        try dropDuplicates(entering, questions, findings, &conflicts)
        if let settings = settings.nearDuplicate {
            try dropNearDuplicates(entering, questions, findings, settings, collected)
        }
        return decider(questions, findings, conflicts)
    }

    // MARK: - Passes

    /// Chooses one of the copies of each text among the questions that nothing has dropped yet, and drops the others.
    private func dropDuplicates(
        _ entering: [QuestionIndex], _ questions: any Questions, _ findings: Findings,
        _ conflicts: inout [QuestionIndex: [DuplicateConflict]]
    ) throws {
        let groups = try DuplicateGroup.copies(among: questions, entering) {
            findings[$0.position].kind == .nothing
        }
        if !groups.isEmpty { try questions.waitForLines() }
        var buffer: [UInt8] = []
        for copies in groups {
            let group = try DuplicateGroup(copies, of: questions, settings.duplicates, buffer: &buffer)
            for copy in copies where copy != group.kept {
                findings[copy.position] = Finding(
                    kind: group.kept == nil ? .conflicting : .duplicate, other: group.partner(of: copy).rawValue)
                conflicts[copy] = group.conflicts.isEmpty ? nil : group.conflicts
            }
        }
    }

    /// Drops near duplicates among the questions that nothing has dropped yet.
    private func dropNearDuplicates(
        _ entering: [QuestionIndex], _ questions: any Questions, _ findings: Findings,
        _ settings: NearDuplicateRecipe, _ collected: [CollectedRuns]
    ) throws {
        let enters = SharedArray<UInt8>(zeros: questions.count)
        for question in entering { enters[question.position] = 1 }
        var join = SimilarityJoin(threshold: settings.threshold, ignoresNumbers: settings.templates)
        var indices: [QuestionIndex] = []
        var isActive: [Bool] = []
        for part in collected {
            for place in part.questions.indices {
                join.append(runs: part.runs(of: place), numbersHash: part.numbers[place])
                let question = part.questions[place]
                indices.append(question)
                isActive.append(enters[question.position] == 1 && findings[question.position].kind == .nothing)
            }
        }
        if settings.keep == .longestSolution { try questions.waitForLines() }
        var buffer: [UInt8] = []
        let found = try NearDuplicateDrops(join, of: indices, isActive: isActive) { question in
            try Self.rank(question, of: questions, settings.keep, &buffer)
        }
        for drop in found.drops {
            findings[drop.question.position] = Finding(
                kind: .near, score: Int16(drop.similarity), other: drop.kept.rawValue)
        }
    }

    /// Returns the rank of a question among near duplicates, smaller for one that is rather kept.
    private static func rank(
        _ question: QuestionIndex, of questions: any Questions, _ choice: NearDuplicateChoice, _ buffer: inout [UInt8]
    ) throws -> Int {
        switch choice {
        case .first: return 0
        case .longestTrace: return -(questions.facts.traceTokens(of: question) ?? -1)
        case .hasOutcomes:
            return -(0..<questions.facts.outcomes.models.count).reduce(0) { known, model in
                let outcome = questions.facts.outcome(of: model, for: question)
                return known + (outcome == .right || outcome == .wrong ? 1 : 0)
            }
        case .longestSolution:
            guard questions.facts.parts(of: question).contains(.solution) else { return 0 }
            return try questions.withLine(of: question, buffer: &buffer) { line in
                var index = JSONIndex()
                guard (try? index.index(line)) != nil else { return 0 }
                return -(index.value(of: .solution)?.bytes.count ?? 0)
            }
        }
    }

    // MARK: - Decisions

    private func decider(
        _ questions: any Questions, _ findings: Findings, _ conflicts: [QuestionIndex: [DuplicateConflict]]
    ) -> Decider {
        let benchmarks = benchmarks
        return { question in
            let finding = findings[question.index.position]
            func other() -> QuestionIndex { QuestionIndex(rawValue: finding.other) }
            switch finding.kind {
            case .nothing: return .kept
            case .same, .template:
                let item = benchmarks.items[Int(finding.other)]
                let detail = try questions.text(of: question.index).withByteView { text in
                    item.text.withByteView { OverlapDetail(score: Int(finding.score), text, with: $0) }
                }
                return .dropped(
                    finding.kind == .same ? .benchmark : .benchmarkTemplate, ContainedItem(item, detail))
            case .duplicate, .conflicting:
                let copy = RepeatedQuestion(
                    other: PoolQuestion(other(), of: questions), conflict: conflicts[question.index] ?? [])
                return .dropped(finding.kind == .duplicate ? .duplicate : .conflicting, copy)
            case .near:
                let near = try Self.nearDuplicate(question.index, other(), Int(finding.score), of: questions)
                return .dropped(.nearDuplicate, near)
            }
        }
    }

    private static func nearDuplicate(
        _ question: QuestionIndex, _ other: QuestionIndex, _ similarity: Int, of questions: any Questions
    ) throws -> NearDuplicate {
        let theirs = try questions.text(of: other)
        let detail = try questions.text(of: question).withByteView { text in
            theirs.withByteView { OverlapDetail(score: similarity, text, with: $0) }
        }
        return NearDuplicate(PoolQuestion(other, of: questions), detail)
    }

    /// Returns the drops of a dropped question that the first one hid: as a duplicate and as a near duplicate.
    ///
    /// - Parameter kept: the questions that the stage kept, in ascending order.
    package func hiddenDrops(
        of question: QuestionIndex, _ kept: [QuestionIndex], of questions: any Questions, threads: Int
    ) throws -> [Decision] {
        var drops: [Decision] = []
        let ids = questions.facts.ids
        if let other = kept.first(where: { ids[$0] == ids[question] }) {
            drops.append(
                .dropped(.duplicate, RepeatedQuestion(other: PoolQuestion(other, of: questions), conflict: [])))
        }
        guard let settings = settings.nearDuplicate else { return drops }
        let own = RunReader(runs: 0, collects: false)
        try questions.text(of: question).withByteView { own.read($0) }
        let similarities = SharedArray(repeating: Int16(0), count: questions.count)
        let (ownRuns, ownNumbers) = (own.runs.runs, own.runs.numbersHash)
        try questions.scan(kept[...], threads: threads, makeWorker: { RunReader(runs: 0, collects: false) }) {
            reader, other in
            reader.read(other.text)
            var join = SimilarityJoin(threshold: settings.threshold, ignoresNumbers: settings.templates)
            join.append(runs: ownRuns[...], numbersHash: ownNumbers)
            join.append(runs: reader.runs.runs[...], numbersHash: reader.runs.numbersHash)
            if let pair = join.pair(0, 1) { similarities[other.index.position] = Int16(pair.similarity) }
        }
        let similar = kept.filter { $0 != question && similarities[$0.position] > 0 }
        if let nearest = similar.max(by: { similarities[$0.position] < similarities[$1.position] }) {
            let near = try Self.nearDuplicate(
                question, nearest, Int(similarities[nearest.position]), of: questions)
            drops.append(.dropped(.nearDuplicate, near))
        }
        return drops
    }
}
