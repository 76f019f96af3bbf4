import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Pools
@testable import Rows
@testable import Shapes
@testable import Stages
@testable import Answers
@testable import Messages
@testable import Recipes
@testable import curate

/// A name that counts how often it is compared or hashed.
private struct CountedName: Hashable, Sendable {
    final class Steps: @unchecked Sendable {
        var count = 0
    }

    let number: Int
    let steps: Steps

    static func == (a: CountedName, b: CountedName) -> Bool {
        a.steps.count += 1
        return a.number == b.number
    }

    func hash(into hasher: inout Hasher) {
        steps.count += 1
        hasher.combine(number)
    }
}

@Suite("Very many of something: no step for each two of them")
struct ManyTests {
    private let folder = TemporaryFolder()

    // MARK: - Fields

    @Test("many names are looked for in a long list without walking it each time", arguments: [100, 5000, 40_000])
    func names(_ count: Int) {
        let steps = CountedName.Steps()
        var places = NamePlaces<CountedName>()
        for round in 0..<3 {
            places.reset()
            steps.count = 0
            for number in 0..<count {
                let asked = (number * 7 + round) % (count + count / 10)
                let found = places.first(CountedName(number: asked, steps: steps), among: count) {
                    CountedName(number: $0, steps: steps)
                }
                #expect(found == (asked < count ? asked : nil))
            }
            #expect(steps.count < max(count * NamePlaces<CountedName>.fewNames, 20 * count))
        }
    }

