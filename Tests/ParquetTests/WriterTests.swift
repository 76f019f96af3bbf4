import Bytes
import TestSupport
import Testing

@testable import Parquet

/// Rows as lines of JSON, and the file that they are written to.
private struct Written {
    static let columns = [
        WrittenColumn("t", .text), WrittenColumn("n", .integer), WrittenColumn("l", .texts),
    ]

    let bytes: [UInt8]

    init(_ lines: [String], _ columns: [WrittenColumn] = columns, largestGroup: Int = 90 << 20) throws {
        var bytes: [UInt8] = []
        let writer = try ParquetWriter(columns, application: "curate version 1", largestGroup: largestGroup) {
            bytes.append($0)
        }
        var index = JSONIndex()
        for line in lines {
            try Array(line.utf8).withByteView { view in
                try index.index(view)
                try writer.append(
                    columns.map { column in
                        index.fields.first { $0.name.text == column.name }?.value ?? .null
                    })
            }
        }
        try writer.finish()
        self.bytes = bytes
    }
}

@Suite("Parquet: written files")
struct WriterTests {
    /// A row of the three columns.
    private static func line(_ text: String?, _ number: Int?, _ list: [String?]?) -> String {
        func quoted(_ text: String?) -> String {
            guard let text else { return "null" }
            var bytes: [UInt8] = []
            Array(text.utf8).withByteView { bytes.append(quoted: $0) }
            return String(decoding: bytes, as: UTF8.self)
        }
        let texts = list.map { "[" + $0.map(quoted).joined(separator: ",") + "]" } ?? "null"
        return "{\"t\":\(quoted(text)),\"n\":\(number.map(String.init) ?? "null"),\"l\":\(texts)}"
    }

    @Test("give back their rows")
    func rows() throws {
        let lines = [
            Self.line("a", 1, ["x", "y"]), Self.line(nil, nil, nil), Self.line("", -1, []),
            Self.line("é\n\"", .max, [nil]),
            Self.line("\u{0}", .min, ["", nil, "z"]),
        ]
        let read = ReadRows(try Written(lines).bytes)
        #expect(read.refusal == nil && read.rest == nil)
        #expect(read.lines == lines)
        #expect(ReadRows(try Written([]).bytes).lines == [])
        #expect(try Written(lines).bytes == Written(lines).bytes)
    }

    @Test("give back any rows, whatever the size of row groups", arguments: [1, 500, 90 << 20])
    func property(_ largestGroup: Int) throws {
        var random = SeededRandom(largestGroup == 1 ? 1 : 2)
        func text() -> String? {
            let words = ["a", "é", "𝄞", "\\", "\n", "long words come again and again "]
            return random.below(5) == 0 ? nil : (0..<random.below(40)).map { _ in random.pick(words) }.joined()
        }
        let lines = (0..<400).map { _ in
            let list: [String?]? = random.below(4) == 0 ? nil : (0..<random.below(4)).map { _ in text() }
            let number = random.below(3) == 0 ? nil : Int(truncatingIfNeeded: random.next())
            return Self.line(text(), number, list)
        }
        let written = try Written(lines, largestGroup: largestGroup)
        let file = try ParquetFile(MemorySource(bytes: written.bytes))
        #expect(largestGroup == 1 ? file.rowGroups.count == 400 : file.rowGroups.count >= 1)
        #expect(ReadRows(written.bytes).lines == lines)
        #expect(ReadRows(written.bytes, spanBytes: 16).lines == lines)
        let nulls = lines.count { $0.hasPrefix("{\"t\":null") }
        #expect(file.nullCount(ofField: 0) == nulls)
        #expect(file.rowCount == 400)
    }

    /// Texts of a few thousand bytes.
    private static func texts(_ count: Int, seed: UInt64 = 7) -> [String] {
        var random = SeededRandom(seed)
        return (0..<count).map { _ in
            let words = (0..<300 + random.below(600)).map { _ in String(random.next() % 100_000) }
            return line(words.joined(separator: " "), nil, nil)
        }
    }

