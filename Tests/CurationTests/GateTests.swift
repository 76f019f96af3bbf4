import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Stages

@Suite("The last gate")
struct GateTests {
    private let folder = TemporaryFolder()

    private static let texts = [
        "What is two plus two?", "Name the largest prime below a hundred, please, and say why it is prime.",
        "A text that nobody else has written so far, with more than eight words in it.",
        "Evaluate  the\tSum of all\u{00A0}ODD numbers.",
    ]

    /// A run of four questions whose decontamination looks at nothing, so that all of them reach the gate.
    private func export(benchmark: [String], ngram: Int = 8, _ settings: [String] = []) throws {
        folder.write(
            "s.jsonl",
            lines: Self.texts.enumerated().map { k, text in
                ["question": .string(text), "domain": "A", "trace_tokens": JSON(k), "thinking_trajectories": ["t"]]
            })
        folder.write("b.jsonl", lines: (benchmark + ["nothing of the kind"]).map { ["q": .string($0)] })
        let document: JSON = [
            "name": "t", "sources": [["name": "S", "format": "jsonl", "path": "s.jsonl"]],
            "benchmarks": [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{q}"]],
            "decontaminate": ["ngram": JSON(ngram)], "quality": ["require": ["trace"]],
            "difficulty": ["solvers": []], "sample": ["target": 4],
        ]
        var file = try RecipeFile(folder.write("recipe.json", document.readableText))
        for setting in settings { try file.set(setting) }
        let runner = try Runner(file.recipe(), folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.runAll()
    }

    private static let ids = texts.map { text in text.withByteView { QuestionID(of: $0).description } }
    private static let head = "the final check failed, and nothing was exported:\n  "
    private static let tail = "\nuse \"where\" in a source to leave out a row"

    @Test(
        "an item too short for the rule is compared as a whole text, lower-cased and with white space folded, and listed",
        arguments: [
            ("what IS two\u{2003}plus  two?", 0, "what is two plus two?"),
            ("evaluate the sum of all odd numbers.", 3, "evaluate the sum of all odd numbers."),
        ])
    func short(_ item: String, _ question: Int, _ words: String) throws {
        try export(benchmark: [item])
        let text = try InputFile.contents(of: folder.path + "/run/export/gate.json")
        let match: JSON = ["id": .string(Self.ids[question]), "item": .string("B, b.jsonl, line 1: \"\(words)\"")]
        #expect(try text.withByteView { try JSON(parsing: $0) }["short_matches"] == [match])
    }

    @Test(
        "an item that differs in a word, or is only part of a question, is no match",
        arguments: [
            "what is two plus three?", "what is two plus", "two plus two?", "what is two plus two",
        ])
    func noMatch(_ item: String) throws {
        try export(benchmark: [item])
        let gate = try folder.lines("run/export/t.jsonl").count
        #expect(gate == 4)
    }

    @Test("the passage is on record, and the short items are listed")
    func passage() throws {
        try export(benchmark: ["Seven words are\n too few for it.", "But these are exactly eight words, no more."])
        let text = try InputFile.contents(of: folder.path + "/run/export/gate.json")
        let record = try text.withByteView { try JSON(parsing: $0) }
        let expected: JSON = [
            "questions": 4, "target": 4, "require": ["trace"], "ngram": 8,
            "benchmarks": [["name": "B", "items": 3, "short": 2]],
            "short_items": [
                ["benchmark": "B", "file": "b.jsonl", "line": 1, "text": "seven words are too few for it."],
                ["benchmark": "B", "file": "b.jsonl", "line": 3, "text": "nothing of the kind"],
            ], "short_matches": [],
        ]
        #expect(record == expected)
    }

    @Test("a changed benchmark asks the gate again")
    func changed() throws {
        func matches() throws -> Int? {
            let text = try InputFile.contents(of: folder.path + "/run/export/gate.json")
            return try text.withByteView { try JSON(parsing: $0) }["short_matches"]?.list?.count
        }
        try export(benchmark: [])
        #expect(try matches() == 0)
        try export(benchmark: [Self.texts[0]])
        #expect(try matches() == 1)
        try export(benchmark: [])
        #expect(try matches() == 0)
    }

    /// The gate over a pool that earlier stages never looked at.
    private func pass(_ chosen: [QuestionIndex], benchmark: [String], _ require: [JSON] = [], target: Int = 1) throws {
        try export(benchmark: [])
        folder.write("b.jsonl", lines: benchmark.map { ["q": .string($0)] })
        var file = try RecipeFile(folder.path + "/recipe.json")
        try file.set("quality.require=\(JSON.list(require).compactText)")
        try file.set("sample.target=\(target)")
        let recipe = try file.recipe()
        let benchmarks =
            benchmark.isEmpty
            ? EvaluationSets()
            : try EvaluationSets.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram).benchmarks
        _ = try ExportGate(
            settings: recipe.gate, benchmarks: benchmarks, questions: RunFolder(folder.path + "/run").openPool()
        )
        .pass(chosen)
    }

    @Test("what the stages before should have dropped does not pass, and everything that is wrong is told at once")
    func unfiltered() throws {
        let message =
            Self.head
            + "questions that share 8 words in a row with a benchmark item (1): \(Self.ids[2]) (B, b.jsonl, "
            + "line 1: \"that nobody else has written so far, with\")\n  "
            + "questions that are in the set twice (1): \(Self.ids[1])\n  "
            + "questions that lack what quality.require names (3): \(Self.ids[1]) (solution, outcomes.m); "
            + "\(Self.ids[1]) (solution, outcomes.m); \(Self.ids[2]) (solution, outcomes.m)\n  "
            + "the target is 5, and the set has 3 questions" + Self.tail
        #expect(throws: CurationError.failed(Message(stringLiteral: message))) {
            try pass(
                [1, 1, 2], benchmark: ["He says That Nobody else has written so far, WITH cause"],
                ["trace", "solution", "outcomes.m"], target: 5)
        }
        try pass([1, 2], benchmark: ["nothing of the kind"], ["trace"], target: 2)
    }
}
