import TestSupport
import Testing

@testable import Parquet

/// Lists, maps and structures: their levels, their older forms, and columns that disagree.
@Suite("Parquet: nested fields")
struct ShapeTests {
    typealias Element = RawFile.Element

    /// A column of numbers with its levels.
    private static func numbers(_ values: [Int], repetitions: [Int], definitions: [Int], widths: (Int, Int) = (1, 2))
        -> RawFile.Chunk
    {
        let body =
            Plain.levels(repetitions, width: widths.0) + Plain.levels(definitions, width: widths.1)
            + Plain.int32s(values)
        return RawFile.Chunk(type: 1, pages: [RawFile.Page(values: definitions.count, body: body)])
    }

    private static func rows(_ schema: [Element], _ rows: Int, _ chunks: RawFile.Chunk...) -> ReadRows {
        ReadRows(RawFile(schema, fields: 1, rows: rows, chunks).bytes)
    }

    static let list = Element.group("l", 1, repetition: 1, converted: 3)

    @Test("a list of three levels, whatever these are called", arguments: ["list", "bag", "element"])
    func threeLevels(_ name: String) {
        let schema = [Self.list, .group(name, 1, repetition: 2), .int32("item", repetition: 1)]
        let read = Self.rows(
            schema, 4, Self.numbers([1, 3], repetitions: [0, 1, 0, 0, 0], definitions: [3, 2, 1, 0, 3]))
        #expect(read.lines == [#"{"l":[1,null]}"#, #"{"l":[]}"#, #"{"l":null}"#, #"{"l":[3]}"#])
    }

