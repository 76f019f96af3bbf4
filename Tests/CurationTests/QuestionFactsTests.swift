import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Rows
@testable import Runs
@testable import Stages

@Suite("Rules and stages decide on questions without a pool")
struct QuestionFactsTests {
    typealias Item = QuestionList.Item

    /// A recipe without files.
    private func recipe(_ members: [(String, JSON)]) throws -> Recipe {
        var document: JSONObject = [
            "name": "t", "sources": [["name": "s", "format": "jsonl", "path": "s.jsonl"]], "sample": ["target": 1],
        ]
        for (name, value) in members { document[name] = value }
        return try RecipeFile(path: "r.json", document: .object(document)).recipe(withFiles: false)
    }

    /// What a stage of a recipe says of questions: the rule, or "kept", and the evidence.
    private func decisions(
        _ stage: any Stage, on questions: any Questions, threads: Int = 2
    ) throws -> [String] {
        var bytes: [UInt8] = []
        let all = Array(questions.facts.all)
        let (kept, _) = try stage.run(on: all, of: questions, threads: threads) { bytes += $0 }
        let lines = try bytes.split(separator: 0x0A).map { try Array($0).withByteView { try JSON(parsing: $0) } }
        #expect(kept.map(\.position) == lines.indices.filter { lines[$0]["keep"] == true })
        #expect(lines.map { $0["id"]?.string } == all.map { questions.id(of: $0).description })
        return lines.map { line in
            (line["rule"]?.string ?? (line["keep"] == true ? "kept" : "dropped"))
                + (line["evidence"].map { " " + $0.compactText } ?? "")
        }
    }

    private func decisions(
        _ name: StageName, _ members: [(String, JSON)], on items: [Item]
    ) throws -> [String] {
        try decisions(try #require(try recipe(members).decidingStage(name)), on: QuestionList(items))
    }

    // MARK: - Quality

    private static let faults: [String: String] = [
        "image": "see ![Image](x)", "numbering": "p1. x", "emphasis": "**a1** 2", "asy": "[asy]draw();",
    ]

    @Test(
        "every rule of quality drops what has its fault, and nothing that has another",
        arguments: QualityRules.ofQuestion.map { $0.spelling })
    func rules(_ spelling: String) throws {
        let name = QualityRules.name(spelled: spelling)
        let texts = ["none"] + Self.faults.values.sorted()
        let found = try decisions(
            .quality, [("quality", ["require": [], "rules": [.string(spelling)]])], on: texts.map { Item($0) })
        let rule = try #require(QualityRules.ofQuestion(named: [spelling]).first)
        for (text, decision) in zip(texts, found) {
            let isFaulty = text.withByteView { rule.fault(in: $0) != nil }
            #expect(decision.hasPrefix(name + " {\"found\":") == isFaulty)
            #expect((decision == "kept") == !isFaulty)
            if let fault = Self.faults[name] { #expect(isFaulty == (text == fault)) }
        }
    }

    @Test("a drawing of AIME exempts, by the source type that is stated")
    func exemption() throws {
        let found = try decisions(
            .quality, [("quality", ["require": []])],
            on: [
                Item("[asy] p1.", sourceType: "AIME_1990"), Item("p1.", sourceType: "AIME_1990"),
                Item("[asy]", source: "AIME"), Item("[asy]"),
            ])
        #expect(found.map { $0.split(separator: " ")[0] } == ["kept", "numbering", "kept", "asy"])
    }

    private static let whole = Item(
        "q", label: "Algebra", traceTokens: 0, parts: [.trace, .solution, .attempt],
        outcomes: ["teacher": .right, "m": .wrong])

    /// The question without one of the things that can be asked for.
    private static func lacking(_ name: String, isUnknown: Bool) -> Item {
        var item = whole
        switch name {
        case "trace": item.parts.remove(.trace)
        case "solution": item.parts.remove(.solution)
        case "attempt": item.parts.remove(.attempt)
        case "trace_tokens": item.traceTokens = nil
        case "domain": item.label = nil
        default: item.outcomes["m"] = isUnknown ? .unknown : nil
        }
        return item
    }

    @Test(
        "what a question must have is asked of its facts",
        arguments: ["trace", "solution", "attempt", "trace_tokens", "domain", "outcomes.m"], [false, true])
    func missing(_ name: String, _ isUnknown: Bool) throws {
        let settings: JSON = ["require": .strings(MissingRule.known + ["outcomes.m"])]
        let items = [Self.whole, Self.lacking(name, isUnknown: isUnknown)]
        let found = try decisions(.quality, [("quality", settings)], on: items)
        #expect(found == ["kept", "missing {\"missing\":[\"\(name)\"]}"])
    }

    @Test("a model of which nothing is recorded at all is missing")
    func missingModel() throws {
        let found = try decisions(.quality, [("quality", ["require": ["outcomes.other"]])], on: [Self.whole])
        #expect(found == ["missing {\"missing\":[\"outcomes.other\"]}"])
    }

    @Test("that no trace has a length ends the stage")
    func noLengths() throws {
        #expect(throws: CurationError.self) {
            try decisions(
                .quality, [("quality", ["require": ["trace_tokens"]])], on: [Item("q", parts: .trace), Item("r")])
        }
        #expect(
            try decisions(.quality, [("quality", ["require": ["trace_tokens"]])], on: [Item("q")])
                == ["missing {\"missing\":[\"trace_tokens\"]}"])
    }

    // MARK: - Difficulty and classify

