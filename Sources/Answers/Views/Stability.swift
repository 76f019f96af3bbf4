import Bytes
import Files
import Messages
import Pools
import Runs
import Stages

/// The stability of a selection: the two-stage draw of a finished run repeated with many seeds.
///
/// For N seeds and a question that c of them select, the probability is `c/N` with the standard error `sqrt(p(1-p)/N)`.
/// Two different seeds are expected to share `sum of c(c-1) / (N(N-1))` questions.
package struct Stability {
    /// A question that reached the stage sample.
    struct Line {
        let question: QuestionIndex
        /// The number of seeds that select the question.
        let count: Int
        /// Whether the run selected the question.
        let isChosen: Bool
    }

    /// The results for one domain.
    package struct DomainStability {
        /// The name of the domain.
        package let name: String
        /// The number of its questions that reached the stage sample.
        package let size: Int
        /// The expected number of its questions that a seed selects.
        package let expected: Double
        /// The number of its questions that more than 90% of the seeds select.
        package let core: Int
        /// The expected share of one seed's selection that another seed does not select; nil for a single seed.
        package let churn: Double?
    }

    /// The seeds, beginning with the run's.
    package let seeds: Range<Int>
    /// The questions in descending order of probability and then in pool order, as in the file.
    let lines: [Line]
    /// The average number of questions that a seed selects.
    package let average: Double
    /// The expected number of questions that two seeds share, or nil for a single seed.
    package let overlap: Double?
    /// The domains from which any seed selected questions, in descending order of the expected number.
    package let domains: [DomainStability]
    private let run: RecordedRun

    /// The number of questions that reached the stage sample.
    package var questions: Int { lines.count }
    /// The number of questions that the run selected.
    package var chosen: Int { lines.count { $0.isChosen } }
    /// The number of questions that at least one seed selects.
    package var ever: Int { lines.count { $0.count > 0 } }
    /// The number of questions that more than 90% of the seeds select.
    package var core: Int { lines.count { isCore($0.count) } }
    /// The number of questions that the run selected although fewer than 10% of the seeds select them.
    package var lucky: Int { lines.count { $0.isChosen && $0.count * 10 < seeds.count } }

    private func isCore(_ count: Int) -> Bool { Self.isCore(count, of: seeds.count) }

    private static func isCore(_ count: Int, of seeds: Int) -> Bool { count * 10 > seeds * 9 }

    /// Repeats the draw with the run's seed and those after it.
    ///
    /// Throws `RunRefusal` when the run has not reached the stage sample, or when there are fewer seeds than requested.
    package init(_ run: RecordedRun, seeds count: Int, threads: Int) throws {
        let (entering, selecting) = (run.stages.beforeSelection, run.stages.selector.name)
        try Self.demand(run, seeds: count)
        let first = Int(run.recipe.seed)
        seeds = first..<first + count
        self.run = run
        let entered = try run.kept(by: entering)
        let plan = try SampleStage.plan(
            entered, of: run.pool, run.recipe.sample, run.recipe.classify, threads: threads)
        let sweep = try SeedSweep(plan, seeds: seeds, threads: threads)
        let chosen = Set(try run.kept(by: selecting))
        lines = entered.indices
            .sorted { sweep.counts[$0] != sweep.counts[$1] ? sweep.counts[$0] > sweep.counts[$1] : $0 < $1 }
            .map {
                Line(question: entered[$0], count: sweep.counts[$0], isChosen: chosen.contains(entered[$0]))
            }
        average = Double(sweep.total) / Double(count)
        overlap = Self.overlap(sweep.counts, of: count)
        domains = plan.sorted.compactMap { number in
            let counts = plan.domains[number].members.map { sweep.counts[$0] }
            let total = counts.reduce(0, +)
            guard total > 0 else { return nil }
            let expected = Double(total) / Double(count)
            return DomainStability(
                name: plan.candidates.domainNames[number], size: counts.count, expected: expected,
                core: counts.count { Self.isCore($0, of: count) },
                churn: Self.overlap(counts, of: count).map { 1 - $0 / expected })
        }.sorted { $0.expected != $1.expected ? $0.expected > $1.expected : $0.name.precedesInBytes($1.name) }
    }

    /// Throws as creating the result for a number of seeds does.
    private static func demand(_ run: RecordedRun, seeds count: Int) throws {
        try run.demandCurrent(run.stages.selector.name)
        let first = Int(run.recipe.seed)
        guard count >= 1, first + count - 1 <= Int(UInt32.max) else {
            throw RunRefusal.seedsOutOfRange(
                asked: count, most: Int(UInt32.max) - first + 1, first: run.recipe.seed)
        }
    }

    /// Returns what writing the result for a number of seeds would write and replace.
    ///
    /// Throws as creating and writing it does.
    package static func writes(_ run: RecordedRun, seeds: Int, isForced: Bool) throws -> WritePlan {
        try demand(run, seeds: seeds)
        try demandUnreplaced(run, by: seeds, isForced: isForced)
        try RunWriter.demandWritable([run.files.stability], in: run.files, isForced: isForced)
        var plan = WritePlan()
        for file in [run.files.stability, run.files.manifest] { try plan.add(file) }
        return plan
    }

    /// Throws `RunRefusal` when a result of more seeds is on record for the selection of a run.
    package static func demandUnreplaced(_ run: RecordedRun, by seeds: Int, isForced: Bool) throws {
        guard !isForced, let recorded = try recordedSeeds(in: run), recorded > seeds else { return }
        throw RunRefusal.replacesMoreSeeds(file: run.files.stability.path, recorded: recorded, asked: seeds)
    }

    /// Returns the expected number of questions that two seeds share, or nil for a single seed.
    ///
    /// The sum is computed exactly before the division.
    static func overlap(_ counts: [Int], of seeds: Int) -> Double? {
        guard seeds > 1 else { return nil }
        // Up to 2^32 seeds and as many questions, which exceeds 64 bits.
        let pairs = counts.reduce(into: UInt128(0)) { $0 += UInt128($1) * UInt128(max(0, $1 - 1)) }
        return Double(pairs) / (Double(seeds) * Double(seeds - 1))
    }

    // MARK: - The file

    /// Writes `stability.jsonl` into the run's folder and records it in run.json.
    ///
    /// There is a line for each question, in descending order of probability.
    ///
    /// Throws `RunRefusal` when a result of more seeds is on record for the same selection.
    ///
    /// - Parameter isForced: whether a result of more seeds is replaced, and a file in the way regardless of who made it.
    package func write(isForced: Bool = false) throws {
        let writer = try run.writer(isForced: isForced)
        try Self.demandUnreplaced(run, by: seeds.count, isForced: isForced)
        let file = try writer.folder().file(run.files.stability.name)
        for line in lines {
            let probability = Double(line.count) / Double(seeds.count)
            let row: JSON = [
                "id": .string(run.pool.id(of: line.question).description), "probability": JSON(probability),
                "standard_error": JSON((probability * (1 - probability) / Double(seeds.count)).squareRoot()),
                "chosen": .bool(line.isChosen),
            ]
            try file.write(Array((row.compactText + "\n").utf8))
        }
        try file.finish()
        let record = run.files.stability.record(of: file)
        let note = try writer.expect([record])
        try file.publish()
        try Manifest.record([record], by: writer)
        try writer.forget(note)
    }

    /// Returns the number of seeds of the result on record for a run's selection; nil if there is none.
    ///
    /// It follows from any probability other than 0 and 1: the square of the standard error is `p(1-p)/N`. If there is
    /// no other, every seed selects the same questions, and the result is the same for any number of seeds.
    static func recordedSeeds(in run: RecordedRun) throws -> Int? {
        let uncertain = try probabilities(in: run)?.values.first { $0.value > 0 && $0.value < 1 && $0.error > 0 }
        guard let (value, error) = uncertain else { return nil }
        return Int(exactly: (value * (1 - value) / (error * error)).rounded())
    }

    /// Returns the probability of each question that reached the stage sample, by id, with its standard error, from a
    /// run's `stability.jsonl`; nil if the file does not exist or belongs to another selection.
    static func probabilities(in run: RecordedRun) throws -> [UInt64: (value: Double, error: Double)]? {
        guard try run.files.stability.isThere() else { return nil }
        let entered = try run.kept(by: run.stages.beforeSelection)
        let chosen = Set(try run.kept(by: run.stages.selector.name).map { run.pool.ids[$0] })
        var rest = Set(entered.map { run.pool.ids[$0] })
        var found: [UInt64: (value: Double, error: Double)] = [:]
        found.reserveCapacity(rest.count)
        var isOfRun = true
        try run.files.stability.open().forEachLine { line in
            guard isOfRun else { return }
            guard let row = try? JSON(parsing: line),
                let id = row["id"]?.string.flatMap({ $0.withByteView { QuestionID($0) } }),
                rest.remove(id.value) != nil, row["chosen"]?.bool == chosen.contains(id.value),
                let probability = row["probability"]?.double, let error = row["standard_error"]?.double
            else {
                isOfRun = false
                return
            }
            found[id.value] = (probability, error)
        }
        return isOfRun && rest.isEmpty ? found : nil
    }
}
