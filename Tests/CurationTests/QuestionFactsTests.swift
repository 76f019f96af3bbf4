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
        arguments: QualityRules.standardNames)
    func rules(_ name: String) throws {
        let texts = ["none"] + Self.faults.values.sorted()
        let found = try decisions(
            .quality, [("quality", ["require": [], "rules": [.string(name)]])], on: texts.map { Item($0) })
        let rule = try #require(QualityRules.named([name]).first)
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

@Suite("A pool, a batch of rows and a list say the same of a question")
struct SameFactsTests {
    typealias Item = QuestionList.Item

    private let folder = TemporaryFolder()
    private let items: [Item]
    private let recipe: Recipe

    init() throws {
        var random = SeededRandom(77)
        items = (0..<200).map { k in
            var outcomes: [String: Outcome] = [:]
            for model in ["teacher", "m", "é"] where random.below(3) > 0 {
                outcomes[model] = [.unknown, .wrong, .right][random.below(3)]
            }
            return Item(
                "Question \(k) \(random.pick(["p1. ", "![Image] ", "", "", ""]))of \(random.below(1000))",
                sourceType: random.pick([nil, "AIME", "t"]), label: random.pick([nil, "Geometry", "Geometri", "数"]),
                traceTokens: random.pick([nil, 0, Int32(random.below(5000))]),
                parts: PresentParts(rawValue: UInt8(random.below(8))), outcomes: outcomes)
        }
        folder.write(
            "s.jsonl",
            lines: items.map { item in
                var row: JSONObject = ["question": .string(item.text)]
                if let type = item.sourceType { row["source_type"] = .string(type) }
                if let label = item.label { row["domain"] = .string(label) }
                if let count = item.traceTokens { row["trace_tokens"] = JSON(Int(count)) }
                if item.parts.contains(.trace) { row["thinking_trajectories"] = ["so"] }
                if item.parts.contains(.solution) { row["solution"] = "so" }
                if item.parts.contains(.attempt) { row["attempt"] = "so" }
                var outcomes = JSONObject()
                for (model, outcome) in item.outcomes.sorted(by: { $0.key < $1.key }) {
                    outcomes[model] = outcome == .unknown ? .null : .bool(outcome == .right)
                }
                row["outcomes"] = .object(outcomes)
                return .object(row)
            })
        recipe = try CurationTests.recipe(
            [
                ("difficulty", ["solvers": ["m", "é", "nobody"]]), ("classify", ["taxonomy": "msc"]),
                ("quality", ["require": ["trace", "domain", "outcomes", "solution", "attempt"]]),
            ], in: folder)
    }

    /// The rows of the file as a pipe would give them.
    private func batch() throws -> QuestionList {
        let worker = SourceWorker(
            recipe.inputs.sources[0], Recordings(), recipe.inputs, traceTokens: nil, buffers: PoolBuffers())
        let reader = try InputReader(
            "s.jsonl", of: recipe.inputs.sources[0].input, in: folder.path, limits: recipe.inputs.limits,
            buffers: BufferPool())
        return QuestionList(try worker.read(try #require(try reader.next()), file: "s.jsonl"), source: "s")
    }

    private func all() throws -> [any Questions] {
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 1) { _ in }
        _ = try runner.run([.ingest], force: false)
        return [try RunFolder(folder.path + "/run").openPool(), try batch(), QuestionList(items)]
    }

    @Test("its facts and its text")
    func facts() throws {
        for questions in try all() {
            let facts = questions.facts
            #expect(questions.count == items.count && facts.holdsTogether)
            let models = ["teacher", "m", "é", "nobody"].map { ($0, facts.model(named: $0)) }
            for (place, item) in items.enumerated() {
                let number = QuestionIndex(place)
                #expect(try questions.text(of: number) == Array(item.text.utf8))
                #expect(questions.textSize(of: number..<number.advanced(by: 1)) == item.text.utf8.count)
                #expect(facts.id(of: number) == item.text.withByteView { QuestionID(of: $0) })
                #expect(facts.sourceName(of: number) == "s")
                #expect(facts.sourceType(of: number) == item.sourceType ?? "s")
                #expect(facts.label(of: number) == item.label)
                #expect(facts.traceTokens(of: number) == item.traceTokens.map(Int.init))
                #expect(facts.parts(of: number) == item.parts)
                #expect(questions.origin(of: number).number == place + 1)
                for (name, model) in models {
                    #expect(facts.outcome(of: model, for: number) == item.outcomes[name] ?? .unknown)
                }
            }
        }
    }

    @Test("texts of questions that follow one another are those of each", arguments: [0..<0, 0..<200, 3..<4, 50..<180])
    func texts(_ range: Range<QuestionIndex>) throws {
        for questions in try all() {
            var buffer: [UInt8] = []
            let found = try questions.withTexts(of: range, buffer: &buffer) { text in range.map { text($0).text } }
            #expect(found == range.map { items[$0.position].text })
            #expect(questions.textSize(of: range) == found.reduce(0) { $0 + $1.utf8.count })
        }
    }

    @Test("and so stages say the same", arguments: [StageName.quality, .difficulty, .classify])
    func stages(_ name: StageName) throws {
        let stage = try #require(try recipe.decidingStage(name))
        let lines = try all().map { questions in
            var lines: [UInt8] = []
            _ = try stage.run(on: Array(QuestionIndex(0)..<200), of: questions, threads: 2) { lines += $0 }
            return lines
        }
        #expect(!lines[0].isEmpty && lines[1] == lines[0] && lines[2] == lines[0])
    }

    @Test("facts that lead nowhere are found out")
    func damaged() throws {
        let facts = QuestionList(items).facts
        func changed(
            _ column: QuestionColumn?, _ numbers: [Int32], sources: [UInt16]? = nil, parts: [UInt8]? = nil
        ) -> Bool {
            QuestionFacts(
                ids: facts.ids.values, sources: sources ?? facts.sources.values, sourceNames: facts.sourceNames,
                parts: parts ?? facts.parts.values, outcomes: facts.outcomes,
                numbers: { other in
                    if other == column { return numbers }
                    switch other {
                    case .sourceType: return facts.sourceTypes.values
                    case .domain: return facts.labels.values
                    case .traceTokens: return facts.traceTokens.values
                    default: return []
                    }
                },
                names: { $0 == .sourceType ? facts.sourceTypeNames : facts.labelNames }
            ).holdsTogether
        }
        #expect(changed(nil, []))
        #expect(!changed(nil, [], sources: Array(repeating: 1, count: 200)))
        #expect(!changed(nil, [], parts: []))
        for column in QuestionColumn.numbered {
            #expect(!changed(column, []))
            let number = Int32(1000)
            if case .names(_, _, let isOptional) = column.kept {
                #expect(!changed(column, Array(repeating: number, count: 200)))
                #expect(changed(column, Array(repeating: -1, count: 200)) == isOptional)
            } else {
                #expect(changed(column, Array(repeating: number, count: 200)))
            }
        }
    }
}
