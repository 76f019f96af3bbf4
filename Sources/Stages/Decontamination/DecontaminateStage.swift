import Bytes
import Files
import Messages
import Pools

/// Drops questions that share a run of words with a benchmark item (`benchmark`) or with a kept question of an earlier
/// source (`earlier_source`), and then exact duplicates (`duplicate`).
///
/// The runs are compared in two passes over the texts. The first drops against benchmarks and sketches which runs may
/// stand in several sources; the second decides source by source with a table of those runs alone. The decider finds
/// the words again for the evidence, of the dropped ones alone.
package struct DecontaminateStage: ComparingStage {
    let settings: DecontaminateRecipe
    let benchmarks: Benchmarks
    /// How many questions of a source are looked at before what the kept ones have is taken into the table.
    let batchSize: Int

    /// The stage.
    ///
    /// - Parameters:
    ///   - settings: the recipe's section.
    ///   - benchmarks: what questions are compared with.
    ///   - batchSize: how many questions of a source are compared before what the kept ones have is taken in.
    package init(settings: DecontaminateRecipe, benchmarks: Benchmarks, batchSize: Int = 1 << 17) {
        self.settings = settings
        self.benchmarks = benchmarks
        self.batchSize = batchSize
    }

    /// The rules by which the stage drops questions.
    package var rules: [String] {
        settings.acrossSources ? ["benchmark", "earlier_source", "duplicate"] : ["benchmark", "duplicate"]
    }

    private enum Verdict: UInt8 {
        case kept, benchmark, earlierSource, duplicate
    }

    /// Returns what decides on each question.
    package func decider(for entering: [Int32], of pool: Pool, threads: Int) throws -> Decider {
        let verdicts = SharedArray(repeating: Verdict.kept.rawValue, count: pool.count)
        let partners = SharedArray(repeating: Int32(-1), count: pool.count)
        let groups = SourceGroups(pool)
        let sketch =
            settings.acrossSources && groups.count > 1
            ? TagSketch(keys: pool.textSize(of: 0..<pool.count) / 3) : nil
        for segment in groups.segments(of: entering) {
            try dropAgainstBenchmarks(segment, pool, groups, verdicts, sketch, threads: threads)
        }
        if let sketch {
            let holders = RunHolders()
            for segment in groups.segments(of: entering) {
                try dropAgainstEarlier(segment, pool, groups, verdicts, partners, sketch, holders, threads: threads)
            }
        }
        try dropDuplicates(entering, pool, verdicts, partners)
        return decider(pool, verdicts, partners)
    }

    // MARK: - Passes

    private func dropAgainstBenchmarks(
        _ questions: ArraySlice<Int32>, _ pool: Pool, _ groups: SourceGroups, _ verdicts: SharedArray<UInt8>,
        _ sketch: TagSketch?, threads: Int
    ) throws {
        try pool.scan(questions, threads: threads, makeWorker: { WordRuns(length: settings.ngram) }) { runs, question in
            runs.read(question.text)
            if benchmarks.overlaps(runs) {
                verdicts[question.index] = Verdict.benchmark.rawValue
            } else if let sketch {
                sketch.insert(runs.hashes, tag: Int(groups.group(of: question.index)))
            }
        }
    }

    /// Decides on the questions of one source, all against the kept ones of the sources before, and takes the kept ones'
    /// runs into the table.
    private func dropAgainstEarlier(
        _ questions: ArraySlice<Int32>, _ pool: Pool, _ groups: SourceGroups, _ verdicts: SharedArray<UInt8>,
        _ partners: SharedArray<Int32>, _ sketch: TagSketch, _ holders: RunHolders, threads: Int
    ) throws {
        let length = settings.ngram
        guard let source = questions.first.map({ groups.group(of: Int($0)) }) else { return }
        let workers = (0..<max(1, threads)).map { _ in SharedRuns(length: length) }
        var rest = questions
        while !rest.isEmpty {
            // Nothing is inserted while anybody asks: then none of them waits for the other.
            var free = workers[...]
            try pool.scan(rest.prefix(batchSize), threads: threads, makeWorker: { free.popFirst() }) {
                runs, question in
                guard let runs, verdicts[question.index] == Verdict.kept.rawValue else { return }
                runs.read(question.text, sketch)
                holders.prefetch(runs.shared)
                for run in runs.shared {
                    if let holder = holders.holder(of: run, notOf: source),
                        // Hashes may be equal by chance; words are not.
                        try !Self.sharedWords(question.text, of: pool, with: Int(holder), length).isEmpty
                    {
                        verdicts[question.index] = Verdict.earlierSource.rawValue
                        partners[question.index] = holder
                        return
                    }
                }
                runs.keep(Int32(question.index))
            }
            var shares = workers.indices[...]
            try Pipeline<Int, Void>(threads: threads).run(
                producers: [{ shares.popFirst() }],
                makeWorker: {
                    { share in
                        for runs in workers {
                            holders.insert(runs.pending, source: source, share: share, of: workers.count)
                        }
                    }
                }, consume: { _ in })
            for runs in workers { runs.forgetPending() }
            rest = rest.dropFirst(batchSize)
        }
    }

    private func dropDuplicates(
        _ entering: [Int32], _ pool: Pool, _ verdicts: SharedArray<UInt8>, _ partners: SharedArray<Int32>
    ) throws {
        let table = IDTable(capacity: entering.count)
        // The first question with each id, by the id's number in the table.
        var firsts: [Int32] = []
        for start in stride(from: 0, to: entering.count, by: 4096) {
            let questions = entering[start..<min(start + 4096, entering.count)]
                .filter { verdicts[Int($0)] == Verdict.kept.rawValue }
            let numbers = table.numbers(of: questions.map { pool.ids[Int($0)] })
            for (question, number) in zip(questions, numbers) {
                if number == firsts.count {
                    firsts.append(question)
                    continue
                }
                let first = firsts[Int(number)]
                guard try pool.text(of: Int(first)) == pool.text(of: Int(question)) else {
                    throw CurationError.failed(
                        "two different questions have the id \(pool.id(of: Int(first))): questions \(first + 1) and "
                            + "\(question + 1) of the pool")
                }
                verdicts[Int(question)] = Verdict.duplicate.rawValue
                partners[Int(question)] = first
            }
        }
    }

    // MARK: - Decisions

    private func decider(_ pool: Pool, _ verdicts: SharedArray<UInt8>, _ partners: SharedArray<Int32>) -> Decider {
        let (benchmarks, length) = (benchmarks, settings.ngram)
        return { question in
            // Few are dropped, so each of these fetches its text itself.
            switch Verdict(rawValue: verdicts[question.index]) ?? .kept {
            case .kept:
                return .kept
            case .benchmark:
                let runs = WordRuns(length: length)
                try question.pool.text(of: question.index).withByteView { runs.read($0) }
                let match = benchmarks.match(in: runs)
                let evidence = match?.item.named(in: Evidence()) ?? Evidence()
                return .dropped("benchmark", evidence.with("words", match?.words ?? ""))
            case .earlierSource:
                let partner = Int(partners[question.index])
                let words = try question.pool.text(of: question.index).withByteView {
                    try Self.sharedWords($0, of: question.pool, with: partner, length)
                }
                let evidence = Self.name(partner, of: question.pool, in: Evidence())
                return .dropped("earlier_source", evidence.with("words", words))
            case .duplicate:
                let evidence = Self.name(Int(partners[question.index]), of: question.pool, in: Evidence())
                return .dropped("duplicate", evidence)
            }
        }
    }

    /// All drops of a question that was dropped, whatever the first of them hid: by an earlier source and as a duplicate.
    ///
    /// - Parameter kept: what the stage kept, ascending.
    package func hiddenDrops(of question: Int, _ kept: [Int32], of pool: Pool, threads: Int) throws -> [Decision] {
        var drops: [Decision] = []
        let before = Array(kept.prefix { Int($0) < question })
        if settings.acrossSources, let partner = try earlierPartner(of: question, before, of: pool, threads: threads) {
            let text = try pool.text(of: question)
            let words = try text.withByteView {
                try Self.sharedWords($0, of: pool, with: partner, settings.ngram)
            }
            drops.append(
                .dropped("earlier_source", Self.name(partner, of: pool, in: Evidence()).with("words", words)))
        }
        if let first = before.first(where: { pool.ids[Int($0)] == pool.ids[question] }) {
            drops.append(.dropped("duplicate", Self.name(Int(first), of: pool, in: Evidence())))
        }
        return drops
    }

    /// The first kept question of an earlier source that shares a run of words with a question.
    private func earlierPartner(of question: Int, _ kept: [Int32], of pool: Pool, threads: Int) throws -> Int? {
        let groups = SourceGroups(pool)
        let own = groups.group(of: question)
        let runs = WordRuns(length: settings.ngram)
        let text = try pool.text(of: question)
        text.withByteView { runs.read($0) }
        let hashes = Set(runs.hashes)
        let isShared = SharedArray(repeating: UInt8(0), count: pool.count)
        let others = kept.filter { groups.group(of: Int($0)) != own }
        try pool.scan(others[...], threads: threads, makeWorker: { WordRuns(length: settings.ngram) }) { runs, other in
            runs.read(other.text)
            if runs.hashes.contains(where: hashes.contains) { isShared[other.index] = 1 }
        }
        // Hashes may be equal by chance; words are not.
        return try others.lazy.map(Int.init).first { other in
            guard isShared[other] == 1 else { return false }
            return try text.withByteView {
                try !Self.sharedWords($0, of: pool, with: other, settings.ngram).isEmpty
            }
        }
    }

    /// The first words, as many as there are in a row, that a text shares with a question of the pool.
    private static func sharedWords(
        _ text: ByteView, of pool: Pool, with partner: Int, _ length: Int
    ) throws -> String {
        let (runs, others) = (WordRuns(length: length), WordRuns(length: length))
        runs.read(text)
        try pool.text(of: partner).withByteView { others.read($0) }
        var places: [UInt64: Int] = [:]
        for (word, hash) in others.hashes.enumerated() where places[hash] == nil { places[hash] = word }
        for (word, hash) in runs.hashes.enumerated() {
            guard let place = places[hash] else { continue }
            let common = runs.commonLength(at: word, with: others.words, at: place)
            if common >= length { return runs.words.joined(word..<word + common) }
        }
        return ""
    }

    /// Names a question of the pool: its id, its source and where it stands there.
    private static func name(_ question: Int, of pool: Pool, in evidence: Evidence) -> Evidence {
        let origin = pool.origin(of: question)
        return evidence.with("question", pool.id(of: question).description)
            .with("source", pool.sourceName(of: question))
            .with("origin", ["file": .string(origin.file), origin.unit.rawValue: JSON(origin.number)])
    }
}

