import TestSupport
import Testing

@testable import Parquet

/// A field of a schema: a number, a structure or a list, of which any may be null where it is optional.
private struct Node {
    indirect enum Shape {
        case number
        case structure([Node])
        case list(Node)
    }

    let isOptional: Bool
    let shape: Shape

    /// Creates a field with no more than so many fields in one another.
    init(depth: Int, _ random: inout SeededRandom) {
        isOptional = random.below(2) == 0
        switch depth == 0 ? 0 : random.below(3) {
        case 0: shape = .number
        case 1:
            var members: [Node] = []
            for _ in 0..<1 + random.below(3) { members.append(Node(depth: depth - 1, &random)) }
            shape = .structure(members)
        default: shape = .list(Node(depth: depth - 1, &random))
        }
    }

    var columnCount: Int {
        switch shape {
        case .number: 1
        case .structure(let members): members.reduce(0) { $0 + $1.columnCount }
        case .list(let element): element.columnCount
        }
    }

    static func name(_ place: Int) -> String { "m\(place)" }

    func schema(_ name: String) -> [RawFile.Element] {
        let repetition = isOptional ? 1 : 0
        switch shape {
        case .number: return [.int32(name, repetition: repetition)]
        case .structure(let members):
            var elements: [RawFile.Element] = [.group(name, members.count, repetition: repetition)]
            for (place, member) in members.enumerated() { elements += member.schema(Self.name(place)) }
            return elements
        case .list(let element):
            let head: [RawFile.Element] = [
                .group(name, 1, repetition: repetition, converted: 3), .group("list", 1, repetition: 2),
            ]
            return head + element.schema("element")
        }
    }

    /// The highest levels of its columns.
    func highest(repetition: Int, definition: Int) -> [(repetition: Int, definition: Int)] {
        let present = definition + (isOptional ? 1 : 0)
        switch shape {
        case .number: return [(repetition: repetition, definition: present)]
        case .structure(let members):
            return members.flatMap { $0.highest(repetition: repetition, definition: present) }
        case .list(let element): return element.highest(repetition: repetition + 1, definition: present + 1)
        }
    }
}

/// What a field has in a row.
private indirect enum Value {
    case null
    case number(Int)
    case structure([Value])
    case list([Value])

    init(_ node: Node, _ random: inout SeededRandom) {
        if node.isOptional, random.below(4) == 0 {
            self = .null
            return
        }
        var values: [Value] = []
        switch node.shape {
        case .number: self = .number(random.below(2000) - 1000)
        case .structure(let members):
            for member in members { values.append(Value(member, &random)) }
            self = .structure(values)
        case .list(let element):
            for _ in 0..<random.below(4) { values.append(Value(element, &random)) }
            self = .list(values)
        }
    }

    var json: String {
        switch self {
        case .null: return "null"
        case .number(let number): return String(number)
        case .structure(let values):
            var members: [String] = []
            for (place, value) in values.enumerated() { members.append("\"\(Node.name(place))\":" + value.json) }
            return "{" + members.joined(separator: ",") + "}"
        case .list(let values): return "[" + values.map { $0.json }.joined(separator: ",") + "]"
        }
    }
}

/// Columns of numbers with their levels, as rows are taken apart for them.
private struct Columns {
    private var entries: [[(repetition: Int, definition: Int, number: Int?)]]

    init(count: Int) {
        entries = Array(repeating: [], count: count)
    }

    /// Appends a value whose first element repeats at a level.
    ///
    /// - Parameters:
    ///   - lists: how many lists it stands in.
    ///   - column: the first of the field's columns.
    mutating func append(
        _ value: Value, of node: Node, column: Int, repetition: Int = 0, definition: Int = 0, lists: Int = 0
    ) {
        let present = definition + (node.isOptional ? 1 : 0)
        switch (value, node.shape) {
        case (.number(let number), .number):
            entries[column].append((repetition: repetition, definition: present, number: number))
        case (.structure(let values), .structure(let members)):
            var next = column
            for (value, member) in zip(values, members) {
                append(
                    value, of: member, column: next, repetition: repetition, definition: present, lists: lists)
                next += member.columnCount
            }
        case (.list(let values), .list(let element)):
            if values.isEmpty { appendNothing(node, column, repetition, present) }
            for (place, value) in values.enumerated() {
                append(
                    value, of: element, column: column, repetition: place == 0 ? repetition : lists + 1,
                    definition: present + 1, lists: lists + 1)
            }
        default: appendNothing(node, column, repetition, definition)
        }
    }

    private mutating func appendNothing(_ node: Node, _ column: Int, _ repetition: Int, _ definition: Int) {
        for k in column..<column + node.columnCount {
            entries[k].append((repetition: repetition, definition: definition, number: nil))
        }
    }

    /// A column's entries in pages that end anywhere, also within a row.
    func chunk(
        _ column: Int, highest: (repetition: Int, definition: Int), _ random: inout SeededRandom
    ) -> RawFile.Chunk {
        var pages: [RawFile.Page] = []
        var left = entries[column][...]
        while !left.isEmpty {
            let part = left.prefix(1 + random.below(30))
            left = left.dropFirst(part.count)
            var body = Self.levels(part.map { $0.repetition }, highest: highest.repetition)
            body += Self.levels(part.map { $0.definition }, highest: highest.definition)
            body += Plain.int32s(part.compactMap { $0.number })
            pages.append(RawFile.Page(values: part.count, body: body))
        }
        return RawFile.Chunk(type: 1, pages: pages)
    }

    /// Levels as a page of version 1 has them: none where there is only one.
    private static func levels(_ levels: [Int], highest: Int) -> [UInt8] {
        highest == 0 ? [] : Plain.levels(levels, width: Int.bitWidth - highest.leadingZeroBitCount)
    }
}

@Suite("Parquet: nested rows taken apart and put together")
struct NestedRoundTests {
    /// Rows of a schema made at random, and a file of them whose pages end anywhere.
    private static func sample(_ seed: Int) -> (lines: [String], bytes: [UInt8]) {
        var random = SeededRandom(UInt64(seed))
        let node = Node(depth: 1 + seed % 4, &random)
        var columns = Columns(count: node.columnCount)
        var lines: [String] = []
        for _ in 0..<50 {
            let value = Value(node, &random)
            lines.append("{\"f\":" + value.json + "}")
            columns.append(value, of: node, column: 0)
        }
        var chunks: [RawFile.Chunk] = []
        for (column, highest) in node.highest(repetition: 0, definition: 0).enumerated() {
            chunks.append(columns.chunk(column, highest: highest, &random))
        }
        let file = RawFile(node.schema("f"), fields: 1, rows: lines.count, chunks)
        return (lines: lines, bytes: file.bytes)
    }

    @Test("rows of any schema come back, wherever pages end", arguments: 0..<60)
    func pages(_ seed: Int) {
        let sample = Self.sample(seed)
        let read = ReadRows(sample.bytes)
        #expect(read.refusal == nil && read.rest == nil, "\(read.rest?.description ?? "refused")")
        #expect(read.lines == sample.lines)
    }

    @Test("and wherever spans begin, also where the last page goes on with a row", arguments: 0..<60)
    func spans(_ seed: Int) {
        let sample = Self.sample(seed)
        for spanBytes in [1, 200] {
            let read = ReadRows(sample.bytes, spanBytes: spanBytes)
            #expect(read.refusal == nil && read.rest == nil, "\(read.rest?.description ?? "refused")")
            #expect(read.lines == sample.lines)
        }
    }
}
