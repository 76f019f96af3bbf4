import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Stages

@Suite("The comparison of copies of a question")
struct CopyComparisonTests {
    /// What a copy has beside the text of the question.
    private struct Copy {
        var solution: String?
        var trace: [String] = []
        var attempt: String?
        var tokens: Int32?
        var outcomes: [String: Outcome] = [:]

        var parts: PresentParts {
            var parts: PresentParts = trace.isEmpty ? [] : .trace
            if solution != nil { parts.insert(.solution) }
            if attempt != nil { parts.insert(.attempt) }
            return parts
        }

        var line: String {
            var row = JSONObject()
            row["solution"] = solution.map { JSON.string($0) } ?? .null
            row["thinking_trajectories"] = .strings(trace)
            row["attempt"] = attempt.map { JSON.string($0) } ?? .null
            return JSON.object(row).compactText + "\n"
        }

        /// The lengths by which traces are compared: their tokens, and their bytes with one for each text.
        var length: (tokens: Int, bytes: Int) {
            let bytes = trace.reduce(0) { $0 + $1.utf8.count + 1 }
            return (Int(tokens ?? -1), trace.isEmpty ? -1 : bytes)
        }
    }

    private static let models: [String] = ["m", "n"]

    private func questions(_ copies: [Copy]) -> QuestionList {
        let items = copies.map { copy in
            QuestionList.Item("q", traceTokens: copy.tokens, parts: copy.parts, outcomes: copy.outcomes)
        }
        var (lines, ends): ([UInt8], [Int]) = ([], [])
        for copy in copies {
            lines.append(contentsOf: copy.line.utf8)
            ends.append(lines.count)
        }
        return QuestionList(
            QuestionList(items).facts, file: "", unit: .row, originNumbers: Array(copies.indices),
            texts: [UInt8](repeating: 0x71, count: copies.count), textEnds: Array(1..<copies.count + 1),
            lines: lines, lineEnds: ends)
    }

    /// Random copies whose values often agree.
    private func copies(_ seed: Int) -> [Copy] {
        var random = SeededRandom(UInt64(seed))
        let solutions: [String?] = [nil, "5", "5", "6"]
        let traces: [[String]] = [[], ["ab"], ["ab"], ["a", "b"], ["abc"]]
        let attempts: [String?] = [nil, nil, "x", "y"]
        let tokens: [Int32?] = [nil, 3, 3, 4]
        let outcomes: [Outcome?] = [nil, .unknown, .right, .right, .wrong]
        let count = 1 + random.below(4)
        return (0..<count).map { _ in
            var copy = Copy()
            copy.solution = random.pick(solutions)
            copy.trace = random.pick(traces)
            copy.attempt = random.pick(attempts)
            copy.tokens = random.pick(tokens)
            for model in Self.models { copy.outcomes[model] = random.pick(outcomes) }
            return copy
        }
    }

    /// What the copies disagree on, by looking at all of them at once.
    private func conflicts(_ copies: [Copy]) -> [DuplicateConflict] {
        let solutions = Set(copies.compactMap { $0.solution })
        let traces = Set(copies.map { $0.trace }.filter { !$0.isEmpty })
        let attempts = Set(copies.compactMap { $0.attempt })
        let isDisputed = Self.models.contains { model in
            let outcomes = copies.compactMap { $0.outcomes[model] }
            return outcomes.contains(.right) && outcomes.contains(.wrong)
        }
        var conflicts: [DuplicateConflict] = []
        if solutions.count > 1 { conflicts.append(.answer) }
        if traces.count > 1 || attempts.count > 1 { conflicts.append(.trace) }
        if isDisputed { conflicts.append(.outcomes) }
        return conflicts
    }

    /// The first copy whose trace is no shorter than any other.
    private func longest(_ copies: [Copy]) -> QuestionIndex? {
        copies.indices.first { place in copies.allSatisfy { $0.length <= copies[place].length } }
            .map { QuestionIndex($0) }
    }

    @Test("finds what they disagree on and the first of the longest traces", arguments: 0..<150)
    func comparison(_ seed: Int) throws {
        let copies = copies(seed)
        let questions = questions(copies)
        var comparison = CopyComparison(of: questions)
        var buffer: [UInt8] = []
        #expect(comparison.longest == nil && comparison.conflicts.isEmpty)
        for question in questions.facts.all { try comparison.add(question, buffer: &buffer) }
        #expect(comparison.conflicts == conflicts(copies))
        #expect(comparison.longest == longest(copies))
    }

    @Test("what a group keeps follows from the comparison, and a dropped copy has another as its partner")
    func groups() throws {
        for seed in 0..<100 {
            let copies = copies(seed)
            guard copies.count > 1 else { continue }
            let questions = questions(copies)
            let all = Array(questions.facts.all)
            let isAnswerDisputed = conflicts(copies).contains(.answer)
            let kept: [(choice: DuplicateChoice, copy: QuestionIndex?)] = [
                (.first, all.first), (.longestTrace, longest(copies)), (.agreeing, isAnswerDisputed ? nil : all.first),
            ]
            for (choice, copy) in kept {
                var buffer: [UInt8] = []
                let group = try DuplicateGroup(all, of: questions, choice, buffer: &buffer)
                #expect(group.copies == all && group.conflicts == conflicts(copies))
                #expect(group.kept == copy, "\(choice) of \(seed)")
                for dropped in all where dropped != group.kept {
                    let partner = group.partner(of: dropped)
                    #expect(partner != dropped && all.contains(partner))
                    #expect(group.kept == nil || partner == group.kept)
                }
            }
        }
    }
}
