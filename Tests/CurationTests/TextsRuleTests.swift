import Bytes
import Files
import TestSupport
import Testing

@testable import Answers
@testable import Pools
@testable import Runs
@testable import Stages

@Suite("Rules of quality that look at traces and attempts")
struct TextsRuleTests {
    private let folder = TemporaryFolder()

    /// The texts of a question.
    struct Row: Sendable {
        var question = "What is it?"
        var solution: String?
        var traces = ["A trace."]
        var attempt: String? = "It is 6."
        var more: [String: JSON] = [:]

        var json: JSON {
            var row: JSONObject = [
                "question": .string(question), "thinking_trajectories": .strings(traces),
                "solution": solution.map { .string($0) } ?? .null, "attempt": attempt.map { .string($0) } ?? .null,
                "domain": "D", "trace_tokens": 3,
            ]
            for (name, value) in more.sorted(by: { $0.key < $1.key }) { row[name] = value }
            return .object(row)
        }
    }

    private static let good = Row(question: "A good one?")

    /// Runs a recipe with a rule over a row and a good one.
    private func run(_ rule: String, _ row: Row) throws {
        folder.write("s.jsonl", lines: [row.json, Self.good.json])
        let recipe = try recipe(
            [
                ("quality", ["require": [], "rules": ["image", .string(rule)]]), ("difficulty", ["solvers": []]),
                ("classify", ["taxonomy": .null]), ("sample", ["target": 5, "short": "allow"]),
            ], in: folder)
        _ = try Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
            .runAll(force: true)
    }

    /// Returns what a rule finds in a row: the field and the text, or nil.
    private func found(_ rule: String, _ row: Row) throws -> String? {
        try run(rule, row)
        let lines = try folder.lines("run/quality/decisions.jsonl")
        #expect(lines[1]["keep"] == true)
        guard lines[0]["keep"] == false else { return nil }
        #expect(lines[0]["rule"]?.string == rule)
        let evidence = try #require(lines[0]["evidence"])
        return
            "\(evidence["field"]?.string ?? "") \(evidence["line"]?.integer ?? 0)+\(evidence["offset"]?.integer ?? 0) "
            + (evidence["found"]?.string ?? "")
    }

    static let cut: [(Row, String?)] = [
        (Row(), nil), (Row(traces: ["<think>a</think> b"]), nil), (Row(traces: ["a</think>"]), nil),
        (Row(traces: ["<think>a"]), "thinking_trajectories 1+0 <think>"),
        (Row(traces: ["ok", "é\n<think>a</think><think>b"]), "thinking_trajectories 2+18 <think>"),
        (Row(attempt: "<think>\nTwice"), "attempt 1+0 <think>"), (Row(attempt: "6</think>"), "attempt 1+1 </think>"),
        (Row(attempt: "</think><think>"), "attempt 1+0 </think>"), (Row(attempt: "< think > and <thinking>"), nil),
        (Row(question: "What does <think> do?"), nil), (Row(attempt: nil), nil),
        (Row(more: ["finish_reason": "length"]), "metadata 1+1 \"finish_reason\":\"length\""),
        (Row(more: ["finish_reason": "stop"]), nil), (Row(more: ["finish_reason": "lengthy"]), nil),
        (Row(more: ["finish_reason": .null]), nil), (Row(more: ["my_finish_reason": "length"]), nil),
        (
            Row(more: ["r": ["choices": [["finish_reason": "length"]]]]),
            "metadata 1+18 \"finish_reason\":\"length\""
        ),
        (Row(more: ["stop_reason": "max_tokens"]), "metadata 1+1 \"stop_reason\":\"max_tokens\""),
        (Row(more: ["note": "\"finish_reason\": \"length\""]), nil),
    ]

    @Test("cut_trace", arguments: cut)
    func cutTrace(_ row: Row, _ expected: String?) throws {
        #expect(try found("cut_trace", row) == expected)
    }

    static let tokens: [(Row, String?)] = [
        (Row(), nil), (Row(question: "a<|im_end|>\nb"), "question 1+1 <|im_end|>"),
        (Row(traces: ["a", "é\n\n<|endoftext|>"]), "thinking_trajectories 3+3 <|endoftext|>"),
        (Row(attempt: "<<|im_start|>answer"), "attempt 1+1 <|im_start|>"),
        (Row(attempt: "<tool_call>"), "attempt 1+0 <tool_call>"),
        (Row(attempt: "<|im_end| > <|im_end <im_end>"), nil), (Row(attempt: "<think>x</think>"), nil),
        (Row(solution: "<|im_end|>"), nil), (Row(attempt: "<|im_<|im_end|>end|>"), "attempt 1+5 <|im_end|>"),
        (Row(attempt: "<|IM_END|>"), nil),
    ]