    @Test(
        "the older forms of lists",
        arguments: [
            ([list, .int32("array", repetition: 2)], "[1,2]"),
            ([list, .group("array", 1, repetition: 2), .int32("x")], #"[{"x":1},{"x":2}]"#),
            ([list, .group("l_tuple", 1, repetition: 2), .int32("x")], #"[{"x":1},{"x":2}]"#),
            ([list, .group("list", 1, repetition: 2), .int32("x")], "[1,2]"),
        ] as [([Element], String)])
    func olderForms(_ schema: [Element], _ value: String) {
        let read = Self.rows(schema, 2, Self.numbers([1, 2], repetitions: [0, 1, 0], definitions: [2, 2, 0]))
        #expect(read.lines == ["{\"l\":\(value)}", #"{"l":null}"#])
    }

    @Test("a repeated field without an annotation is a list that is never null")
    func repeated() {
        let read = Self.rows(
            [.int32("l", repetition: 2)], 2,
            Self.numbers([1, 2], repetitions: [0, 1, 0], definitions: [1, 1, 0], widths: (1, 1)))
        #expect(read.lines == [#"{"l":[1,2]}"#, #"{"l":[]}"#])
    }

    @Test("a map is an object, of equal keys the last stays, and keys are texts")
    func map() {
        let schema: [Element] = [
            .group("m", 1, repetition: 1, converted: 1), .group("key_value", 2, repetition: 2), .int32("key"),
            .int32("value", repetition: 1),
        ]
        let read = Self.rows(
            schema, 3, Self.numbers([1, 2, 1], repetitions: [0, 1, 1, 0, 0], definitions: [2, 2, 2, 1, 0]),
            Self.numbers([7, 9], repetitions: [0, 1, 1, 0, 0], definitions: [3, 2, 3, 1, 0]))
        #expect(read.lines == [#"{"m":{"2":null,"1":9}}"#, #"{"m":{}}"#, #"{"m":null}"#])
    }

    @Test("a null structure is not a structure of nulls")
    func structure() {
        let schema: [Element] = [
            .group("s", 2, repetition: 1), .int32("a", repetition: 1), .int32("b\"", repetition: 0),
        ]
        let read = Self.rows(
            schema, 3, Self.flat([5], definitions: [2, 1, 0]), Self.flat([6, 7], definitions: [1, 1, 0], width: 1))
        #expect(read.lines == [#"{"s":{"a":5,"b\"":6}}"#, #"{"s":{"a":null,"b\"":7}}"#, #"{"s":null}"#])
    }

    private static func flat(_ values: [Int], definitions: [Int], width: Int = 2) -> RawFile.Chunk {
        let body = Plain.levels(definitions, width: width) + Plain.int32s(values)
        return RawFile.Chunk(type: 1, pages: [RawFile.Page(values: definitions.count, body: body)])
    }

    @Test("lists in lists, and a row that goes on in the next page")
    func deep() {
        let schema: [Element] = [
            .group("l", 1, converted: 3), .group("list", 1, repetition: 2),
            .group("element", 1, repetition: 1, converted: 3), .group("list", 1, repetition: 2), .int32("element"),
        ]
        func page(_ values: [Int], _ repetitions: [Int], _ definitions: [Int]) -> RawFile.Page {
            RawFile.Page(
                values: definitions.count,
                body: Plain.levels(repetitions, width: 2) + Plain.levels(definitions, width: 2) + Plain.int32s(values))
        }
        let chunk = RawFile.Chunk(
            type: 1,
            pages: [page([1, 2], [0, 2], [3, 3]), page([3, 4], [2, 1, 0, 1], [3, 2, 1, 3]), page([5], [0], [3])])
        let read = Self.rows(schema, 3, chunk)
        #expect(read.lines == [#"{"l":[[1,2,3],[]]}"#, #"{"l":[null,[4]]}"#, #"{"l":[[5]]}"#])
        let cut = ReadRows(RawFile(schema, fields: 1, rows: 3, [chunk]).bytes, spanBytes: 1)
        #expect(cut.lines == read.lines)
        #expect(cut.spanCount == 2)
    }

    @Test("columns of a list that disagree, and levels that no row has")
    func disagreement() {
        let schema: [Element] = [.group("l", 2, repetition: 2), .int32("a"), .int32("b")]
        func read(_ repetitions: [Int], _ definitions: [Int], _ values: [Int]) -> ParquetError.Code? {
            Self.rows(
                schema, 2, Self.numbers([1, 2, 3], repetitions: [0, 1, 0], definitions: [1, 1, 1], widths: (1, 1)),
                Self.numbers(values, repetitions: repetitions, definitions: definitions, widths: (1, 1))
            ).rest?.code
        }
        #expect(read([0, 1, 0], [1, 1, 1], [4, 5, 6]) == nil)
        #expect(read([0, 0, 1], [1, 1, 1], [4, 5, 6]) == .levels)
        #expect(read([1, 1, 0], [1, 1, 1], [4, 5, 6]) == .levels)
        #expect(read([0, 1, 0], [1, 1, 0], [4, 5]) == .levels)
        #expect(read([0, 0], [1, 0], [4]) == .levels)
    }

    @Test("a long row of a list is faulty, and what comes after is not")
    func longRow() {
        let count = 100
        let schema = [Self.list, .group("list", 1, repetition: 2), .int32("item", repetition: 1)]
        let chunk = Self.numbers(
            Array(repeating: 12345, count: count + 1), repetitions: [0] + Array(repeating: 1, count: count - 1) + [0],
            definitions: Array(repeating: 3, count: count + 1))
        let read = ReadRows(RawFile(schema, fields: 1, rows: 2, [chunk]).bytes, longestRow: 300)
        #expect(read.lines == ["fault: tooLong", #"{"l":[12345]}"#])
    }

    /// Schemas that make no tree, or have no value, and what is said.
    @Test(
        "a schema that cannot be read is refused",
        arguments: [
            ([Element.group("g", 2), .int32("a")], "more fields"), ([Element(name: "a")], "no type"),
            ([.int32("a"), .int32("b")], "belong to no group"), ([Element(name: "a", type: 9)], "type"),
            ([Element(name: "a", type: 1, repetition: 7)], "repetition"), ([.group("g", 0)], "no column"),
            ([.group("g", 2), .int32("a"), .group("e", 0)], "no column"),
            ([.group("g", 2), .group("e", 0), .int32("a")], "no column"),
            ([Element(name: "a", type: 7, length: -1)], "bytes"),
            ([Element(name: "a", type: 7, converted: 21, length: 12)], "INTERVAL"),
            ((0..<65).map { _ in .group("g", 1) } + [.int32("a")], "deep"),
        ] as [([Element], String)])
    func refused(_ schema: [Element], _ says: String) {
        let refusal = ReadRows(RawFile(schema, fields: 1, rows: 0, []).bytes).refusal
        #expect(refusal?.code == .schema || refusal?.code == .footer)
        let columns = schema.filter { $0.type != nil }.count
        let chunks = Array(repeating: Self.flat([], definitions: []), count: columns)
        let whole = ReadRows(RawFile(schema, fields: 1, rows: 0, chunks).bytes).refusal
        #expect(whole?.code == .schema)
        #expect(whole?.reason.contains(says) == true, "\(whole?.reason ?? "none")")
    }
}