    @Test("of a name that stands twice the first place counts, however long the list")
    func namesTwice() {
        var places = NamePlaces<Int>()
        for _ in 0..<8 { #expect(places.first(7, among: 1000) { $0 % 100 } == 7) }
        places.reset()
        for _ in 0..<8 { #expect(places.first(7, among: 1000) { $0 % 50 + 7 } == 0) }
    }

    @Test("a row of very many fields gives what a row of few gives")
    func wideRow() throws {
        let fields = (0..<2000).map { "\"f\($0)\":{\"x\":\($0)}" }.joined(separator: ",")
        let wide = try row("{\(fields)}")
        for number in [0, 1, 7, 1999, 1000, 255, 256, 3] {
            let value = try Template("{f\(number).x}").value(of: wide)
            #expect(wide.text(of: value).text == "\(number)")
            #expect("f\(number)".withByteView { wide.hasField($0) })
        }
        #expect(throws: RowFault("no field \"f2000\"")) { try Template("{f2000}").value(of: wide) }
        #expect(!"f2000".withByteView { wide.hasField($0) })
    }

    @Test("for a hint no more names are looked at than anybody could have meant")
    func hints() throws {
        let names = (0..<200_000).map { "\"name\($0)\":1" }.joined(separator: ",")
        var index = JSONIndex()
        let text = Array("{\(names)}".utf8)
        try text.withByteView { try index.index($0) }
        var found = FieldNames()
        text.withByteView { _ in
            found.take(index.fields)
            found.take(index.fields)
        }
        #expect(found.steps == 10_000 && found.all.count == 10_000)
        #expect(found.all.first == "name0" && found.all.last == "name9999")
    }

    @Test("a first row of very many fields, and a name of one that was mistyped")
    func manyKeys() throws {
        let names = (0..<30_000).map { "\"name\($0)\":1" }.joined(separator: ",")
        folder.write("s.jsonl", "{\"question\":\"q\",\(names)}\n")
        _ = try run(recipe([("quality", ["require": []])], in: folder), in: folder)
        #expect(try folder.lines("run/ingest/pool.jsonl")[0]["question"] == "q")
        let mistyped = try recipe(
            [
                (
                    "sources",
                    [
                        [
                            "name": "s", "format": "jsonl", "path": "s.jsonl",
                            "map": ["question": "{questoin}", "cot": "{names}"],
                        ]
                    ]
                )
            ], in: folder)
        let probe = FieldProbe(recipe: mistyped.inputs)
        #expect(
            try probe.problems().map(\.message) == [
                "no row of \"s.jsonl\" has the field \"questoin\"; did you mean \"question\"?",
                "no row of \"s.jsonl\" has the field \"names\"; did you mean \"name0\"?",
            ])
    }

    // MARK: - Tables and conditions

    @Test("a text is looked up in a long table as in a short one")
    func tables() throws {
        var object = JSONObject()
        for number in 0..<20_000 { object["from\(number)"] = .string("to\(number)") }
        let table = Table(object)
        #expect(table.entry(for: ByteView("from19999"))?.text == "to19999")
        #expect(table.entry(for: ByteView("from20000"))?.text == nil)
        object["*"] = "other"
        let withOther = Table(object)
        #expect(withOther.entry(for: ByteView("from20000"))?.text == "other")
        #expect(withOther.entry(for: ByteView("from5"))?.text == "to5")
        withExtendedLifetime((table, withOther)) {}
    }

    @Test("a condition with many values holds where one with each of them would")
    func conditions() throws {
        let values: [JSON] = [
            .null, true, false, 1, .number("1.0"), .number("2e0"), .number("1e15"), .number("1000000000000000"),
            .number("-0"), 0, "text", "1", "true", "é", ["a", 1], ["x": 1], "", .number("1e400"),
            .number("12345678901234567890"),
        ]
        let rows: [String] =
            values.map(\.compactText) + [
                "2", "0.0", "1e0", "\"\\u0074ext\"", "[\"a\", 1]", "{\"x\" :1}", "1e15", "1.5", "\"no\"",
            ]
        func condition(_ key: String, _ value: JSON) -> Condition {
            Condition(CheckedObject(["field": "f", key: value]))
        }
        #expect(values.count > 8)
        for text in rows {
            let row = try row("{\"f\":\(text)}")
            for wanted in [values, Array(values.dropFirst(9)), values.reversed()] {
                let each = wanted.contains { condition("equals", $0).matches(row) }
                #expect(condition("in", .list(wanted)).matches(row) == each, "\(text)")
                #expect(condition("not", .list(wanted)).matches(row) == !each, "\(text)")
                #expect(condition("in", .list(wanted)).unsharedCopy.matches(row) == each, "\(text)")
            }
        }
        // In formats that know only texts all is compared as it is written.
        let cells = Row()
        for (text, expected) in [
            ("1", true), ("1.0", true), ("1.00", false), ("true", true), ("text", true), ("null", false),
        ] {
            text.withByteView { view in
                cells.reset()
                cells.load(cells: [Field(name: ByteView("f"), value: .plain(view))], .texts)
                #expect(condition("in", .list(values)).matches(cells) == expected, "\(text)")
            }
        }
    }

    // MARK: - Recordings

    @Test("places of texts are held in the order of recordings, and the last row of each counts")
    func recordedPlaces() {
        var random = SeededRandom(31)
        for _ in 0..<50 {
            var places = RecordedPlaces()
            var plain: [Int: [(recording: Int, place: Int, isBlank: Bool)]] = [:]
            var used: [Int] = []
            for recording in 0..<30 where random.below(3) > 0 {
                let rows = random.below(20)
                if rows > 0 { used.append(recording) }
                for _ in 0..<rows {
                    let (entry, place) = (random.below(25), random.below(1000))
                    let isBlank = random.below(3) == 0
                    places.set(Int32(entry), recording, place: place, size: UInt32(place + 1), isBlank: isBlank)
                    if let last = plain[entry]?.last, last.recording == recording {
                        if isBlank, !last.isBlank { continue }
                        plain[entry]?.removeLast()
                    }
                    plain[entry, default: []].append((recording, place, isBlank))
                }
            }
            for entry in 0..<30 {
                var found: [[Int]] = []
                places.forEach(entry) { found.append([used[$0], $1, $2]) }
                #expect(found == (plain[entry] ?? []).map { [$0.recording, $0.place, $0.place + 1] })
            }
            #expect(places.count == plain.values.reduce(0) { $0 + $1.count })
        }
    }

    @Test("many recordings that each speak of other questions take room for what they say")
    func manyRecordings() throws {
        let recordings = try Recordings(count: 2000, spillFolder: OutputFolder(folder.path))
        for recording in 0..<2000 {
            var batch = RecordingBatch(quotesRows: true)
            for row in 0..<20 {
                batch.ids.append(UInt64(recording * 20 + row + 1) &* 0x9E37_79B9_7F4A_7C15)
                let start = batch.texts.count
                RecordedText.append(.attempt, .plain(ByteView("attempt")), to: &batch.texts)
                batch.spilled.append((Int32(row), start..<batch.texts.count, false))
            }
            batch.read = 20
            try recordings.take(batch, of: recording)
        }
        try recordings.finish()
        let readers = recordings.textReaders()
        #expect(readers.count <= 16)
        let arena = Arena()
        for row in [0, 19, 20, 39_999] {
            let entry = try #require(recordings.entry(of: QuestionID(UInt64(row + 1) &* 0x9E37_79B9_7F4A_7C15)))
            var found: [String] = []
            try recordings.forEachText(of: entry, readers, arena: arena) {
                (column: QuestionColumn, value: FieldValue) in
                found.append("\(column.name) \(value.bytes.text)")
            }
            #expect(found == ["attempt attempt"])
            recordings.markMatched(entry)
        }
        recordings.countMatches()
        #expect(recordings.usage.map(\.matched).reduce(0, +) == 4)
        #expect(recordings.usage.map(\.unmatched).reduce(0, +) == 39_996)
        #expect(recordings.usage[0].matched == 2 && recordings.usage[1].matched == 1)
    }

    // MARK: - Draws

    @Test("of many numbers the k-th that remains", arguments: [0, 1, 2, 1024, 1025, 5000, 8192])
    func remaining(_ count: Int) {
        var random = SeededRandom(UInt64(count))
        var places = RemainingPlaces(count: count)
        var plain = Array(0..<count)
        while !plain.isEmpty {
            #expect(places.count == plain.count)
            let place = random.below(plain.count)
            #expect(places[place] == plain[place])
            #expect(places[0] == plain[0] && places[plain.count - 1] == plain[plain.count - 1])
            places.remove(plain.remove(at: place))
        }
        #expect(places.count == 0)
    }

    @Test("how many drawn places come before another", arguments: [1, 64, 65, 1000, 300_000])
    func drawn(_ count: Int) {
        var random = SeededRandom(UInt64(count))
        var places = DrawnPlaces(count: count)
        #expect(places.isLarge == (count >= 64 * DrawnPlaces.fewWords))
        var plain: Set<Int> = []
        for step in 0..<300 {
            let place = random.below(count)
            if plain.contains(place) {
                plain.remove(place)
                places.remove(place)
            } else {
                plain.insert(place)
                places.insert(place)
            }
            guard step % 10 == 0 else { continue }
            let asked = random.below(count)
            #expect(places.count(before: asked) == plain.count { $0 < asked })
            #expect(places.count(inWordBefore: asked) == plain.count { $0 < asked && $0 >> 6 == asked >> 6 })
        }
    }

    /// Candidates of some domains, and a sampler that draws so many of them.
    private func sampler(_ count: Int, domains: Int, target: Int, needsWeights: Bool) throws -> DomainSampler {
        var candidates = Candidates()
        candidates.domainNames = (0..<domains).map { "domain \($0)" }
        for number in 0..<count {
            candidates.domains.append(Int32(number % domains))
            candidates.lengths.append(Int32(number * 7919 % 1000))
            candidates.isPreselected.append(false)
            candidates.isAIME.append(false)
            candidates.isGPQA.append(false)
        }
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        let recipe = try recipe([("sample", ["target": JSON(target), "short": "allow"])], in: folder)
        return DomainSampler(DrawPlan(candidates, recipe.sample), seed: 5, needsWeights: needsWeights)
    }

    @Test("a domain for each question, all of which are drawn, and a single domain of very many")
    func draws() throws {
        var many = try sampler(20_000, domains: 20_000, target: 30_000, needsWeights: true)
        #expect(Set(many.run().map(\.candidate)).count == 20_000)
        var one = try sampler(20_000, domains: 1, target: 30_000, needsWeights: false)
        let first = one.run().map(\.candidate)
        #expect(Set(first).count == 20_000)
        one.restart(seed: 5)
        #expect(one.run().map(\.candidate) == first)
        // So many that the drawn ones are counted in another way.
        var weighed = try sampler(300_000, domains: 1, target: 150, needsWeights: true)
        var plain = try sampler(300_000, domains: 1, target: 150, needsWeights: false)
        let choices = weighed.run()
        #expect(choices.map(\.candidate) == plain.run().map(\.candidate))
        #expect(choices.allSatisfy { ($0.weight ?? 0) > 0 })
    }

    @Test("of several preselections of a source type the easiest counts, patterns or not")
    func preselections() throws {
        folder.write(
            "s.jsonl",
            lines: ["a", "b", "ab", "c"].flatMap { type in
                [5, 15, 25].map { tokens in
                    [
                        "question": .string("\(type) of \(tokens) tokens"), "source_type": .string(type), "domain": "D",
                        "trace_tokens": JSON(tokens), "outcomes": ["teacher": true],
                    ]
                }
            })
        let preselect: JSON = [
            ["source_type": "a", "longer_than": 20], ["source_type": "*b", "longer_than": 10],
            ["source_type": "a*", "longer_than": 14], ["source_type": "*b", "longer_than": 30], ["source_type": "d"],
        ]
        let recipe = try recipe(
            [("quality", ["require": []]), ("sample", ["target": 1, "preselect": preselect])], in: folder)
        _ = try run(recipe, in: folder)
        let chosen = try decisions("sample", in: folder).filter { $0.contains(": preselected") }
            .map { $0.prefix { $0 != ":" } }
        #expect(
            chosen == [
                "a of 15 tokens", "a of 25 tokens", "b of 15 tokens", "b of 25 tokens", "ab of 15 tokens",
                "ab of 25 tokens",
            ])
    }

