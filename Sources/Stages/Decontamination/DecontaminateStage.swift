import Bytes
import Files
import Messages
import Pools

/// Drops questions that share an n-gram with a benchmark item (`benchmark`) or with a kept question of an earlier
/// source (`earlier_source`), and then exact duplicates (`duplicate`), or copies of a text with different answers
/// (`conflicting`).
///
/// The n-grams are compared in two passes over the texts. The first drops questions that overlap with benchmarks and
/// sketches which n-grams may occur in several sources; the second decides source by source, with an index of only
/// those n-grams. The decider recomputes the shared words for the evidence, of dropped questions only.
package struct DecontaminateStage: ComparingStage {
    let settings: DecontaminateRecipe
    let benchmarks: EvaluationSets
    /// The number of questions of a source that are compared before the n-grams of the kept ones are inserted into the
    /// index.
    let batchSize: Int

    /// Creates the stage.
    ///
    /// - Parameters:
    ///   - settings: the stage's section of the recipe.
    ///   - benchmarks: the evaluation sets to compare with.
    ///   - batchSize: the number of questions of a source that are compared before the n-grams of the kept ones are
    ///     inserted into the index.
    package init(settings: DecontaminateRecipe, benchmarks: EvaluationSets, batchSize: Int = 1 << 17) {
        self.settings = settings
        self.benchmarks = benchmarks
        self.batchSize = batchSize
    }

    /// The rules by which the stage drops questions.
    package var rules: [RuleName] {
        (settings.acrossSources ? [.benchmark, .earlierSource, .duplicate] : [.benchmark, .duplicate])
            + (settings.duplicates == .agreeing ? [.conflicting] : [])
    }

    /// Returns the benchmark item and the run of words that made the stage drop a question.
    package func causes(of decision: Decision) -> [StageTally] {
        guard let rule = decision.rule, let evidence = decision.evidence else { return [] }
        func run(_ words: String) -> String {
            words.split(separator: " ").prefix(settings.ngram).joined(separator: " ")
        }
        switch rule {
        case .benchmark:
            guard let overlap = try? evidence.read(as: BenchmarkOverlap.self) else { return [] }
            let (item, words) = (
                BenchmarkItem(benchmark: overlap.benchmark, place: overlap.place), run(overlap.words)
            )
            return [.item(item), .words(words, rule: rule), .wordsOfItem(words, item)]
        case .earlierSource:
            // A question that stands in two sources is one question, whatever its words.
            guard let overlap = try? evidence.read(as: QuestionOverlap.self) else { return [] }
            return [.words(run(overlap.words), rule: rule)]
        default: return []
        }
    }

    /// The kind of overlap of a question with others.
    private enum OverlapKind: UInt8 {
        case nothing, benchmark, earlierSource, duplicate, conflicting
    }

    /// What the copies of questions disagree on, by the dropped copy.
    private typealias Conflicts = [QuestionIndex: [DuplicateConflict]]

    /// Returns a function that decides on each question.
    package func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider {
        let overlaps = SharedArray(repeating: OverlapKind.nothing.rawValue, count: questions.count)
        let partners = SharedArray(repeating: QuestionIndex(0), count: questions.count)
        let groups = SourceGroups(questions.facts)
        let sketch =
            settings.acrossSources && groups.count > 1
            ? SourceSketch(keys: questions.textSize(of: questions.facts.all) / 3) : nil
        for segment in groups.segments(of: entering) {
            try dropAgainstBenchmarks(segment, questions, groups, overlaps, sketch, threads: threads)
        }
        var conflicts = Conflicts()
        // A copy that is chosen for what it contains is chosen before the order of the sources counts.
        if settings.duplicates != .first {
            try dropDuplicates(entering, questions, overlaps, partners, &conflicts)
        }
        if let sketch {
            let ngramIndex = NGramIndex()
            for segment in groups.segments(of: entering) {
                try dropAgainstEarlier(
                    segment, questions, groups, overlaps, partners, sketch, ngramIndex, threads: threads)
            }
        }
        if settings.duplicates == .first {
            try dropDuplicates(entering, questions, overlaps, partners, &conflicts)
        }
        try compareWithEarlier(entering, questions, overlaps, partners, &conflicts)
        return decider(questions, overlaps, partners, conflicts)
    }

    // MARK: - Passes

    private func dropAgainstBenchmarks(
        _ asked: ArraySlice<QuestionIndex>, _ questions: any Questions, _ groups: SourceGroups,
        _ overlaps: SharedArray<UInt8>,
        _ sketch: SourceSketch?, threads: Int
    ) throws {
        try questions.scan(asked, threads: threads, makeWorker: { NGrams(length: settings.ngram) }) {
            runs, question in
            runs.read(question.text)
            if benchmarks.overlaps(runs) {
                overlaps[question.index] = OverlapKind.benchmark.rawValue
            } else if let sketch {
                sketch.insert(runs.hashes, tag: Int(groups.group(of: question.index)))
            }
        }
    }

    /// Decides on the questions of one source by comparing them with the kept ones of earlier sources, and inserts the
    /// n-grams of the kept ones into the index.
    private func dropAgainstEarlier(
        _ asked: ArraySlice<QuestionIndex>, _ questions: any Questions, _ groups: SourceGroups,
        _ overlaps: SharedArray<UInt8>,
        _ partners: SharedArray<QuestionIndex>, _ sketch: SourceSketch, _ ngramIndex: NGramIndex, threads: Int
    ) throws {
        let length = settings.ngram
        guard let source = asked.first.map({ groups.group(of: $0) }) else { return }
        let workers = (0..<max(1, threads)).map { _ in CandidateNGrams(length: length) }
        var rest = asked
        while !rest.isEmpty {
            // Insertions and lookups alternate, so that neither needs locks.
            var free = workers[...]
            try questions.scan(rest.prefix(batchSize), threads: threads, makeWorker: { free.popFirst() }) {
                runs, question in
                guard let runs, overlaps[question.index] == OverlapKind.nothing.rawValue else { return }
                runs.read(question.text, sketch)
                ngramIndex.prefetch(runs.shared)
                for run in runs.shared {
                    if let holder = ngramIndex.holder(of: run, notOf: source),
                        // Hashes can collide, so the words are compared.
                        try !Self.sharedWords(question.text, of: questions, with: holder, length).isEmpty
                    {
                        overlaps[question.index] = OverlapKind.earlierSource.rawValue
                        partners[question.index] = holder
                        return
                    }
                }
                runs.keep(question.index)
            }
            var shares = workers.indices[...]
            try Pipeline<Int, Void>(threads: threads).run(
                producers: [{ shares.popFirst() }],
                makeWorker: {
                    { share in
                        for runs in workers {
                            ngramIndex.insert(runs.pending, source: source, share: share, of: workers.count)
                        }
                    }
                }, consume: { _ in })
            for runs in workers { runs.forgetPending() }
            rest = rest.dropFirst(batchSize)
        }
    }

    /// Chooses one of the copies of each text among the questions that nothing has dropped yet, and drops the others.
    private func dropDuplicates(
        _ entering: [QuestionIndex], _ questions: any Questions, _ overlaps: SharedArray<UInt8>,
        _ partners: SharedArray<QuestionIndex>, _ conflicts: inout Conflicts
    ) throws {
        let groups = try DuplicateGroup.copies(among: questions, entering) {
            overlaps[$0] == OverlapKind.nothing.rawValue
        }
        if !groups.isEmpty { try questions.waitForLines() }
        var buffer: [UInt8] = []
        for copies in groups {
            let group = try DuplicateGroup(copies, of: questions, settings.duplicates, buffer: &buffer)
            let kind = group.kept == nil ? OverlapKind.conflicting : .duplicate
            for copy in copies where copy != group.kept {
                overlaps[copy] = kind.rawValue
                partners[copy] = group.partner(of: copy)
                conflicts[copy] = group.conflicts.isEmpty ? nil : group.conflicts
            }
        }
    }

    /// Compares the questions that were dropped for a question of an earlier source with the kept one that has the same text,
    /// if there is one; that is then the question that they are dropped for, whichever other one shares words with both.
    private func compareWithEarlier(
        _ entering: [QuestionIndex], _ questions: any Questions, _ overlaps: SharedArray<UInt8>,
        _ partners: SharedArray<QuestionIndex>, _ conflicts: inout Conflicts
    ) throws {
        let (nothing, earlier) = (OverlapKind.nothing.rawValue, OverlapKind.earlierSource.rawValue)
        guard entering.contains(where: { overlaps[$0] == earlier }) else { return }
        let groups = try DuplicateGroup.copies(among: questions, entering) {
            overlaps[$0] == nothing || overlaps[$0] == earlier
        }
        if !groups.isEmpty { try questions.waitForLines() }
        var buffer: [UInt8] = []
        for copies in groups {
            guard let kept = copies.first(where: { overlaps[$0] == nothing }) else { continue }
            for copy in copies where overlaps[copy] == earlier && copy > kept {
                partners[copy] = kept
                let pair = try DuplicateGroup([kept, copy], of: questions, .first, buffer: &buffer)
                conflicts[copy] = pair.conflicts.isEmpty ? nil : pair.conflicts
            }
        }
    }

    // MARK: - Decisions

    private func decider(
        _ questions: any Questions, _ overlaps: SharedArray<UInt8>, _ partners: SharedArray<QuestionIndex>,
        _ conflicts: Conflicts
    )
        -> Decider
    {
        let (benchmarks, length) = (benchmarks, settings.ngram)
        return { question in
            // Few questions are dropped, so each of these reads its text separately.
            switch OverlapKind(rawValue: overlaps[question.index]) ?? .nothing {
            case .nothing:
                return .kept
            case .benchmark:
                let runs = NGrams(length: length)
                try questions.text(of: question.index).withByteView { runs.read($0) }
                guard let match = benchmarks.match(in: runs) else {
                    throw CurationError.failed(
                        "question \(question.index.position + 1) of the pool has changed since it was compared; run "
                            + "the stage decontaminate again")
                }
                return .dropped(.benchmark, match.evidence)
            case .earlierSource:
                let partner = partners[question.index]
                let words = try questions.text(of: question.index).withByteView {
                    try Self.sharedWords($0, of: questions, with: partner, length)
                }
                let overlap = QuestionOverlap(
                    other: PoolQuestion(partner, of: questions), words: words,
                    conflict: conflicts[question.index] ?? [])
                return .dropped(.earlierSource, overlap)
            case .duplicate, .conflicting:
                let copy = RepeatedQuestion(
                    other: PoolQuestion(partners[question.index], of: questions),
                    conflict: conflicts[question.index] ?? [])
                return .dropped(
                    overlaps[question.index] == OverlapKind.duplicate.rawValue ? .duplicate : .conflicting, copy)
            }
        }
    }

    /// Returns all drops of a question that was dropped, including those that the first one hid: by an earlier source
    /// and as a duplicate.
    ///
    /// - Parameter kept: the questions that the stage kept, in ascending order.
    package func hiddenDrops(
        of question: QuestionIndex, _ kept: [QuestionIndex], of questions: any Questions, threads: Int
    ) throws
        -> [Decision]
    {
        var drops: [Decision] = []
        let before = Array(kept.prefix { $0 < question })
        if settings.acrossSources,
            let partner = try earlierPartner(of: question, before, of: questions, threads: threads)
        {
            let text = try questions.text(of: question)
            let words = try text.withByteView {
                try Self.sharedWords($0, of: questions, with: partner, settings.ngram)
            }
            drops.append(
                .dropped(
                    .earlierSource,
                    QuestionOverlap(
                        other: PoolQuestion(partner, of: questions), words: words,
                        conflict: try conflict(of: question, with: partner, questions))))
        }
        let ids = questions.facts.ids
        // The copy that is kept comes first, unless it was chosen for its trace.
        let others = settings.duplicates == .longestTrace ? kept : before
        if let other = others.first(where: { ids[$0] == ids[question] }) {
            let copy = RepeatedQuestion(
                other: PoolQuestion(other, of: questions), conflict: try conflict(of: question, with: other, questions))
            drops.append(.dropped(.duplicate, copy))
        }
        return drops
    }

    /// Returns what a question and another disagree on if their texts are equal.
    private func conflict(
        of question: QuestionIndex, with other: QuestionIndex, _ questions: any Questions
    ) throws -> [DuplicateConflict] {
        guard questions.ids[question] == questions.ids[other] else { return [] }
        var buffer: [UInt8] = []
        return try DuplicateGroup([other, question].sorted(), of: questions, .first, buffer: &buffer).conflicts
    }

    /// Returns the first kept question of an earlier source that shares an n-gram with a question.
    private func earlierPartner(
        of question: QuestionIndex, _ kept: [QuestionIndex], of questions: any Questions, threads: Int
    ) throws
        -> QuestionIndex?
    {
        let groups = SourceGroups(questions.facts)
        let own = groups.group(of: question)
        let runs = NGrams(length: settings.ngram)
        let text = try questions.text(of: question)
        text.withByteView { runs.read($0) }
        let hashes = Set(runs.hashes)
        let isShared = SharedArray(repeating: UInt8(0), count: questions.count)
        let others = kept.filter { groups.group(of: $0) != own }
        try questions.scan(others[...], threads: threads, makeWorker: { NGrams(length: settings.ngram) }) {
            runs, other in
            runs.read(other.text)
            if runs.hashes.contains(where: hashes.contains) { isShared[other.index] = 1 }
        }
        // Hashes can collide, so the words are compared.
        return try others.first { other in
            guard isShared[other] == 1 else { return false }
            return try text.withByteView {
                try !Self.sharedWords($0, of: questions, with: other, settings.ngram).isEmpty
            }
        }
    }

    /// Returns the first sequence of words that a text shares with another question, extended as far as it matches.
    private static func sharedWords(
        _ text: ByteView, of questions: any Questions, with partner: QuestionIndex, _ length: Int
    ) throws -> String {
        let (runs, others) = (NGrams(length: length), NGrams(length: length))
        runs.read(text)
        try questions.text(of: partner).withByteView { others.read($0) }
        var places: [UInt64: Int] = [:]
        for (word, hash) in others.hashes.enumerated() where places[hash] == nil { places[hash] = word }
        for (word, hash) in runs.hashes.enumerated() {
            guard let place = places[hash] else { continue }
            let common = runs.commonLength(at: word, with: others.words, at: place)
            if common >= length { return runs.words.joined(word..<word + common) }
        }
        return ""
    }
}

