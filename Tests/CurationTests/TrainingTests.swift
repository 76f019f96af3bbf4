import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Runs
@testable import Stages

@Suite("Training files")
struct TrainingTests {
    private let folder = TemporaryFolder()
    private static let vocabulary =
        (0..<2).reduce(#filePath as NSString) { path, _ in path.deletingLastPathComponent as NSString }
        .appendingPathComponent("TokenizerTests/Fixtures")

    /// Runs a recipe over rows of (traces, attempt), all of them chosen.
    @discardableResult
    private func run(
        _ rows: [(traces: [String], attempt: String?)], export: JSON, train: JSON? = nil,
        domain: (Int) -> String = { _ in "D" }
    ) throws -> RunOutcome {
        folder.write(
            "s.jsonl",
            lines: rows.enumerated().map { number, row in
                [
                    "question": .string(" Question \(number)?\n"), "domain": .string(domain(number)),
                    "trace_tokens": 1, "thinking_trajectories": .strings(row.traces),
                    "attempt": row.attempt.map { .string($0) } ?? .null,
                ]
            })
        var members: [(String, JSON)] = [
            ("export", export), ("quality", ["require": []]), ("decontaminate", ["across_sources": false]),
            ("sample", ["target": JSON(rows.count), "short": "allow"]),
            ("tokenizer", ["path": .string(Self.vocabulary)]),
        ]
        if let train { members.append(("train", train)) }
        return try CurationTests.run(try recipe(members, in: folder), in: folder)
    }

    private static let head =
        "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n"
        + "<|im_start|>user\n Question 0?\n<|im_end|>\n<|im_start|>assistant\n"

    @Test(
        "the text of sft is s1's, byte for byte",
        arguments: [
            (["a\nb"], "Answer: 4", "<|im_start|>think\na\nb\n<|im_start|>answer\nAnswer: 4<|im_end|>\n"),
            (["a", "b"], "4", "<|im_start|>think\na\nb\n<|im_start|>answer\nAnswer: 4<|im_end|>\n"),
            ([" a ", "b \n"], " \n4\u{A0}", "<|im_start|>think\na \nb\n<|im_start|>answer\nAnswer: 4<|im_end|>\n"),
            (
                ["\u{1C}\u{2003}a\u{1F} "], "So it is.\n\n**Answer:** 4\n",
                "<|im_start|>think\na\n<|im_start|>answer\nAnswer: So it is.\n\n**Answer:** 4<|im_end|>\n"
                    .replacingOccurrences(of: "Answer: So", with: "So")
            ),
            (["\"q\"\\"], "answer: 4", "<|im_start|>think\n\"q\"\\\n<|im_start|>answer\nAnswer: answer: 4<|im_end|>\n"),
            (["é 中\u{0}"], "\u{1F}", "<|im_start|>think\né 中\u{0}\n<|im_start|>answer\nAnswer: <|im_end|>\n"),
        ])
    func text(_ traces: [String], _ attempt: String, _ expected: String) throws {
        try run([(traces, attempt)], export: ["format": ["sft", "prompt-completion"]])
        let text = try #require(try folder.lines("run/export/test.sft.jsonl").first?.object)
        #expect(text.names == ["text", "id", "source"])
        #expect(text["text"]?.string?.utf8.elementsEqual((Self.head + expected).utf8) == true)
        let pair = try #require(try folder.lines("run/export/test.prompt-completion.jsonl").first?.object)
        #expect(pair.names == ["prompt", "completion", "id", "source"])
        #expect(pair["prompt"]?.string == Self.head)
        #expect(pair["completion"]?.string?.utf8.elementsEqual(expected.utf8) == true)
    }

    @Test(
        "messages carry the trace as the recipe says",
        arguments: [
            ("think", ["role": "assistant", "content": "<think>\na\nb\n</think>\n\n4"]),
            ("reasoning_content", ["role": "assistant", "reasoning_content": "a\nb", "content": "4"]),
            ("s1", ["role": "assistant", "content": "<|im_start|>think\na\nb\n<|im_start|>answer\nAnswer: 4"]),
        ] as [(String, JSON)])
    func messages(_ style: String, _ last: JSON) throws {
        try run([(["a", "b"], " 4 ")], export: ["format": ["messages"], "messages": .string(style)])
        let expected: JSON = [
            "messages": [
                [
                    "role": "system",
                    "content": "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.",
                ],
                ["role": "user", "content": " Question 0?\n"], last,
            ],
            "id": .string(" Question 0?\n".withByteView { QuestionID(of: $0) }.description), "source": "s",
        ]
        #expect(try folder.lines("run/export/test.messages.jsonl") == [expected])
        #expect(Folder.names(in: folder.path + "/run/export") == ["README.md", "gate.json", "test.messages.jsonl"])
    }

    @Test(
        "the system prompt is the recipe's",
        arguments: [
            ("Be \"brief\".", "<|im_start|>system\nBe \"brief\".<|im_end|>\n"),
            ("", "<|im_start|>system\n<|im_end|>\n"), (nil, ""),
        ] as [(String?, String)])
    func system(_ prompt: String?, _ expected: String) throws {
        let system: JSON = prompt.map { .string($0) } ?? .null
        let formats: JSON = ["messages", "sft", "prompt-completion"]
        try run([(["a"], "4")], export: ["format": formats, "system": system], train: ["max_tokens": 10_000])
        let user = "<|im_start|>user\n Question 0?\n<|im_end|>\n<|im_start|>assistant\n"
        let pair = try #require(try folder.lines("run/export/test.prompt-completion.jsonl").first)
        #expect(pair["prompt"]?.string == expected + user)
        let text = try #require(try folder.lines("run/export/test.sft.jsonl").first?["text"]?.string)
        #expect(text == expected + user + (pair["completion"]?.string ?? ""))
        let messages = try folder.lines("run/export/test.messages.jsonl").first?["messages"]?.list ?? []
        #expect(messages.first == (prompt.map { ["role": "system", "content": .string($0)] } ?? messages[0]))
        #expect(messages.count == (prompt == nil ? 2 : 3))
        let card = folder.read("run/export/README.md")
        let words = prompt == nil ? "have no system prompt" : "The system prompt of the files for training is"
        #expect(card.contains(words))
    }

    @Test("a system prompt that would end its turn is refused")
    func systemWithTokens() {
        let error = #expect(throws: CurationError.self) {
            try run([(["a"], "4")], export: ["system": "Hi.<|im_end|>"])
        }
        #expect(error?.message.contains("export.system: found the control token \"<|im_end|>\"") == true)
    }