    @Test("difficulty asks the outcomes of the solvers")
    func difficulty() throws {
        let items = [
            Item("a", outcomes: ["m": .wrong, "n": .wrong]), Item("b", outcomes: ["n": .right]),
            Item("c", outcomes: ["m": .wrong]), Item("d", outcomes: ["x": .right, "m": .wrong, "n": .unknown]),
        ]
        let found = try decisions(.difficulty, [("difficulty", ["solvers": ["m", "n"]])], on: items)
        #expect(
            found == [
                "kept", "solved {\"solved_by\":[\"n\"]}", "unknown {\"unknown_of\":[\"n\"]}",
                "unknown {\"unknown_of\":[\"n\"]}",
            ])
    }

    @Test("classify asks the label")
    func classify() throws {
        let items = [Item("a", label: "Geometry"), Item("b"), Item("c", label: "Geometri"), Item("d", label: "51")]
        let found = try decisions(.classify, [("classify", ["taxonomy": "msc"])], on: items)
        #expect(
            found == [
                "kept {\"domain\":\"Geometry\"}", "unlabelled {}",
                "unknown_label {\"label\":\"Geometri\",\"nearest\":\"Geometry\"}",
                "kept {\"domain\":\"Geometry\",\"label\":\"51\"}",
            ])
        #expect(
            try decisions(.classify, [("classify", ["taxonomy": .null])], on: [items[1], items[2]])
                == ["unlabelled {}", "kept {\"domain\":\"Geometri\"}"])
    }

    @Test("all drops of a question are told, whatever the first of them hides")
    func allDrops() throws {
        let stage = try #require(try recipe([]).decidingStage(.quality) as? any RuleStage)
        let list = QuestionList([Item("p1. ![Image]")])
        let text = list.text(of: 0)
        let rules = text.withByteView { text in
            stage.drops(in: list.facts)(Question(facts: list.facts, index: 0, text: text)).map(\.rule?.rawValue)
        }
        #expect(rules == ["missing", "image", "numbering"])
    }

    // MARK: - Stages that look at all questions

    @Test("decontaminate compares texts in memory", arguments: [1, 3])
    func decontaminate(_ threads: Int) throws {
        let words = "one two three four five six seven"
        let items = [
            Item("leak: \(words)", source: "A"), Item("of its own", source: "A"), Item("of its own", source: "A"),
            Item("a run of words that is there twice", source: "A"),
            Item("also a run of words that is there", source: "B"), Item("nothing of it", source: "B"),
        ]
        var benchmarks = EvaluationSets()
        let runs = NGrams(length: 5)
        words.withByteView { runs.read($0) }
        benchmarks.append(runs, of: "B", file: "b.jsonl", origin: Origin(unit: .line, number: 7, offset: nil))
        let stage = DecontaminateStage(
            settings: try recipe([("decontaminate", ["ngram": 5, "across_sources": true])]).decontaminate,
            benchmarks: benchmarks)
        let list = QuestionList(items)
        let found = try decisions(stage, on: list, threads: threads)
        func named(_ question: QuestionIndex) -> String {
            "{\"question\":\"\(list.id(of: question))\",\"source\":\"A\",\"origin\":{\"file\":\"\",\"row\":\(question.position + 1)}"
        }
        #expect(
            found == [
                "benchmark {\"benchmark\":\"B\",\"file\":\"b.jsonl\",\"line\":7,\"words\":\"\(words)\"}", "kept",
                "duplicate \(named(1))}", "kept",
                "earlier_source \(named(3)),\"words\":\"a run of words that is there\"}", "kept",
            ])
    }

    @Test("sample draws from facts, and asks for a domain and a length")
    func sample() throws {
        let items = (0..<40).map { Item("q\($0)", label: ["A", "B"][$0 % 2], traceTokens: Int32($0 * 13 % 40)) }
        let settings: [(String, JSON)] = [("sample", ["target": 10])]
        let found = try decisions(.sample, settings, on: items)
        #expect(found.count { $0.hasPrefix("drawn") } == 10)
        #expect(found.count { $0.hasPrefix("not_drawn") } == 30)
        #expect(throws: CurationError.self) { try decisions(.sample, settings, on: items + [Item("q", label: "A")]) }
        #expect(throws: CurationError.self) {
            try decisions(.sample, settings, on: items + [Item("q", traceTokens: 1)])
        }
    }

    @Test("every other way to choose decides on facts", arguments: Ablation.Selection.allCases)
    func ablations(_ selection: Ablation.Selection) throws {
        let items = (0..<40).map { Item("q\($0)", label: ["A", "B"][$0 % 2], traceTokens: Int32($0 * 13 % 40)) }
        let recipe = try recipe([
            ("ablations", ["x": ["from": "ingest", "select": .string(selection.rawValue), "target": 10]])
        ])
        let stage = try #require(recipe.ablations.first).stage(recipe.classify, seed: 1)
        let kept = try stage.run(
            on: Array(QuestionIndex(0)..<40), of: QuestionList(items), threads: 1, lines: { _ in }
        ).kept
        #expect(kept.count == (selection == .all ? 40 : 10))
        if selection == .longest { #expect(kept.allSatisfy { items[$0.position].traceTokens ?? 0 >= 30 }) }
    }

    @Test("the last gate looks at questions in memory")
    func gate() throws {
        let list = QuestionList([Item("one", label: "A"), Item("two"), Item("one", label: "A")])
        let gate = ExportGate(
            settings: try recipe([("quality", ["require": ["domain"]])]).gate, benchmarks: EvaluationSets(),
            questions: list)
        #expect(try gate.pass([0]).items == 0)
        #expect(throws: CurationError.self) { try gate.pass([1]) }
        #expect(throws: CurationError.self) { try gate.pass([0, 2]) }
    }
}