/// The sources of a pool grouped by name: sources with the same name are one group.
struct SourceGroups: Sendable {
    private let sources: PerQuestion<UInt16>
    private let groups: [UInt16]
    /// The number of groups.
    let count: Int

    init(_ facts: QuestionFacts) {
        var names: [ByteKey: UInt16] = [:]
        groups = facts.sourceNames.map { ByteKey($0) }.map { name in
            let group = names[name] ?? UInt16(names.count)
            names[name] = group
            return group
        }
        count = names.count
        sources = facts.sources
    }

    /// Returns the group of a question's source.
    func group(of question: QuestionIndex) -> UInt16 { groups[Int(sources[question])] }

    /// Splits questions in pool order where the group changes.
    func segments(of questions: [QuestionIndex]) -> [ArraySlice<QuestionIndex>] {
        var segments: [ArraySlice<QuestionIndex>] = []
        var start = 0
        for index in questions.indices.dropFirst()
        where group(of: questions[index]) != group(of: questions[start]) {
            segments.append(questions[start..<index])
            start = index
        }
        if start < questions.count { segments.append(questions[start...]) }
        return segments
    }
}

extension SharedArray {
    /// The value for a question.
    fileprivate subscript(question: QuestionIndex) -> Value {
        get { self[question.position] }
        set { self[question.position] = newValue }
    }
}

extension StageName {
    /// The stage that drops questions that overlap with evaluation sets, and duplicates.
    package static let decontaminate = StageName(rawValue: "decontaminate")
}

extension DecontaminateStage {
    /// The definition of the stage.
    package static let definition = StageDefinition(
        .decontaminate, section: DecontaminateRecipe.section.key, rules: DecontaminationRules.all,
        dependencies: ["benchmarks", "tables", "decontaminate", "limits"], poolFiles: [.index, .texts, .lines],
        inputs: [.benchmarks], dropsDuplicates: true, ablations: [.init("full", .all)],
        role: .filters { context in
            let settings = context.settings[DecontaminateRecipe.section]
            let benchmarks = try context.benchmarks()
            return switch settings.method {
            case .words: DecontaminateStage(settings: settings, benchmarks: benchmarks)
            case .containment: ContainmentStage(settings: settings, benchmarks: benchmarks)
            }
        })
}
