import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Pools

@Suite("What would have had to differ")
struct ExplanationTests {
    /// The other faults of the question that begins with some words: stage, rule and evidence.
    private func otherFaults(_ words: String, in folder: TemporaryFolder) throws -> [String] {
        let run = try RecordedRun(folder.path + "/run")
        let question = try #require(
            try folder.lines("run/ingest/pool.jsonl").firstIndex { $0["question"]?.string?.hasPrefix(words) == true })
        return try Explanation(run, question: QuestionIndex(question), threads: 2).otherFaults.map { fault in
            "\(fault.stage) \(fault.rule?.rawValue ?? "") \(fault.evidence?.json.compactText ?? "")"
        }
    }

    @Test("a dropped question is tried on the rules behind the one that dropped it")
    func faults() throws {
        let folder = TemporaryFolder()
        let long = "one two three four five six seven eight"
        folder.write(
            "s.jsonl",
            lines: [
                [
                    "question": "fine", "domain": "A", "trace_tokens": 3, "thinking_trajectories": ["t"],
                    "outcomes": ["s": false],
                ],
                [
                    "question": "p1. ![Image] [asy]", "thinking_trajectories": ["t"],
                    "outcomes": ["s": true, "u": .null],
                ],
                ["question": "solved and unlabelled", "thinking_trajectories": ["t"], "outcomes": ["s": true]],
                [
                    "question": .string("first \(long)"), "domain": "A", "trace_tokens": 3,
                    "thinking_trajectories": ["t"], "outcomes": ["s": false, "u": false],
                ],
            ])
        folder.write(
            "r.jsonl",
            lines: [
                ["question": .string("second \(long)")], ["question": "a benchmark with just as many words as that"],
            ])
        folder.write("b.jsonl", lines: [["q": "a benchmark with just as many words as that"], ["q": "x"]])
        let recipe = try recipe(
            [
                (
                    "sources",
                    [
                        ["name": "s", "format": "jsonl", "path": "s.jsonl"],
                        ["name": "r", "format": "jsonl", "path": "r.jsonl"],
                    ]
                ),
                ("benchmarks", [["name": "b", "format": "jsonl", "path": "b.jsonl", "question": "{q}"]]),
                ("quality", ["require": ["trace"]]), ("difficulty", ["solvers": ["s", "u"]]),
            ], in: folder)
        try run(recipe, in: folder)
        #expect(
            try otherFaults("p1.", in: folder) == [
                "quality numbering {\"found\":\"p1.\",\"offset\":0,\"line\":1}",
                "quality asy {\"found\":\"[asy]\",\"offset\":13,\"line\":1}",
                "difficulty solved {\"solved_by\":[\"s\"]}", "difficulty unknown {\"unknown_of\":[\"u\"]}",
                "classify unlabelled {}",
            ])
        #expect(
            try otherFaults("solved", in: folder) == [
                "difficulty unknown {\"unknown_of\":[\"u\"]}", "classify unlabelled {}",
            ])
        #expect(
            try otherFaults("second", in: folder).prefix(1) == ["quality missing {\"missing\":[\"trace\"]}"])
        #expect(try otherFaults("first", in: folder) == [])
    }

    @Test("rules of decontaminate that a benchmark's hides")
    func hidden() throws {
        let folder = TemporaryFolder()
        let leak = "every word of this question is in a benchmark"
        folder.write(
            "s.jsonl",
            lines: [
                [
                    "question": "some words that stand in both of the two sources", "domain": "A", "trace_tokens": 1,
                    "thinking_trajectories": ["t"],
                ]
            ])
        folder.write(
            "r.jsonl", lines: [["question": .string("Some words that stand in both of the two sources; \(leak)")]])
        folder.write("b.jsonl", lines: [["q": .string(leak)]])
        let recipe = try recipe(
            [
                (
                    "sources",
                    [
                        ["name": "s", "format": "jsonl", "path": "s.jsonl"],
                        ["name": "r", "format": "jsonl", "path": "r.jsonl"],
                    ]
                ),
                ("benchmarks", [["name": "b", "format": "jsonl", "path": "b.jsonl", "question": "{q}"]]),
                ("quality", ["require": []]),
            ], in: folder)
        try run(recipe, in: folder)
        let faults = try otherFaults("Some", in: folder)
        #expect(faults.count == 2)
        #expect(faults[0].hasPrefix("decontaminate earlier_source {\"question\":"))
        #expect(faults[0].contains("\"words\":\"some words that stand in both of the two\""))
        #expect(faults[1] == "classify unlabelled {}")
    }

    @Test(
        "the target that is said to reach a question reaches it, and one less does not",
        arguments: ["paper", "notebook"])
    func reachedAt(profile: String) throws {
        func made(_ target: Int) throws -> WitnessRun {
            try WitnessRun(sample: ["target": JSON(target), "profile": .string(profile), "uniform_until": 60])
        }
        let run = try made(100)
        let chosen = try run.chosen
        for row in (0..<run.count).filter({ !chosen.contains($0) }).prefix(200).filter({ $0 % 80 == 0 }) {
            let prospect = try #require(
                try Explanation(run.finished, question: QuestionIndex(row), threads: 1).missedDraw)
            let target = try #require(prospect.reachedAt)
            #expect(try made(target).chosen.contains(row))
            #expect(try !made(target - 1).chosen.contains(row))
        }
    }

    @Test("the chance that the draws of its domain had, by hand")
    func chance() throws {
        let folder = TemporaryFolder()
        folder.write(
            "s.jsonl",
            lines: (0..<3).map { number in
                [
                    "question": .string("Question \(number)"), "domain": "A", "trace_tokens": JSON(number * 10 + 1),
                    "thinking_trajectories": ["t"], "source_type": "x", "outcomes": ["teacher": false],
                ]
            })
        let recipe = try recipe(
            [
                ("quality", ["require": []]),
                ("sample", ["target": 1, "preselect": [["source_type": "x", "longer_than": 15]]]),
            ],
            in: folder)
        try run(recipe, in: folder)
        let finished = try RecordedRun(folder.path + "/run")
        let drawn = try Set(finished.kept(by: .sample).map(\.position))
        for question in 0..<3 where !drawn.contains(question) {
            let prospect = try #require(
                try Explanation(finished, question: QuestionIndex(question), threads: 1).missedDraw)
            // Weights 1, 2 and 4 of 7, the longest the heaviest.
            #expect(abs(prospect.chance - Double(1 << question) / 7) < 1e-15)
            #expect(prospect.draws == 1 && prospect.taken == 1 && prospect.longest == 21)
            #expect(prospect.preselection?.isTeacherRight == false)
            #expect(prospect.preselection?.longerThan == (question < 2 ? 15 : nil))
        }
    }
}
