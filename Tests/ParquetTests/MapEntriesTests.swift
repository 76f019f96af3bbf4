import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: entries of a map")
struct MapEntriesTests {
    /// The map as it is written with all entries, and what is left of it.
    private static func written(_ entries: [(key: String, value: Int)], behind start: String) -> String {
        var writer = ByteWriter(capacity: 16)
        func write(_ text: String) { Array(text.utf8).withByteView { writer.append($0) } }
        write(start)
        var map = MapEntries(start: writer.count)
        write("{")
        for (place, entry) in entries.enumerated() {
            if place > 0 { write(",") }
            let first = writer.count
            write("\"\(entry.key)\"")
            let keyEnd = writer.count
            write(":\(entry.value)")
            map.append(first..<writer.count, keyEnd: keyEnd)
        }
        write("}")
        map.removeEarlier(in: &writer)
        return writer.bytes.text
    }

    @Test("of equal keys the last entry is left, in the place where it stands", arguments: 0..<50)
    func lastOfEachKey(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let entries = (0..<random.below(12)).map { number in
            (key: random.pick(["", "a", "b", "ab", "é", "a b"]), value: number)
        }
        let left = entries.enumerated().filter { place, entry in
            !entries[(place + 1)...].contains { $0.key == entry.key }
        }
        let expected = left.map { "\"\($1.key)\":\($1.value)" }.joined(separator: ",")
        for start in ["", "[1,2,"] {
            #expect(Self.written(entries, behind: start) == start + "{" + expected + "}")
        }
    }

    @Test("a million entries of one key are one, or a row that is too long")
    func rejected() {
        // One key and nulls: a million entries from a few bytes of levels.
        let count = 1_000_000
        func runs(_ first: UInt8, _ others: UInt8) -> [UInt8] {
            [2, first] + ThriftWriter.varint(UInt64(count - 1) << 1) + [others]
        }
        func levels(_ runs: [UInt8]) -> [UInt8] { Plain.int32s([runs.count]) + runs }
        let repetitions = levels(runs(0, 1))
        let keys = RawFile.Page(
            values: count, encoding: 8, body: repetitions + levels(runs(2, 2)) + [0])
        let values = RawFile.Page(values: count, body: repetitions + levels(runs(2, 2)))
        let schema = [
            RawFile.Element.group("m", 1, repetition: 1, converted: 1), .group("key_value", 2, repetition: 2),
            .text("key"), .int32("value", repetition: 1),
        ]
        let file = RawFile(
            schema, fields: 1, rows: 1,
            [
                RawFile.Chunk(type: 6, pages: [.dictionary(1, Plain.texts(["k"])), keys]),
                RawFile.Chunk(type: 1, pages: [values]),
            ])
        #expect(ReadRows(file.bytes, longestRow: 1000).lines == ["fault: tooLong"])
        #expect(ReadRows(file.bytes, longestRow: 1 << 24).lines == [#"{"m":{"k":null}}"#])
    }
}
