import Bytes
import Files
import Messages
import Pools
import Runs
import Stages

extension Verification {
    /// The result of checking the decisions.
    struct Decided {
        let finding: Finding
        /// The questions that the last deciding stage kept.
        let chosen: [QuestionIndex]
    }

    /// Checks the decisions of every stage by repeating them on what the previous stage kept: made from the pool, the
    /// recipe and the seed, they must be the same bytes.
    ///
    /// This also shows that the stages follow from one another, that the counts match the lines, and that the selection
    /// follows from the seed. Decontamination cannot be repeated without its benchmarks; its lines are then only
    /// counted and checked for consistency.
    func checkDecisions(_ pool: Pool, withBenchmarks: Bool) throws -> Decided {
        var entering = Array(pool.facts.all)
        var lines = 0
        var followed: [StageName] = []
        for definition in recipe.stages.deciding {
            let stage = definition.name
            lines += entering.count
            let counts: DecisionCounts
            if definition.inputs.contains(.benchmarks), !withBenchmarks {
                followed.append(stage)
                (entering, counts) = try follow(stage, entering, of: pool)
            } else {
                (entering, counts) = try decideAgain(stage, entering, of: pool)
            }
            if let difference = try record(of: stage).counts.firstDifference(from: counts.json) {
                throw fault(
                    files.manifest,
                    "the counts of \(stage.rawValue) are not those of its decisions: \(difference.path) is "
                        + "\(difference.before?.compactText ?? "absent"), but the lines give "
                        + "\(difference.after?.compactText ?? "none")")
            }
        }
        return Decided(
            finding: .decisions(lines, seed: recipe.seed, followed: followed), chosen: entering)
    }

    private func decideAgain(
        _ stage: StageName, _ entering: [QuestionIndex], of pool: Pool
    ) throws -> (kept: [QuestionIndex], counts: DecisionCounts) {
        let file = try files.decisions(of: stage).open()
        var (offset, line) = (0, 1)
        let decider = try recipe.decidingStage(
            stage,
            benchmarks: {
                try EvaluationSets.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram).benchmarks
            }, amendments: { try AmendmentFile.read(in: files) })
        guard let decider else { throw fault(files.manifest, "\(stage.rawValue) decides on nothing") }
        let again = try decider.run(
            on: entering, of: pool, threads: threads
        ) { lines in
            let found = try file.bytes(at: offset, count: lines.count)
            guard found == lines else {
                throw fault(files.decisions(of: stage), Self.difference(found, lines, from: line))
            }
            offset += lines.count
            line += lines.withByteView { $0.count(of: 0x0A) }
        }
        guard offset == file.size else {
            throw fault(files.decisions(of: stage), "line \(line) is beyond the last question that entered")
        }
        return again
    }

    /// Describes the first line in which decisions differ from the repeated ones.
    private static func difference(_ found: [UInt8], _ expected: [UInt8], from first: Int) -> String {
        let found = found.split(separator: 0x0A, omittingEmptySubsequences: false)
        let expected = expected.split(separator: 0x0A, omittingEmptySubsequences: false)
        let place = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
        func short(_ lines: [ArraySlice<UInt8>]) -> String {
            guard place < lines.count else { return "nothing" }
            return String(decoding: lines[place].prefix(300), as: UTF8.self)
        }
        return "line \(first + place) does not follow: it is \(short(found)), but should be \(short(expected))"
    }

    /// Checks the decisions of a stage for consistency: one line for each question that entered, in order.
    private func follow(
        _ stage: StageName, _ entering: [QuestionIndex], of pool: Pool
    ) throws -> (kept: [QuestionIndex], counts: DecisionCounts) {
        var kept: [QuestionIndex] = []
        guard let decider = try recipe.decidingStage(stage) else {
            throw fault(files.manifest, "\(stage.rawValue) decides on nothing")
        }
        var (counts, chunk) = (DecisionCounts(rules: decider.rules), DecisionCounts(rules: decider.rules))
        var line = 0
        var cursor = try DecisionCursor(files.decisions(of: stage).open(), of: pool, among: entering)
        while let next = try cursor.next() {
            guard line < entering.count, next.question == entering[line] else {
                throw fault(
                    files.decisions(of: stage),
                    "line \(line + 1) is not the decision on the next question that entered")
            }
            line += 1
            chunk.add(next.decision, of: decider)
            if line % 4096 == 0 {
                counts.add(chunk)
                chunk = DecisionCounts(rules: decider.rules)
            }
            if next.isKept { kept.append(next.question) }
        }
        guard line == entering.count else {
            throw fault(files.decisions(of: stage), "it has \(line) lines, but \(entering.count) questions entered")
        }
        counts.add(chunk)
        counts.finish(decider, on: entering, kept: kept, of: pool.facts)
        return (kept, counts)
    }
}
