import Bytes
import TestSupport
import Testing

@testable import Answers
@testable import Runs
@testable import Stages

@Suite("Lengths that cannot be those of the traces")
struct ImpossibleLengthsTests {
    private let folder = TemporaryFolder()

    private static func judge(_ traces: [(Int, Int)]) -> [Int]? {
        ImpossibleLengths(traces.lazy.map { (tokens: $0.0, bytes: $0.1) }).map { [$0.questions, $0.tokens, $0.bytes] }
    }

    @Test(
        "a token is at least a byte, and a text has at least a token",
        arguments: [
            ([], nil), ([(0, 0)], nil), ([(3, 3)], nil), ([(4, 3)], [1, 4, 3]), ([(1, 0)], [1, 1, 0]),
            ([(0, 1)], [1, 0, 1]),
            ([(1, 9), (5, 3), (7, 6)], [2, 12, 9]),
        ] as [([(Int, Int)], [Int]?)])
    func each(_ traces: [(Int, Int)], _ expected: [Int]?) {
        #expect(Self.judge(traces) == expected)
    }

    @Test(
        "many texts have neither a token for nearly each byte nor only one for twenty",
        arguments: [
            (4999, [10, 49_990, 1_000_000]), (5000, nil), (75_000, nil), (75_001, [10, 750_010, 1_000_000]),
        ] as [(Int, [Int]?)])
    func together(_ tokens: Int, _ expected: [Int]?) {
        #expect(Self.judge(Array(repeating: (tokens, 100_000), count: 10)) == expected)
    }

    @Test(
        "what only the sum tells is not said to be certain, on record neither",
        arguments: [(100_001, true), (90_000, false)])
    func certainty(_ tokens: Int, _ isCertain: Bool) throws {
        let found = try #require(
            ImpossibleLengths((0..<2).lazy.map { _ in (tokens: tokens, bytes: 100_000) }))
        #expect(found.isCertain == isCertain)
        #expect("\(found.words)".contains(isCertain ? "cannot be those" : "can hardly be those"))
        #expect(ImpossibleLengths(found.json) == found)
    }

    @Test("a few short texts may have any number of tokens that is possible for each")
    func short() {
        #expect(Self.judge([(99_999, 99_999)]) == nil)
        #expect(Self.judge([(1, 99_999)]) == nil)
        #expect(Self.judge([(100_000, 100_000)]) == [1, 100_000, 100_000])
    }

    @Test("whatever is judged, the sums are those of the questions that are counted")
    func sums() {
        var random = SeededRandom(8)
        for _ in 0..<200 {
            let traces = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                (Int.random(in: 0...9, using: &random), Int.random(in: 0...9, using: &random))
            }
            let bad = traces.filter { $0.0 > $0.1 || $0.0 == 0 && $0.1 > 0 }
            let expected = bad.isEmpty ? nil : [bad.count, bad.reduce(0) { $0 + $1.0 }, bad.reduce(0) { $0 + $1.1 }]
            #expect(Self.judge(traces) == expected)
        }
    }

    private func run(_ rows: [(traces: [String], tokens: Int?)]) throws -> JSON {
        folder.write(
            "s.jsonl",
            lines: rows.enumerated().map { number, row in
                [
                    "question": .string("Question \(number)?"), "domain": "D", "attempt": "a",
                    "trace_tokens": row.tokens.map { JSON($0) } ?? .null, "thinking_trajectories": .strings(row.traces),
                ]
            })
        let members: [(String, JSON)] = [
            ("quality", ["require": ["trace_tokens"]]), ("decontaminate", ["across_sources": false]),
            ("sample", ["target": 100, "short": "allow"]),
        ]
        let outcome = try CurationTests.run(try recipe(members, in: folder), in: folder)
        return outcome.manifest.stages[.export]?.counts["impossible_lengths"] ?? .null
    }

    @Test("the run's record and the card tell them with both sums, of traces in UTF-8 with a line break between parts")
    func recorded() throws {
        // Five bytes in two parts, three bytes of one character, a quote that JSON escapes.
        let found = try run([(["ab", "cd"], 5), (["ab", "cd"], 6), (["中"], 3), (["\""], 2), ([], 7), (["x"], nil)])
        #expect(
            found == [
                "questions": 3, "tokens": 15, "bytes": 6,
                "words":
                    "The recorded trace lengths of 3 questions cannot be those of the traces: 15 tokens for 6 bytes",
            ])
        #expect(ImpossibleLengths(found)?.words.text == found["words"]?.string)
        #expect(
            folder.read("run/export/README.md").contains(
                "\n- The recorded trace lengths of 3 questions cannot be those of the traces: 15 tokens for 6 bytes. They were "
            ))
    }

    @Test("one is told in the singular, and none is not told")
    func words() throws {
        let found = try run([(["ab"], 3), (["ab"], 2)])
        #expect(
            found["words"]
                == "The recorded trace length of 1 question cannot be that of its trace: 3 tokens for 2 bytes")
        #expect(try run([(["ab"], 2)]) == .null)
        #expect(!folder.read("run/export/README.md").contains("recorded trace length"))
        #expect(ImpossibleLengths(.null) == nil && ImpossibleLengths(["questions": 1]) == nil)
    }
}
