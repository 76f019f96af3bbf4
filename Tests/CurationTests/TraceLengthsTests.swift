import Bytes
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Stages

/// Lengths of traces in other units than tokens, and draws that rank by them.
@Suite("Lengths without a vocabulary")
struct TraceLengthsTests {
    private let folder = TemporaryFolder()

    /// The length of the trace of a line, by its definition.
    private static func length(of parts: [String], in unit: LengthUnit) -> Int {
        let text = parts.joined(separator: "\n")
        return switch unit {
        case .words: text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).count
        case .characters: text.unicodeScalars.count
        case .bytes, .tokens: text.utf8.count
        }
    }

    @Test(
        "words, characters and bytes of texts",
        arguments: [
            ("", 0, 0, 0), (" ", 0, 1, 1), ("a", 1, 1, 1), (" a  b\t\nc ", 3, 9, 9), ("é\u{3000}中文 x", 3, 6, 13),
            ("a\u{200B}b", 1, 3, 5), ("e\u{301}", 1, 2, 3), ("👩‍👩‍👧", 1, 5, 18), ("a\u{A0}b\u{85}c", 3, 5, 7),
        ])
    func texts(_ text: String, _ words: Int, _ characters: Int, _ bytes: Int) {
        let found = [LengthUnit.words, .characters, .bytes].map { unit in
            text.withByteView { TraceMeter.length(of: $0, in: unit) }
        }
        #expect(found == [words, characters, bytes])
    }

    @Test("of lines are those of the parts joined by line breaks; without a trace they are 0", arguments: 0..<20)
    func lines(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let pieces = ["a", "bc ", " ", "\n", "é", "\u{2003}", "中", "\"", "\\", "\t", "\u{1F600}"]
        for unit in [LengthUnit.words, .characters, .bytes] {
            var meter = TraceMeter(unit)
            for count in 0..<5 {
                let parts = (0..<count).map { _ in (0..<random.below(12)).map { _ in random.pick(pieces) }.joined() }
                let line: JSON = ["question": "x y z", "thinking_trajectories": .strings(parts), "attempt": "a b"]
                let found = try line.compactText.withByteView { try meter.length(in: $0) }
                #expect(Int(found) == Self.length(of: parts, in: unit))
            }
            #expect(try "{\"question\":\"x\"}".withByteView { try meter.length(in: $0) } == 0)
            #expect(try "{\"thinking_trajectories\":null}".withByteView { try meter.length(in: $0) } == 0)
        }
    }

    private static let traces: [[String]] = [
        ["one two three"], ["x", "y z"], ["a very long word: " + String(repeating: "w", count: 90)], [],
        ["一 二 三 四 五 六 七"], ["one", "two", "three", "four"], ["é é é é é"], ["- - - - - - - - -"],
    ]

    private func recipe(_ unit: String?, _ more: [(String, JSON)] = []) throws -> Recipe {
        folder.write(
            "s.jsonl",
            lines: Self.traces.enumerated().map { number, parts in
                [
                    "question": .string("Question \(number)"), "domain": "D", "thinking_trajectories": .strings(parts),
                ]
            })
        var sample: JSONObject = ["target": 3]
        sample["length"] = unit.map { .string($0) }
        return try CurationTests.recipe(
            [("sample", .object(sample)), ("quality", ["require": [], "rules": []])] + more, in: folder)
    }

    @Test("rank questions, without tokens on record", arguments: [LengthUnit.words, .characters, .bytes])
    func ranks(_ unit: LengthUnit) throws {
        try run(try recipe(unit.rawValue), in: folder)
        let lengths = Self.traces.map { Self.length(of: $0, in: unit) }
        // The longest first; of two of one length, the later.
        let order = lengths.indices.sorted { (lengths[$0], $0) > (lengths[$1], $1) }
        let finished = try RecordedRun(folder.path + "/run")
        for number in lengths.indices {
            let explanation = try Explanation(finished, question: QuestionIndex(number), threads: 2)
            #expect(explanation.domain?.rank == order.firstIndex(of: number))
            #expect(explanation.length?.count == lengths[number] && explanation.length?.unit == unit)
        }
        let card = try String(contentsOfFile: folder.path + "/run/export/README.md", encoding: .utf8)
        #expect(card.contains("Questions are ranked by the \(unit.rawValue) of their traces."))
        #expect(card.contains("trace lengths are numbers of \(unit.rawValue), counted in the traces."))
        #expect(!card.contains("trace tokens"))
        #expect(try Stability(finished, seeds: 20, threads: 2).lines.count == lengths.count)
        try Verification(folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 2).run(deep: true)
        // The longest traces of an ablation are the longest by this unit.
        _ = try AblationRun(finished, finished.recipe, threads: 2).make(["longest"])
        let longest = try folder.lines("run/ablations/longest/longest.jsonl").compactMap { $0["question"]?.string }
        #expect(Set(longest) == Set(order.prefix(3).map { "Question \($0)" }))
    }

    @Test("another unit makes the draw out of date, and nothing before it")
    func change() throws {
        try run(try recipe("words"), in: folder)
        #expect(try run(try recipe("words"), in: folder).ran.isEmpty)
        #expect(try run(try recipe("bytes"), in: folder).ran == [.sample, .export])
    }

    @Test("a recipe without lengths is told of the other units, and where a vocabulary is found")
    func remedy() throws {
        let error = #expect(throws: CurationError.self) { try run(try recipe(nil), in: folder) }
        let words = error.map { "\($0)" } ?? ""
        #expect(words.contains("8 of 8 questions to draw from lack trace_tokens"))
        #expect(words.contains("Qwen/Qwen2.5-7B-Instruct"))
        #expect(words.contains("rank by another length with"))
        let required = #expect(throws: CurationError.self) {
            try run(try recipe(nil, [("quality", ["require": ["trace_tokens"]])]), in: folder)
        }
        #expect(required.map { "\($0)" }?.contains("take trace_tokens out of quality.require") == true)
    }
}
