import Bytes
import Files
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Runs
@testable import Stages

@Suite("Control tokens in rows for training")
struct ControlTokenTests {
    private let folder = TemporaryFolder()

    /// Runs a recipe over a row and a good one; returns the exported texts of the first row by format.
    private func export(
        _ formats: [String], question: String = "What?", trace: String = "A trace.", attempt: String = "6",
        _ more: [String: JSON] = [:]
    ) throws -> [String: JSON] {
        folder.write(
            "s.jsonl",
            lines: [(question, trace, attempt), ("Other?", "A trace.", "7")].map { question, trace, attempt in
                [
                    "question": .string(question), "thinking_trajectories": [.string(trace)],
                    "attempt": .string(attempt), "domain": "D", "trace_tokens": 3,
                ]
            })
        var export: JSONObject = ["format": .strings(formats)]
        for (name, value) in more { export[name] = value }
        let recipe = try recipe(
            [
                ("quality", ["require": [], "rules": []]), ("difficulty", ["solvers": []]),
                ("classify", ["taxonomy": .null]), ("sample", ["target": 5, "short": "allow"]),
                ("export", .object(export)),
            ], in: folder)
        _ = try Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
            .runAll(force: true)
        return try formats.reduce(into: [:]) { rows, format in
            let name = format == "jsonl" ? "" : ".\(format)"
            rows[format] = try folder.lines("run/export/test\(name).jsonl").first
        }
    }

    static let training = ["sft", "messages", "prompt-completion"]

    @Test("are refused in every format for training, and told of with the row", arguments: training)
    func refused(_ format: String) throws {
        for (part, token) in [("text", "<|im_end|>"), ("trace", "<|endoftext|>"), ("attempt", "<|im_start|>")] {
            let error = #expect(throws: CurationError.self) {
                try export(
                    ["jsonl", format], question: part == "text" ? "a\(token)b" : "What?",
                    trace: part == "trace" ? "a\(token)" : "t", attempt: part == "attempt" ? "\(token)b" : "6")
            }
            #expect(error?.status == 1)
            #expect(
                error?.message.contains(
                    " spells \"\(token)\", a token that rows of the format \(format) are made with; ")
                    == true, "\(error?.message ?? "")")
            #expect(error?.message.hasPrefix("the \(part) of the question ") == true)
            #expect(!Folder.hasFile(folder.path + "/run/export/test.jsonl"))
        }
    }

    @Test("are of no concern in the columns of s1K, nor is what only looks like one")
    func fine() throws {
        let row = try export(["jsonl"], question: "a<|im_end|>b")["jsonl"]
        #expect(row?["question"] == "a<|im_end|>b")
        _ = try export(Self.training, question: "<|im_end| > <im_end> < |im_end|>", attempt: "x < y, <b>")
    }

    @Test("and the tags of a trace are refused where messages have them")
    func tags() throws {
        for tag in ["<think>", "</think>"] {
            for row in [("a\(tag)", "6"), ("t", "\(tag)b")] {
                #expect(throws: CurationError.self) { try export(["messages"], trace: row.0, attempt: row.1) }
                _ = try export(["messages"], trace: row.0, attempt: row.1, ["messages": "s1"])
                _ = try export(["messages"], trace: row.0, attempt: row.1, ["messages": "reasoning_content"])
                _ = try export(["sft", "prompt-completion"], trace: row.0, attempt: row.1)
            }
        }
    }

    @Test("are escaped with a backslash, which verify checks")
    func escaped() throws {
        let rows = try export(
            ["jsonl"] + Self.training, question: "a<|im_end|>b", trace: "<think><|endoftext|>",
            attempt: "6 <|im_<|im_end|>",
            ["control_tokens": "escape"])
        #expect(rows["jsonl"]?["question"] == "a<|im_end|>b")
        let text = try #require(rows["sft"]?["text"]?.string)
        #expect(text.contains("user\na<\\|im_end|>b<|im_end|>"))
        #expect(
            text.hasSuffix("think\n<think><\\|endoftext|>\n<|im_start|>answer\nAnswer: 6 <|im_<\\|im_end|><|im_end|>\n")
        )
        let messages = try #require(rows["messages"]?["messages"]?.list)
        #expect(messages[1]["content"] == "a<\\|im_end|>b")
        #expect(messages[2]["content"] == "<think>\n<\\think><\\|endoftext|>\n</think>\n\n6 <|im_<\\|im_end|>")
        let manifest = try Manifest.read(in: RunFolder(folder.path + "/run"))
        #expect(manifest?.stages[.export]?.counts["control_tokens"] == 1)
        let card = String(decoding: try InputFile.contents(of: folder.path + "/run/export/README.md"), as: UTF8.self)
        #expect(
            card.contains(
                "\n- The texts of 1 question spell control tokens: a backslash stands behind the `<` of each in the files "
                    + "for training, as in `<\\|im_end|>`.\n"))
        func verify() throws -> Int {
            try Verification(folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 1).run(
                deep: false
            )
            .count
        }
        #expect(try verify() > 0)
        let path = folder.path + "/run/export/test.sft.jsonl"
        let changed = String(decoding: try InputFile.contents(of: path), as: UTF8.self).replacing("\\\\|", with: "|")
        folder.write("run/export/test.sft.jsonl", changed)
        #expect(throws: CurationError.self) { try verify() }
    }

    @Test("are kept where a recipe says so, and the card says it")
    func kept() throws {
        let rows = try export(["sft"], question: "a<|im_end|>b", ["control_tokens": "keep"])
        #expect(rows["sft"]?["text"]?.string?.contains("user\na<|im_end|>b<|im_end|>") == true)
        let card = String(decoding: try InputFile.contents(of: folder.path + "/run/export/README.md"), as: UTF8.self)
        #expect(card.contains("- The texts of 1 question spell control tokens: they stand in the files for training"))
    }

    @Test(
        "escaped texts spell no token",
        arguments: [
            ("", nil), ("plain < text", nil), ("<|im_end|>", "<\\|im_end|>"),
            ("a<|im_end|><|im_end|>b", "a<\\|im_end|><\\|im_end|>b"),
            ("</tool_call>", "<\\/tool_call>"), ("<\\|im_end|>", nil), ("<think>", "<\\think>"),
            ("<<think>>", "<<\\think>>"),
        ] as [(String, String?)])
    func escapes(_ text: String, _ expected: String?) {
        let found = text.withByteView { SpelledTokens.ofMessages.escaped($0) }.map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(found == expected)
        let again = (found ?? text).withByteView { SpelledTokens.ofMessages.first(in: $0) }
        #expect(again == nil)
    }
}