    @Test("control_tokens", arguments: tokens)
    func controlTokens(_ row: Row, _ expected: String?) throws {
        #expect(try found("control_tokens", row) == expected)
    }

    /// Texts, and whether they look like a printed list.
    private static let lists: [(String, Bool)] = [
        ("['a', 'b']", true), ("[\"a\"]", true), (" ['a']\n", true), ("[]", true), ("[ ]", true), ("['a' 'b']", true),
        ("['it''s']", false), ("[\"it's\", 'x\\'y']", true), ("[None, 'a', 1.5e3]", true), ("[['a'], ['b']]", true),
        ("[{'role': 'user', 'content': 'a [b] c'}]", true), ("[{\"a\": null}]", true), ("[('a', 1)]", true),
        ("array(['a', 'b'], dtype=object)", true), ("array(['a'], dtype='<U1')", true), ("array(['a'])", true),
        ("[1, 2]", false), ("[1.5, -2]", false), ("[a, b]", false), ("['a'] is a list", false), ("['a'", false),
        ("['a", false), ("'a'", false), ("(1, 2)", false), ("[0,1) and ['a']", false), ("[x] ['a']", false),
        ("", false), ("[", false), ("]", false), ("[']", false), ("[asy]draw('a');[/asy]", false), ("[[1]]", false),
        ("['a']]", false), ("[\\frac{'a'}{2}]", false), ("[say 'a']", false), ("['a'b]", false), ("['\\", false),
    ]

    @Test("list_literal", arguments: ["question", "solution", "thinking_trajectories", "attempt"])
    func listLiteral(_ field: String) throws {
        for (text, isList) in Self.lists {
            var row = Row()
            switch field {
            case "question": row.question = text
            case "solution": row.solution = text
            case "attempt": row.attempt = text
            default: row.traces = ["x", text]
            }
            if field == "question", text.isEmpty { continue }
            let found = try found("list_literal", row)
            #expect((found != nil) == isList, "\(field): \(text)")
            if isList {
                #expect(found?.hasPrefix(field + " 1+\(text.hasPrefix(" ") ? 1 : 0) ") == true, "\(found ?? "")")
            }
        }
    }

    @Test("a long find is told by its beginning")
    func long() throws {
        let text = "['" + String(repeating: "é", count: 500) + "']"
        let found = try #require(try found("list_literal", Row(attempt: text)))
        #expect(found == "attempt 1+0 ['" + String(repeating: "é", count: 39))
    }

    @Test("they are off unless a recipe names them, and come after the others")
    func standard() throws {
        folder.write("s.jsonl", lines: [Self.good.json])
        #expect(QualityRules.namesOnByDefault == ["image", "numbering", "emphasis", "asy"])
        let stage = QualityStage(
            settings: try recipe([("quality", ["rules": ["cut_trace", "asy"]])], in: folder).quality, models: [])
        #expect(stage.rules.map(\.rawValue) == ["missing", "asy", "cut_trace"])
        #expect(stage.needsLines)
        #expect(!QualityStage(settings: try recipe([], in: folder).quality, models: []).needsLines)
    }

    @Test("who needs lines of the pool is given them, with texts asked for or not", arguments: [true, false])
    func lines(_ needsTexts: Bool) throws {
        try run("cut_trace", Row())
        let pool = try RunFolder(folder.path + "/run").openPool()
        var buffer: [UInt8] = []
        var found: [String] = []
        try pool.visit(Array(pool.facts.all)[...], needsTexts: needsTexts, needsLines: true, buffer: &buffer) {
            question in
            found.append(question.line.trimmed.text + "\n")
            #expect(!question.text.isEmpty)
        }
        #expect(found.joined() == folder.read("run/ingest/pool.jsonl") && !found.isEmpty)
    }

    @Test("a run with them is verified, explained and made again when the pool changes")
    func runs() throws {
        try run("cut_trace", Row(question: "![Image]", attempt: "</think>"))
        let findings = try Verification(
            folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 2
        ).run(deep: true)
        #expect(findings.count == 8)
        let run = try RecordedRun(folder.path + "/run")
        let explanation = try Explanation(run, question: 0, threads: 1)
        #expect(explanation.otherFaults.map { $0.decision.rule?.rawValue } == ["cut_trace"])
        let inputs = run.manifest.stages[.quality]?.inputs.map(\.path) ?? []
        #expect(inputs.contains("ingest/pool.jsonl"))
    }
}
