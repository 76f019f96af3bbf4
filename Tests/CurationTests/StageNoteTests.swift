import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Stages

@Suite("Notes on stages")
struct StageNoteTests {
    private let folder = TemporaryFolder()

    private static let notes: [(StageNote, String)] = [
        (
            .emptiedSource("A \u{1B}", entered: 1200),
            "quality dropped all 1,200 questions of the source \"A \u{1B}\""
        ),
        (
            .commonItem(benchmark: "MATH", place: RowPlace(file: "m.csv", unit: .row, number: 7), count: 30),
            "quality dropped 30 questions for one item of \"MATH\": \"m.csv\", row 7"
        ),
        (
            .commonItem(benchmark: "B", place: RowPlace(file: "b.jsonl", unit: .line, number: 1), count: 5),
            "quality dropped 5 questions for one item of \"B\": \"b.jsonl\", line 1"
        ),
        (
            .commonWords("find the value of", rule: .benchmark, count: 12),
            "quality dropped 12 questions for the words \"find the value of\" alone (\"benchmark\")"
        ),
        (.unusedRules([RuleName(rawValue: "asy")]), "quality found nothing by the rule \"asy\""),
        (
            .unusedRules([RuleName(rawValue: "asy"), RuleName(rawValue: "image")]),
            "quality found nothing by the rules \"asy\" and \"image\""
        ),
    ]

    @Test("are read as they were written, and are sentences", arguments: notes.indices)
    func form(_ number: Int) throws {
        let (note, words) = Self.notes[number]
        #expect(StageNote(note.json) == note)
        let ofRun = RunNote(stage: .quality, note: note)
        #expect(ofRun.words == words)
        #expect(ofRun.json["stage"] == "quality" && ofRun.json["words"] == .string(words))
    }

    @Test(
        "of a manifest that somebody else wrote are left out if they are none",
        arguments: [
            "{}", "[]", "{\"kind\":\"emptied_source\"}", "{\"kind\":\"new\"}",
            "{\"kind\":\"common_item\",\"benchmark\":\"B\"}",
            "{\"kind\":\"common_words\",\"words\":3}", "{\"kind\":\"unused_rules\",\"rules\":[1]}",
        ])
    func unknown(_ text: String) throws {
        #expect(try StageNote(json(text)) == nil)
    }

    @Test(
        "a common cause drops 5 questions, and one in 1,000",
        arguments: [(0, 5), (5000, 5), (5001, 6), (60_092, 61)])
    func least(_ entered: Int, _ least: Int) {
        #expect(DecisionCounts.leastOfCommonCause(entered: entered) == least)
    }

    /// Runs rows of some sources with a benchmark through the stages up to quality.
    private func run(_ rows: [(source: String, rows: [JSON])], benchmark: [String] = ["nothing"], ngram: Int = 3) throws
    {
        var sources: [JSON] = []
        for (name, rows) in rows {
            folder.write("\(name).jsonl", lines: rows)
            sources.append(["name": .string(name), "format": "jsonl", "path": .string("\(name).jsonl")])
        }
        folder.write("b.jsonl", lines: benchmark.map { .string($0) })
        let recipe = try recipe(
            [
                ("sources", .list(sources)), ("decontaminate", ["ngram": JSON(ngram), "across_sources": false]),
                ("benchmarks", [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{.}"]]),
                ("quality", ["require": ["domain"]]), ("classify", ["taxonomy": .null]),
            ], in: folder)
        _ = try Runner(recipe, folder: folder.path + "/run", threads: 3) { _ in }
            .run(StageRegistry.standard.names, force: false)
    }

    private var found: [RunNote] { get throws { try #require(try Manifest.read(in: files)).notes } }
    private var files: RunFolder { RunFolder(folder.path + "/run") }

    private func row(_ text: String, domain: String? = "D") -> JSON {
        ["question": .string(text), "domain": domain.map(JSON.string) ?? .null, "trace_tokens": 3]
    }

    @Test("name a source of which one stage leaves nothing, once for all sources of a name")
    func emptied() throws {
        try run([
            ("A", [row("one"), row("two")]), ("B", [row("three", domain: nil), row("four", domain: nil)]),
        ])
        #expect(try found == [RunNote(stage: .quality, note: .emptiedSource("B", entered: 2))])
        let card = try String(decoding: files.card.contents(), as: UTF8.self)
        #expect(card.contains("- quality dropped all 2 questions of the source B.\n"))
    }

    @Test("name the words of a benchmark that many questions have in common, and verification finds them again")
    func words() throws {
        let shared = (0..<6).map { row("find the value of x\($0) now") }
        let rest = (0..<8).map { row("another question \($0)") }
        try run([("A", shared + rest)], benchmark: ["Find the value of y", "question is none"])
        let note = StageNote.commonWords("find the value", rule: .benchmark, count: 6)
        #expect(try found == [RunNote(stage: .decontaminate, note: note)])
        func verify() throws {
            try Verification(
                folder.path + "/run", recipeFile: folder.path + "/recipe.json", isConfined: false, threads: 2
            )
            .run(deep: false) { _ in }
        }
        try verify()
        // Without the benchmark, the lines on record give the same notes.
        try FileManager.default.removeItem(atPath: folder.path + "/b.jsonl")
        try verify()
    }

    @Test("name an item that shares many different words with questions")
    func item() throws {
        let words = (0..<8).map { "w\($0) x\($0) y\($0)" }
        try run(
            [("A", words.map { row("about \($0)") } + [row("another")])], benchmark: [words.joined(separator: " ")])
        let place = RowPlace(file: "b.jsonl", unit: .line, number: 1)
        #expect(
            try found == [RunNote(stage: .decontaminate, note: .commonItem(benchmark: "B", place: place, count: 8))])
    }

    @Test("are left out for a few, and rules that find nothing count among a hundred questions", arguments: [99, 100])
    func few(_ count: Int) throws {
        let shared = (0..<4).map { row("find the value of x\($0) now") }
        let rest = (0..<count).map { row("another question \($0) ![Image]") }
        try run([("A", shared + [row("kept")] + rest.dropLast())], benchmark: ["Find the value of y"])
        let unused = ["numbering", "emphasis", "asy"].map(RuleName.init(rawValue:))
        #expect(try found == (count < 100 ? [] : [RunNote(stage: .quality, note: .unusedRules(unused))]))
    }

    @Test("the first stage that keeps nothing is described by its commonest rules")
    func emptiedStage() {
        var manifest = Manifest(recipe: [:], of: files)
        func record(_ counts: JSON) -> StageRecord {
            StageRecord(settings: [:], toolVersion: "", inputs: [], outputs: [], counts: counts, seconds: 0)
        }
        manifest.stages[.ingest] = record(["read": 9, "pool": 9])
        #expect(Funnel(manifest).emptied == nil)
        manifest.stages[.quality] = record([
            "entered": 9, "kept": 0, "rules": ["missing": 2, "image": 5, "asy": 0, "numbering": 2],
        ])
        manifest.stages[.difficulty] = record(["entered": 0, "kept": 0, "rules": ["solved": 0]])
        let rules = [("image", 5), ("missing", 2), ("numbering", 2)].map {
            EmptiedStage.RuleCount(RuleName(rawValue: $0.0), $0.1)
        }
        #expect(Funnel(manifest).emptied == EmptiedStage(.quality, entered: 9, rules: rules))
    }
}