    /// The pages of the first column.
    private static func pages(_ bytes: [UInt8]) throws -> [[UInt8]] {
        let file = try ParquetFile(MemorySource(bytes: bytes))
        let places = try file.selection().chunks
        return try file.rowGroups.enumerated().flatMap { number, group in
            let place = try #require(places[number][0])
            let index = try #require(
                PageIndex.read(file.source, group.chunks[0], place, rowCount: group.rowCount), "a page index")
            return index.pages.map { Array(bytes[$0.offset..<$0.offset + $0.size]) }
        }
    }

    @Test("have pages of 128 KB to 1 MB, which a changed row leaves as they are but for its own")
    func pages() throws {
        let lines = Self.texts(2000)
        let bytes = try Written(lines).bytes
        let pages = try Self.pages(bytes)
        #expect(pages.count > 10)
        let sizes = pages.dropLast().compactMap { page -> Int? in
            let header = try? page.withByteView { view throws in
                var reader = ThriftReader(view)
                return try PageHeader(&reader)
            }
            return header?.size
        }
        #expect(sizes.count == pages.count - 1)
        #expect(sizes.allSatisfy { $0 >= 1 << 17 && $0 < 1 << 20 + 8192 }, "\(sizes)")
        for place in [0, 777, 1999] {
            var others = lines
            others.remove(at: place)
            let changed = try Self.pages(Written(others).bytes)
            let shared = Set(changed).intersection(pages).count
            #expect(shared >= pages.count - 4, "\(shared) of \(pages.count)")
        }
        #expect(ReadRows(bytes, keepsLines: true).lines == lines)
    }

    @Test("have no page of more than 1 MB but of one row, or of one behind less than 128 KB")
    func largestPages() throws {
        var random = SeededRandom(9)
        let sizes = (0..<40).map { _ in random.pick([1, 1000, 90_000, 600_000, 1_020_000]) }
        let lines = sizes.map { Self.line(String(repeating: "x", count: $0), nil, nil) }
        let rows = try Self.pageSizes(Written(lines).bytes)
        #expect(rows.allSatisfy { $0.size <= 1 << 20 || $0.rows == 1 || $0.size < 1_020_000 + (1 << 17) }, "\(rows)")
        let empty = (0..<400_000).map { _ in Self.line("", nil, nil) }
        let pages = try Self.pageSizes(Written(empty).bytes)
        #expect(pages.count == 2 && pages.allSatisfy { $0.size <= (1 << 20) + 100 }, "\(pages)")
    }

    /// The size of each page of the first column without its header, and its rows.
    private static func pageSizes(_ bytes: [UInt8]) throws -> [(size: Int, rows: Int)] {
        try pages(bytes).map { page in
            try page.withByteView { view throws in
                var reader = ThriftReader(view)
                let header = try PageHeader(&reader)
                return (header.size, header.valueCount)
            }
        }
    }

    @Test("are broken by any changed byte of a page, which its checksum tells")
    func checksums() throws {
        let bytes = try Written([Self.line("some text", 1, ["x"])]).bytes
        let place = try #require(bytes.firstIndex(of: UInt8(ascii: "m")))
        var changed = bytes
        changed[place] ^= 1
        #expect(ReadRows(changed).rest?.reason.contains("checksum") == true)
    }

    @Test("take a value of another type for null")
    func otherTypes() throws {
        let read = ReadRows(try Written([#"{"t":7,"n":"x","l":{}}"#, #"{"t":[1],"n":1.5,"l":[7]}"#]).bytes)
        #expect(read.lines == [#"{"t":"7","n":null,"l":null}"#, #"{"t":"[1]","n":null,"l":["7"]}"#])
    }
}

@Suite("Parquet: what written files are made of")
struct WriterPartTests {
    @Test("levels are read as they were written", arguments: [1, 2, 3])
    func levels(_ bits: Int) throws {
        var random = SeededRandom(UInt64(bits))
        for count in [0, 1, 7, 8, 9, 16, 500] {
            for isCalm in [true, false] {
                var levels: [UInt8] = []
                while levels.count < count {
                    let level = UInt8(random.below(1 << bits))
                    levels += repeatElement(level, count: isCalm ? 1 + random.below(40) : 1)
                }
                levels = Array(levels.prefix(count))
                let bytes = LevelEncoder.encode(levels, bits: bits)
                #expect(bytes[..<4].elementsEqual(Plain.int32s([bytes.count - 4])))
                let runs = Array(bytes[4...])
                let decoded: [UInt8]? = runs.withByteView { view in
                    var numbers = GrowingBuffer<UInt32>(capacity: count)
                    var decoder = RunLengthDecoder(view, width: bits)
                    guard count == 0 || decoder.decode(count, into: &numbers) else { return nil }
                    return (0..<numbers.count).map { UInt8(numbers[$0]) }
                }
                #expect(decoded == levels)
            }
        }
    }

    @Test("a structure is what Thrift's compact protocol makes of it")
    func thrift() {
        let long = (0..<20).map { [UInt8($0)] }
        let made = ThriftEncoder.structure {
            $0.int32(1, -3)
            $0.int64(3, 1 << 40)
            $0.binary(4, Array("ab".utf8))
            $0.bool(5, true)
            $0.bool(6, false)
            $0.structure(12, ThriftEncoder.structure { $0.int16(1, 300) })
            $0.structures(13, [[0], [0]])
            $0.binaries(14, long)
            $0.int32s(15, [1, -1])
            $0.int64s(16, [])
            $0.bools(17, [true, false])
        }
        let expected: [UInt8] =
            [0x15, 5, 0x26] + ThriftWriter.signed(1 << 40) + [0x18, 2, 0x61, 0x62, 0x11, 0x12, 0x6C, 0x14]
            + ThriftWriter.signed(300) + [0, 0x19, 0x2C, 0, 0, 0x19, 0xF8, 20] + long.flatMap { [1] + $0 }
            + [0x19, 0x25, 2, 1, 0x19, 0x06, 0x19, 0x21, 1, 2, 0]
        #expect(made == expected)
    }

    @Test(
        "bounds of texts have whole characters, and no more than 64 bytes",
        arguments: [
            (["b", "a", ""], "", true, "b", true), (["é"], "é", true, "é", true),
            (
                [String(repeating: "a", count: 65)], String(repeating: "a", count: 64), false,
                String(repeating: "a", count: 63) + "b", false
            ),
            (
                [String(repeating: "a", count: 63) + "é!"], String(repeating: "a", count: 63), false,
                String(repeating: "a", count: 62) + "b", false
            ),
            (
                [String(repeating: "\u{10FFFF}", count: 16)], String(repeating: "\u{10FFFF}", count: 16), true,
                String(repeating: "\u{10FFFF}", count: 16), true
            ),
            (
                ["a" + String(repeating: "\u{10FFFF}", count: 20)],
                "a" + String(repeating: "\u{10FFFF}", count: 15), false, "b", false
            ),
            (
                [String(repeating: "a", count: 61) + "\u{D7FF}xxxx"], String(repeating: "a", count: 61) + "\u{D7FF}",
                false,
                String(repeating: "a", count: 61) + "\u{E000}", false
            ),
        ] as [([String], String, Bool, String, Bool)])
    func bounds(_ texts: [String], _ lower: String, _ isLowerExact: Bool, _ upper: String, _ isUpperExact: Bool) throws
    {
        var bounds = ValueBounds(.text)
        for text in texts { Array(text.utf8).withByteView { bounds.take($0) } }
        let (least, greatest) = (try #require(bounds.lowerBound), try #require(bounds.upperBound))
        #expect(String(decoding: least.bytes, as: UTF8.self) == lower && least.isExact == isLowerExact)
        #expect(String(decoding: greatest.bytes, as: UTF8.self) == upper && greatest.isExact == isUpperExact)
    }

    @Test("bounds enclose all values, and those of pages together those of their column")
    func enclose() throws {
        var random = SeededRandom(3)
        for _ in 0..<200 {
            let texts = (0..<1 + random.below(6)).map { _ in
                String(repeating: random.pick(["a", "é", "𝄞"]), count: random.below(40))
                    + random.pick(["", "b", "\u{10FFFF}"])
            }
            var (all, first, second) = (ValueBounds(.text), ValueBounds(.text), ValueBounds(.text))
            for (place, text) in texts.enumerated() {
                Array(text.utf8).withByteView { view in
                    all.take(view)
                    if place.isMultiple(of: 2) { first.take(view) } else { second.take(view) }
                }
            }
            first.takeNull()
            first.merge(second)
            let (lower, upper) = (try #require(first.lowerBound), try #require(first.upperBound))
            #expect(lower.bytes == all.lowerBound?.bytes && upper.bytes == all.upperBound?.bytes && first.nulls == 1)
            for text in texts {
                #expect(!Array(text.utf8).lexicographicallyPrecedes(lower.bytes))
                #expect(!upper.bytes.lexicographicallyPrecedes(Array(text.utf8)))
            }
        }
    }

    @Test("numbers are compared by their value")
    func numbers() {
        var bounds = ValueBounds(.integer)
        for number in [3, -1, 256, .min] { Plain.int64s([number]).withByteView { bounds.take($0) } }
        #expect(bounds.lowerBound?.bytes == Plain.int64s([.min]) && bounds.upperBound?.bytes == Plain.int64s([256]))
    }
}
