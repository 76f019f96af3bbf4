import Bytes
import Files
import Overlap
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Rows
@testable import Runs
@testable import Stages

@Suite("Decontamination by containment")
struct ContainmentStageTests {
    private typealias Item = QuestionList.Item

    private static let farmer =
        "A farmer has 12 cows and sells 5 of them to a neighbour at the market on Monday. How many cows are left?"
    private static let sixes =
        "A die is rolled twice in a row by a tired gambler. What is the probability of two sixes?"

    /// Questions that share nothing with one another, so that runs are rare or frequent in a pool of some size.
    private static let others: [Item] = (0..<40).map { number in
        Item(
            "Tale \(number): \(number * 7 + 100) riders of clan \(number) met giant\(number) beside town\(number * 3).")
    }

    private func benchmarks(_ items: [String]) -> EvaluationSets {
        var sets = EvaluationSets()
        let runs = NGrams(length: 8)
        for (number, item) in items.enumerated() {
            item.withByteView { text in
                runs.read(text)
                sets.append(
                    runs, text, of: "B", file: "b.jsonl", origin: Origin(unit: .line, number: number + 1, offset: nil))
            }
        }
        return sets
    }

    private func stage(_ settings: [(String, JSON)], _ items: [String] = [farmer, sixes]) throws -> ContainmentStage {
        var section: JSONObject = ["method": "containment"]
        for (name, value) in settings { section[name] = value }
        let folder = TemporaryFolder()
        folder.write("s.jsonl", lines: [["question": "q"]])
        return ContainmentStage(
            settings: try recipe([("decontaminate", .object(section))], in: folder).decontaminate,
            benchmarks: benchmarks(items))
    }

    /// The decisions on some questions in a pool with others behind them: rules, with evidence.
    private func decisions(
        _ stage: ContainmentStage, on items: [Item], threads: Int = 2
    ) throws -> [(rule: String, evidence: JSON)] {
        var bytes: [UInt8] = []
        let list = QuestionList(items + Self.others)
        _ = try stage.run(on: Array(list.facts.all), of: list, threads: threads) { bytes += $0 }
        let lines = try bytes.split(separator: 0x0A).map { try Array($0).withByteView { try JSON(parsing: $0) } }
        #expect(lines.dropFirst(items.count).allSatisfy { $0["keep"] == true })
        return lines.prefix(items.count).map { ($0["rule"]?.string ?? "kept", $0["evidence"] ?? .null) }
    }

    private static let copy =
        "A FARMER has $12$ cows, and sells $5$ of them to a neighbour at the market on Monday; how many"
    private static let template =
        "A farmer has 30 cows and sells 8 of them to a neighbour at the market on Monday. How many cows are left?"

    @Test(
        "which rule drops a question",
        arguments: [
            ([:], ["benchmark", "benchmark_template", "kept"]),
            (["benchmark_template": "keep"], ["benchmark", "kept", "kept"]),
            (["benchmark": "keep"], ["kept", "benchmark_template", "kept"]),
            (["threshold": .number("0.95")], ["benchmark", "kept", "kept"]),
            (["ignored_phrases": [.string(farmer)]], ["kept", "benchmark_template", "kept"]),
        ] as [(JSON, [String])])
    func rules(_ settings: JSON, _ expected: [String]) throws {
        let members = settings.object?.members.map { ($0.name, $0.value) } ?? []
        let items = [
            Item(Self.copy), Item(Self.template), Item("A clown owns 12 cars. How fast can he drive to Rome?"),
        ]
        let found = try decisions(stage(members), on: items).map(\.rule)
        if members.first?.0 == "ignored_phrases" {
            // Nothing of weight is left of the item.
            #expect(found[0] == "kept" && found[2] == "kept")
        } else {
            #expect(found == expected)
        }
    }