    @Test("many amendments that take the place of one another give each the longest trace that is free")
    func amendments() throws {
        let sampler = try sampler(4000, domains: 2, target: 2000, needsWeights: false)
        var drawing = sampler
        let choices = drawing.run()
        let amendments = choices.prefix(1500).map {
            (candidate: $0.candidate, action: Amendment.Action.drop, reason: String?.none)
        }
        let amended = try AmendedSelection(choices, drawing, amendments) { "\($0)" }
        #expect(amended.count == 2000)
        let wasDrawn = Set(choices.map(\.candidate))
        var free = (0..<2).map { domain in
            let plan = drawing.plan.domains[domain]
            return plan.byRank.map { plan.members[Int($0)] }.filter { !wasDrawn.contains($0) }
        }
        for amendment in amendments {
            guard case .amended(_, let other)? = amended.effects[amendment.candidate] else {
                Issue.record("it was not taken out")
                continue
            }
            let domain = amendment.candidate % 2
            #expect(other == (free[domain].isEmpty ? free[1 - domain].first : free[domain].first))
            if let other { free[other % 2].removeAll { $0 == other } }
        }
    }

    // MARK: - Recipes

    @Test("many settings, each in its place")
    func settings() throws {
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        _ = try recipe([("tables", ["t": ["a": "b"]])], in: folder)
        var file = try RecipeFile(folder.path + "/recipe.json")
        for number in 0..<3000 { try file.set("tables.t.key\(number)=\(number)x") }
        try file.set("sources.s.format=csv")
        try file.set("sources.0.where=[]")
        let before = file.document
        #expect(throws: SettingFault.self) { try file.set("tables.t.key5.more.names=1") }
        #expect(throws: SettingFault.self) { try file.set("sources.other.format=csv") }
        // What could not be set changed nothing.
        #expect(file.document == before)
        let recipe = try file.recipe(withFiles: false)
        let table = try #require(recipe.document["tables"]?["t"]?.object)
        #expect(table.names == ["a"] + (0..<3000).map { "key\($0)" })
        #expect(table["key2999"] == "2999x")
        #expect(recipe.sources[0].input.format as? CSVFormat != nil)
    }