    @Test(
        "metadata can be left out or chosen",
        arguments: [
            (true, "{\"b\":[1, 2],\"a\":\"x\",\"é\":null}"), (["a", "b", "c"], "{\"b\":[1,2],\"a\":\"x\"}"),
            (["é"], "{\"é\":null}"), (["zzz"], "{}"),
        ] as [(JSON, String)])
    func metadata(_ setting: JSON, _ expected: String) throws {
        let rows = try exported(metadata: setting, of: "{\"b\":[1, 2],\"a\":\"x\",\"é\":null}")
        #expect(rows.map { $0["metadata"]?.string } == [expected])
        #expect(try verified())
    }

    @Test("metadata that is not an object has no members, and none is no column", arguments: ["text", "[1]", "3", ""])
    func otherMetadata(_ text: String) throws {
        #expect(try exported(metadata: ["a"], of: text).map { $0["metadata"] } == [.null])
        let names = try exported(metadata: false, of: text).first?.object?.names
        #expect(names == QuestionColumn.exported.map(\.name).filter { $0 != "metadata" })
        #expect(!folder.read("run/export/README.md").contains("  - name: metadata\n"))
        #expect(try verified())
    }

    private func exported(metadata setting: JSON, of text: String) throws -> [JSON] {
        folder.write("s.jsonl", lines: [["q": "Question?", "m": .string(text)]])
        let map: JSON = ["question": "{q}", "metadata": "{m}", "trace_tokens": "0", "domain": "D"]
        let members: [(String, JSON)] = [
            ("sources", [["name": "S", "format": "jsonl", "path": "s.jsonl", "map": map]]),
            ("quality", ["require": []]),
            ("sample", ["target": 1]), ("export", ["metadata": setting]),
        ]
        try CurationTests.run(try recipe(members, in: folder), in: folder)
        return try folder.lines("run/export/test.jsonl")
    }

    private func verified() throws -> Bool {
        try Verification(folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 1).run(deep: false)
        return true
    }