    @Test("evidence has the item, the score, the stretches of both texts and what differs")
    func evidence() throws {
        let found = try decisions(stage([]), on: [Item(Self.template)])[0].evidence
        #expect(found["benchmark"] == "B" && found["file"] == "b.jsonl" && found["line"] == 1)
        #expect(found["numbers"] == ["30", "8"] && found["other_numbers"] == ["12", "5"])
        #expect(found["asked"] == nil)
        let score = try #require(found["score"]?.double)
        #expect(score >= 0.4 && score <= 1)
        let words = try #require(found["words"]?.string)
        #expect(words == "of them to a neighbour at the market on Monday. How many cows are left")
        let stretches = try #require(found["stretches"]?.list?.map { $0.list?.compactMap(\.integer) ?? [] })
        for stretch in stretches {
            let own = String(decoding: Self.template.bytes[stretch[0]..<stretch[1]], as: UTF8.self)
            let other = String(decoding: Self.farmer.bytes[stretch[2]..<stretch[3]], as: UTF8.self)
            #expect(own == other)
        }
        #expect(stretches.contains { $0[1] - $0[0] == words.utf8.count })
        let detail = try OverlapDetail(reading: EvidenceReader(found))
        #expect(detail.score == Int((score * 1000).rounded()))
        // What is written is what was read.
        let item = try ContainedItem(reading: EvidenceReader(found))
        var members = EvidenceWriter()
        item.write(to: &members)
        let again = try members.finished().withByteView { try JSON(parsing: $0) }
        #expect(again == found)
    }

    @Test(
        "places that are no places are refused",
        arguments: [
            [[1, 2, 3]], [[2, 1, 0, 1]], [[-1, 2, 0, 1]], [["a", 1, 2, 3]], [3], "x",
        ] as [JSON])
    func places(_ value: JSON) {
        #expect(StretchPlaces(evidence: value) == nil)
    }

    private static let near = [
        Item("Anna walks around the lake with 3 dogs and 2 cats on a sunny day in May, and eats a cake.", source: "A"),
        Item(
            "Anna walks around the lake with 3 dogs and 2 cats on a sunny day in May, and eats a pie.", source: "B",
            traceTokens: 5),
        Item("Anna walks around the lake with 4 dogs and 2 cats on a sunny day in May, and eats a cake.", source: "A"),
        Item(
            "Anna walks around the lake with 3 dogs and 2 cats on a sunny day in May, and eats a bun.", source: "B",
            traceTokens: 9, outcomes: ["m": .wrong]),
    ]

    @Test(
        "which near duplicate is kept",
        arguments: [
            ([:], ["kept", "near_duplicate", "kept", "near_duplicate"]),
            (["keep": "longest_trace"], ["near_duplicate", "near_duplicate", "kept", "kept"]),
            (["keep": "has_outcomes"], ["near_duplicate", "near_duplicate", "kept", "kept"]),
            (["keep": "longest_solution"], ["kept", "near_duplicate", "kept", "near_duplicate"]),
            (["threshold": .number("0.95")], ["kept", "kept", "kept", "kept"]),
            (
                ["templates": true, "threshold": .number("0.6")],
                ["kept", "near_duplicate", "near_duplicate", "near_duplicate"]
            ),
        ] as [(JSON, [String])])
    func nearDuplicates(_ settings: JSON, _ expected: [String]) throws {
        for threads in [1, 3] {
            let found = try decisions(stage([("near_duplicate", settings)], []), on: Self.near, threads: threads)
            #expect(found.map(\.rule) == expected)
            let kept = try #require(expected.firstIndex(of: "kept"))
            for (decision, item) in zip(found, Self.near) where decision.rule != "kept" && kept == 0 {
                let score = try #require(decision.evidence["score"]?.double)
                #expect(score >= 0.6 && score < 1, "\(item.text)")
                let first = Self.near[0].text.withByteView { QuestionID(of: $0) }
                #expect(decision.evidence["question"]?.string == first.description)
            }
        }
    }

