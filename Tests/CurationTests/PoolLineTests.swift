import Bytes
import Rows
import TestSupport
import Testing

@testable import Pools

@Suite("A row in the columns of the pool")
struct PoolLineTests {
    private static let models: [StaticString] = ["ab", "a", "abc", "Z 1", "m \"1\"", "0"]
    private static let outcomes: [Outcome] = [.unknown, .wrong, .right]
    private static let names = ByteView("\"s\"").count + ByteView("\"f\"").count

    private func written(_ line: PoolLine) -> [UInt8] {
        var bytes: [UInt8] = []
        line.append(
            to: &bytes, id: QuestionID(0x0123_4567_89AB_CDEF), source: ByteView("\"s\""), file: ByteView("\"f\""),
            origin: Origin(unit: .line, number: 12))
        return bytes
    }

    /// A line with a value in columns of each type.
    private func filled() throws -> PoolLine {
        var line = PoolLine()
        line[.question] = FieldValue.plain(ByteView("say \"no\"\n"))
        line[.solution] = FieldValue(.string, ByteView("a\\\"b"))
        line[.trajectories] = FieldValue(.list, ByteView("[\"t\",\"u\"]"))
        line[number: .traceTokens] = 7
        try line.record(.wrong, of: ByteView("m2"))
        try line.record(.right, of: ByteView("m \"1\""))
        try line.record(.unknown, of: ByteView("m0"))
        return line
    }

    @Test("the best of several outcomes of a model is kept, and models are sorted by their bytes", arguments: 0..<40)
    func best(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        var line = PoolLine()
        var best: [String: Outcome] = [:]
        let count = random.below(30)
        for _ in 0..<count {
            let model: StaticString = random.pick(Self.models)
            let outcome: Outcome = random.pick(Self.outcomes)
            try line.record(outcome, of: ByteView(model))
            let name = ByteView(model).text
            best[name] = max(best[name] ?? outcome, outcome)
        }
        let names = best.keys.sorted { $0.precedesInBytes($1) }
        #expect(line.outcomes.map { $0.model.text } == names)
        #expect(line.outcomes.map { $0.outcome } == names.compactMap { best[$0] })
    }

    @Test("it is one line of JSON that has every column in order, with the values that were given")
    func whole() throws {
        let bytes = written(try filled())
        #expect(bytes.last == 0x0A && bytes.count { $0 == 0x0A } == 1)
        let document = try json(bytes)
        #expect(document.object?.names == QuestionColumn.all.filter { $0 != .row }.map(\.name))
        let outcomes: JSON = ["m \"1\"": true, "m0": nil, "m2": false]
        let given: [QuestionColumn: JSON] = [
            .id: .string(QuestionID(0x0123_4567_89AB_CDEF).description), .source: "s", .question: "say \"no\"\n",
            .solution: "a\"b", .trajectories: ["t", "u"], .traceTokens: 7, .outcomes: outcomes,
            .origin: ["file": "f", "line": 12],
        ]
        for column in QuestionColumn.all where column != .row {
            let expected: JSON = given[column] ?? .null
            #expect(document[column.name] == expected, "\(column.name)")
        }
    }

    @Test("without a value a list is empty, and anything else null")
    func nothing() throws {
        let document = try json(written(PoolLine()))
        for column in QuestionColumn.given {
            let expected: JSON = column.type == .texts ? .list([]) : .null
            #expect(document[column.name] == expected, "\(column.name)")
        }
        #expect(document["outcomes"]?.object?.names == [])
    }

    @Test("a cleared line has nothing of the row before")
    func cleared() throws {
        var line = try filled()
        #expect(written(line) != written(PoolLine()))
        line.clear()
        #expect(written(line) == written(PoolLine()))
        #expect(line.parts == [])
    }

    @Test(
        "a line that fits is never larger than allowed, and one with room to spare fits",
        arguments: ["plain words", "\"\\\"\\", "\u{1}\u{2}"], [0, 1, 100, 5000])
    func room(_ piece: String, _ count: Int) throws {
        let text = Array(String(repeating: piece, count: count).utf8)
        try text.withByteView { view in
            var line = PoolLine()
            line[.question] = FieldValue.plain(view)
            line[.metadata] = FieldValue.plain(view)
            try line.record(.right, of: ByteView("model"))
            let size = written(line).count
            let held = line
            #expect(throws: RowFault.self) { try held.requireRoom(atMost: size - 1, names: Self.names) }
            // A thousand bytes are reserved for keys and numbers, and a few for the model's name.
            #expect(throws: Never.self) { try held.requireRoom(atMost: size + 1100, names: Self.names) }
        }
    }

    @Test("the parts of a line are those of the line that is written", arguments: 0..<40)
    func parts(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let texts: [StaticString] = ["null", "words", "  ", ""]
        let lists: [StaticString] = ["[]", "[\"\"]", "[\" \",\"x\"]", "[\"x\"]"]
        var line = PoolLine()
        for column in [QuestionColumn.solution, .attempt] {
            let text: StaticString = random.pick(texts)
            let kind: FieldValue.Kind = ByteView(text).text == "null" ? .null : .plain
            line[column] = FieldValue(kind, ByteView(text))
        }
        line[.trajectories] = FieldValue(.list, ByteView(random.pick(lists)))
        let parts = line.parts
        try written(line).withByteView { view in
            var index = JSONIndex()
            try index.index(view)
            #expect(PresentParts(of: index) == parts)
        }
    }
}