/// The sources of a pool by name: several that share a name are one.
struct SourceGroups: Sendable {
    private let sources: [UInt16]
    private let groups: [UInt16]
    /// How many different names there are.
    let count: Int

    init(_ pool: Pool) {
        var names: [String: UInt16] = [:]
        groups = pool.sourceNames.map { name in
            let group = names[name] ?? UInt16(names.count)
            names[name] = group
            return group
        }
        count = names.count
        sources = pool.sources
    }

    /// The source of a question.
    func group(of question: Int) -> UInt16 { groups[Int(sources[question])] }

    /// Questions in pool order cut where the source changes.
    func segments(of questions: [Int32]) -> [ArraySlice<Int32>] {
        var segments: [ArraySlice<Int32>] = []
        var start = 0
        for index in questions.indices.dropFirst()
        where group(of: Int(questions[index])) != group(of: Int(questions[start])) {
            segments.append(questions[start..<index])
            start = index
        }
        if start < questions.count { segments.append(questions[start...]) }
        return segments
    }
}

extension StageName {
    /// The stage that drops what leaks from evaluation sets, and duplicates.
    package static let decontaminate = StageName(rawValue: "decontaminate")
}

extension DecontaminateStage {
    /// What the stage is.
    package static let definition = StageDefinition(
        .decontaminate,
        section: .optional("decontaminate", .object(DecontaminateRecipe.shape), [:], "the stage decontaminate"),
        dependencies: ["benchmarks", "tables", "decontaminate", "limits"], poolFiles: [.index, .texts, .lines],
        inputs: [.benchmarks], dropsDuplicates: true,
        role: .filters { context in
            DecontaminateStage(
                settings: DecontaminateRecipe(context.settings.section("decontaminate")),
                benchmarks: try context.benchmarks())
        })
}