    @Test("without the setting, near duplicates are kept; questions with the same text are duplicates either way")
    func duplicates() throws {
        let items = [Self.near[0], Self.near[1], Self.near[0]]
        #expect(try decisions(stage([]), on: items).map(\.rule) == ["kept", "kept", "duplicate"])
        let all = try decisions(stage([("near_duplicate", [:])]), on: items).map(\.rule)
        #expect(all == ["kept", "near_duplicate", "duplicate"])
        let hidden = try stage([("near_duplicate", [:])]).hiddenDrops(
            of: 2, [0], of: QuestionList(items), threads: 2)
        #expect(hidden.map(\.rule) == [.duplicate, .nearDuplicate])
    }

    @Test("kept questions are no near duplicates of one another, and each dropped one is of the one on record for it")
    func choice() throws {
        var random = SeededRandom(17)
        for round in 0..<40 {
            var join = SimilarityJoin(threshold: 600)
            let count = 1 + random.below(80)
            for _ in 0..<count {
                let runs = Set((0..<2 + random.below(5)).map { _ in UInt64(random.below(9)) }).sorted()
                join.append(runs: runs[...], numbersHash: 1)
            }
            let questions = (0..<count).map { QuestionIndex($0) }.shuffled(using: &random)
            let isActive = questions.map { _ in round % 2 == 0 || random.below(4) > 0 }
            let ranks = questions.map { _ in random.below(3) }
            let found = try NearDuplicateDrops(join, of: questions, isActive: isActive) { ranks[$0.position] }.drops
            let dropped = Set(found.map(\.question))
            let texts = Dictionary(uniqueKeysWithValues: zip(questions, 0..<count))
            #expect(found.map(\.question) == found.map(\.question).sorted() && dropped.count == found.count)
            for drop in found {
                #expect(!dropped.contains(drop.kept))
                let pair = join.pair(try #require(texts[drop.question]), try #require(texts[drop.kept]))
                #expect(pair.map { Int($0.similarity) } == drop.similarity)
                #expect((ranks[drop.kept.position], drop.kept) < (ranks[drop.question.position], drop.question))
            }
            let kept = (0..<count).filter { isActive[$0] && !dropped.contains(questions[$0]) }
            for (place, one) in kept.enumerated() {
                for other in kept[..<place] { #expect(join.pair(one, other) == nil) }
            }
        }
    }

    @Test("a whole run drops by containment, and its gate asks the same")
    func wholeRun() throws {
        let folder = TemporaryFolder()
        folder.write(
            "s.jsonl",
            lines: ([Self.copy, Self.template] + Self.others.map(\.text)).map { ["question": .string($0)] })
        folder.write("b.jsonl", lines: [["q": .string(Self.farmer)]])
        let recipe = try recipe(
            [
                ("benchmarks", [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{q}"]]),
                ("decontaminate", ["method": "containment", "near_duplicate": ["threshold": .number("0.7")]]),
                ("quality", ["require": []]), ("sample", ["target": 50, "short": "allow"]),
            ], in: folder)
        try run(recipe, in: folder)
        let rules = try folder.lines("run/decontaminate/decisions.jsonl").map { $0["rule"]?.string ?? "kept" }
        #expect(rules.prefix(3) == ["benchmark", "benchmark_template", "kept"])
        let gate = try folder.read("run/export/gate.json").withByteView { try JSON(parsing: $0) }
        #expect(gate["method"] == "containment" && gate["threshold"] == .number("0.4") && gate["ngram"] == nil)
        // Over a pool that the stage has not looked at.
        let pool = try RunFolder(folder.path + "/run").openPool()
        #expect {
            _ = try ExportGate(settings: recipe.gate, benchmarks: benchmarks([Self.farmer]), questions: pool)
                .pass([0, 1, 2])
        } throws: { error in
            "\(error)".contains("overlap with a benchmark item (2)")
        }
    }

    @Test("near duplicates need the method")
    func needsMethod() throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", lines: [["question": "q"]])
        #expect {
            _ = try recipe([("decontaminate", ["near_duplicate": [:]])], in: folder)
        } throws: { error in
            "\(error)".contains("decontaminate.near_duplicate")
        }
    }
}