    @Test("a key of very many names is none")
    func deepKey() throws {
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        _ = try recipe([], in: folder)
        var file = try RecipeFile(folder.path + "/recipe.json")
        let key = [String](repeating: "a", count: 60_000).joined(separator: ".")
        let fault = #expect(throws: SettingFault.self) { try file.set("\(key)=1") }
        #expect(fault?.error == CurationError.usage("--set \(key.prefix(60))...: a key of more than 100 names"))
    }

    @Test("many mistakes in a recipe, each with a hint")
    func mistakes() throws {
        var labels = JSONObject()
        for number in 0..<5000 { labels["label \(number)"] = .string("Number teory") }
        let document: JSON = [
            "name": "t", "sources": [["name": "s", "format": "jsonl", "path": "s.jsonl"]], "sample": ["target": 1],
            "classify": ["taxonomy": "msc", "labels": .object(labels)],
        ]
        do {
            _ = try RecipeFile(path: "r.json", document: document).recipe(withFiles: false)
            Issue.record("it was taken")
        } catch CurationError.recipe(_, let problems) {
            #expect(problems.count == 5000)
            #expect(problems.last?.path == "classify.labels.label 4999")
            #expect(problems.last?.message.hasSuffix("did you mean \"Number theory\"?") == true)
        }
    }

    @Test("a recipe of many back-ticks stands in the dataset card in a longer fence")
    func fence() throws {
        folder.write("s.jsonl", "{\"question\":\"q\",\"trace_tokens\":1,\"domain\":\"D\"}\n")
        let ticks = String(repeating: "`", count: 100_000)
        let recipe = try recipe([("quality", ["require": []]), ("export", ["license": .string(ticks)])], in: folder)
        _ = try run(recipe, in: folder)
        let card = String(decoding: try InputFile.contents(of: folder.path + "/run/export/README.md"), as: UTF8.self)
        #expect(card.contains("\n\(ticks)`json\n{") && card.contains("}\n\(ticks)`\n"))
    }
}