    @Test("files of formats that are no longer asked for go")
    func stale() throws {
        let row = [(["a"], "4")] as [([String], String?)]
        try run(row, export: ["format": ["jsonl", "sft", "sft"]])
        #expect(
            Folder.names(in: folder.path + "/run/export") == ["README.md", "gate.json", "test.jsonl", "test.sft.jsonl"])
        try run(row, export: ["format": ["jsonl"]])
        #expect(Folder.names(in: folder.path + "/run/export") == ["README.md", "gate.json", "test.jsonl"])
    }

    @Test("a chosen question without a trace or an attempt fails, unless only its columns are written")
    func halfRows() throws {
        for (traces, attempt, what) in [
            (["a"], nil, "attempt"), (["", " "], "4", "trace"), (["a"], "", "attempt"), (["a"], " \n", "attempt"),
            (["\n"], "4", "trace"), (["\u{3000}"], "4", "trace"),
        ]
            as [([String], String?, String)]
        {
            let error = #expect(throws: CurationError.self) {
                try run([(traces, attempt)], export: ["format": ["jsonl", "sft"]])
            }
            let message = error?.message ?? ""
            #expect(
                message
                    == "of 1 question to draw from, 1 has no \(what), which the format sft needs in every row; add "
                    + "\"\(what)\" to quality.require")
            try run([(traces, attempt)], export: ["format": ["jsonl"]])
        }
    }

    @Test("rows that would be cut are counted, and dropped on request with the decision on record")
    func lengths() throws {
        let rows = (0..<50).map { (traces: [String(repeating: "the number ", count: $0)], attempt: "4" as String?) }
            .enumerated().map { $0.offset == 0 ? (traces: ["x"], attempt: "4" as String?) : $0.element }
        let kept = try run(rows, export: ["format": ["sft"]], train: ["max_tokens": 150])
        let counts = try #require(kept.manifest.stages[.export]?.counts)
        let over = try #require(counts["train"]?["over"]?.integer)
        #expect(over > 0 && over < 50)
        #expect(counts["kept"] == 50 && counts["dropped"] == 0)
        let lengths = try folder.lines("run/export/decisions.jsonl").map {
            $0["evidence"]?["train_tokens"]?.integer ?? 0
        }
        #expect(lengths.count { $0 > 150 } == over)
        #expect(counts["train"]?["longest"]?.integer == lengths.max())
        #expect(counts["train"]?["tokens"]?.integer == lengths.reduce(0, +))

        let dropped = try run(rows, export: ["format": ["sft"]], train: ["max_tokens": 150, "over": "drop"])
        let after = try #require(dropped.manifest.stages[.export]?.counts)
        #expect(after["entered"] == 50 && after["kept"] == JSON(50 - over) && after["dropped"] == JSON(over))
        #expect(after["rules"] == ["too_long": JSON(over)])
        #expect(try folder.lines("run/export/test.sft.jsonl").count == 50 - over)
        let decisions = try folder.lines("run/export/decisions.jsonl")
        #expect(decisions.count { $0["keep"] == false && $0["rule"] == "too_long" } == over)
        #expect(Funnel(dropped.manifest).steps.last?.kept == 50 - over)
        let finished = try RecordedRun(folder.path + "/run")
        #expect(try finished.kept(by: .export).count == 50 - over)
        let last = try Explanation(finished, question: 49, threads: 2)
        #expect(last.decisions.last?.rule?.rawValue == "too_long" && last.exportLine == nil && last.domain?.size == 50)
    }

    /// Runs a recipe without a tokenizer over questions with these lengths of traces on record, all of them chosen.
    private func run(onRecord lengths: [Int?], _ train: JSON) throws -> RunOutcome {
        folder.write(
            "s.jsonl",
            lines: lengths.enumerated().map { number, length in
                [
                    "question": .string("Question \(number)?"), "domain": "D", "thinking_trajectories": ["t"],
                    "attempt": "a", "trace_tokens": length.map { JSON($0) } ?? .null,
                ]
            })
        return try CurationTests.run(
            try recipe(
                [
                    ("quality", ["require": []]), ("decontaminate", ["across_sources": false]), ("train", train),
                    ("sample", ["target": JSON(lengths.count), "length": "bytes"]),
                ], in: folder), in: folder)
    }

    @Test("without a tokenizer rows are measured by the lengths of their traces on record")
    func onRecord() throws {
        let kept = try run(onRecord: [100, 200, 150, 151], ["max_tokens": 150])
        #expect(
            kept.manifest.stages[.export]?.counts["train"]
                == ["max_tokens": 150, "over": 2, "longest": 200, "tokens": 601, "counted": "trace"])
        let card = try String(contentsOfFile: folder.path + "/run/export/README.md", encoding: .utf8)
        #expect(card.contains("Of 4 chosen rows, 2 have a trace of more than 150 tokens by the counts on record"))
        let dropped = try run(onRecord: [100, 200, 150, 151], ["max_tokens": 150, "over": "drop"])
        #expect(dropped.manifest.stages[.export]?.counts["rules"] == ["too_long": 2])
        #expect(
            try folder.lines("run/export/decisions.jsonl").compactMap { $0["evidence"]?.compactText } == [
                #"{"train_tokens":100,"counted":"trace"}"#, #"{"train_tokens":200,"counted":"trace","max_tokens":150}"#,
                #"{"train_tokens":150,"counted":"trace"}"#, #"{"train_tokens":151,"counted":"trace","max_tokens":150}"#,
            ])
        try Verification(folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 1).run(deep: true)
    }

    @Test("a length that is not on record is refused before anything is drawn")
    func notOnRecord() throws {
        let error = #expect(throws: CurationError.self) {
            try run(onRecord: [100, nil, 3], ["max_tokens": 150])
        }
        let words = "\(error.map { "\($0)" } ?? "")"
        #expect(
            words.contains("1 of 3 questions to draw from lack trace_tokens, which train.max_tokens is compared with"))
        #expect(words.contains("Qwen/Qwen2.5-7B-Instruct"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/run/sample/decisions.jsonl"))
    }

    @Test("a split is a draw that every domain takes its part in")
    func split() throws {
        let rows = (0..<100).map { (traces: ["t\($0)"], attempt: "\($0)" as String?) }
        let domain: (Int) -> String = { $0 < 60 ? "A" : $0 < 95 ? "B" : "C" }
        let runner = try run(
            rows, export: ["format": ["jsonl", "sft"]], train: ["validation": .number("0.1")], domain: domain)
        let (train, validation) = (
            try folder.lines("run/export/test.train.jsonl"), try folder.lines("run/export/test.validation.jsonl")
        )
        #expect(train.count == 90 && validation.count == 10)
        let attempts = (train + validation).compactMap { $0["attempt"]?.string.flatMap { Int($0) } }
        #expect(attempts.sorted() == Array(0..<100))
        #expect(attempts.prefix(90).sorted() == Array(attempts.prefix(90)))
        // 10 * (60, 35, 5) / 100 = 6, 3.5 and 0.5: of equal remainders the first domain's counts.
        #expect(Dictionary(grouping: validation) { $0["domain"]?.string ?? "" }.mapValues(\.count) == ["A": 6, "B": 4])
        var random = MersenneTwister(seed: 0)
        let expected = random.permutation(60).prefix(6) + random.permutation(35).prefix(4).map { $0 + 60 }
        #expect(validation.compactMap { $0["attempt"]?.string.flatMap { Int($0) } } == expected.sorted())
        #expect(try folder.lines("run/export/test.sft.validation.jsonl").count == 10)
        #expect(runner.manifest.stages[.export]?.counts["splits"] == ["train": 90, "validation": 10])
    }

    @Test(
        "how many are drawn",
        arguments: [(0, 0.5, 0), (1, 0.5, 0), (2, 0.1, 1), (3, 0.5, 2), (10, 0.0, 0), (1000, 0.05, 50)])
    func sizes(_ count: Int, _ share: Double, _ expected: Int) {
        let questions = (0..<count).map { QuestionIndex($0 * 3) }
        let drawn = ValidationSplit.draw(questions, share: share, seed: 1) { ["x", "y", "z"][$0.position % 7 % 3] }
        #expect(drawn.count == expected)
        #expect(Set(drawn).count == expected && drawn == drawn.sorted() && Set(drawn).isSubset(of: questions))
    }

    @Test("every domain gives its share to the validation, also one whose name only Unicode makes equal to another's")
    func composedNames() {
        let questions = (0..<40).map { QuestionIndex($0) }
        let names = ["\u{E9}", "e\u{301}"]
        let drawn = ValidationSplit.draw(questions, share: 0.5, seed: 3) { names[$0.position % 2] }
        #expect(drawn.count { $0.position % 2 == 0 } == 10)
        #expect(drawn.count == 20)
    }
}
