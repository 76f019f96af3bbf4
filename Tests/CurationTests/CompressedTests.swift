import Bytes
import Files
import TestSupport
import Testing

@testable import Rows
@testable import Shapes

@Suite("Compressed files")
struct CompressedTests {
    struct Text: CustomTestStringConvertible, Sendable {
        let format: JSONObject
        let text: String

        var testDescription: String { format["format"]?.string ?? "" }
    }

    private static let count = 3000

    private static let texts: [Text] = [
        Text(
            format: ["format": "jsonl"], text: (0..<count).map { "{\"a\":\($0),\"b\":\"é \($0)\"}\n" }.joined()),
        Text(
            format: ["format": "json"],
            text: "[" + (0..<count).map { "{\"a\":\($0)}" }.joined(separator: ",\n") + "]"),
        Text(format: ["format": "json"], text: (0..<count).map { "{\"a\":\n\($0)}\n" }.joined()),
        Text(
            format: ["format": "json", "record": "x.y"],
            text: "{\"x\":{\"y\":[" + (0..<count).map { "\($0)" }.joined(separator: ",") + "]}}"),
        Text(format: ["format": "csv"], text: "a,b\n" + (0..<count).map { "\($0),\"x\n\($0)\"\n" }.joined()),
        Text(format: ["format": "tsv"], text: "a\tb\r\n" + (0..<count).map { "\($0)\tx\r\n" }.joined()),
        Text(
            format: ["format": "xml", "record": "/r/q"],
            text: "<?xml version=\"1.0\"?>\n<r>\n" + (0..<count).map { "<q a=\"\($0)\"><b>é</b></q>\n" }.joined()
                + "</r>"),
    ]

    /// Several members or frames, with empty ones between them.
    private static func packed(_ text: String) -> [(name: String, bytes: [UInt8])] {
        let bytes = Array(text.utf8)
        let half = bytes.count / 2
        let skipped: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 7, 7]
        return [
            ("f.gz", gzip(bytes)), ("f", gzip(Array(bytes[..<half])) + gzip([]) + gzip(Array(bytes[half...]))),
            ("f.zst", zstd(bytes)), ("f.csv", zstd(bytes, window: 27)),
            ("f.json", skipped + zstd(Array(bytes[..<half])) + skipped + zstd(Array(bytes[half...])) + skipped),
        ]
    }

    @Test("are read as what they hold, whatever their name", arguments: texts)
    func formats(_ text: Text) throws {
        let expected = try rows(Array(text.text.utf8), text.format)
        #expect(expected.count == Self.count && !expected.contains { $0.contains("!") })
        for (name, bytes) in Self.packed(text.text) {
            #expect(try rows(bytes, text.format, name: name) == expected, "\(name)")
        }
    }

    /// The rows of a file with their places: number, offset in what the file holds, offset in the file.
    private func places(_ bytes: [UInt8], _ format: JSONObject) throws -> [(Origin, fault: RowFault?)] {
        let folder = TemporaryFolder()
        folder.write("f", bytes)
        var settings = format
        (settings["name"], settings["path"]) = ("f", "f")
        let input = InputRecipe(CheckedObject(InputRecipe.shape([]).filled(.object(settings))))
        let limits = LimitsRecipe(CheckedObject(["rejected": 1, "row_bytes": 4096, "sqlite_steps": 1_000_000]))
        let reader = try InputReader("f", of: input, in: folder.path, limits: limits, buffers: BufferPool())
        let visitor = RowVisitor(tables: [:], longestText: 4096)
        var places: [(Origin, RowFault?)] = []
        while let batch = try reader.next() {
            try visitor.visit(batch) { origin, row, _ in
                if case .failure(let fault) = row {
                    places.append((origin, fault))
                } else {
                    places.append((origin, nil))
                }
            }
        }
        return places
    }

    @Test("offsets count the bytes that a file holds", arguments: texts)
    func offsets(_ text: Text) throws {
        let plain = try places(Array(text.text.utf8), text.format)
        let packed = try places(gzip(Array(text.text.utf8)), text.format)
        #expect(packed.map(\.0.offset) == plain.map(\.0.offset))
        #expect(packed.map(\.0.number) == plain.map(\.0.number))
        #expect(plain.allSatisfy { $0.0.fileOffset == nil })
    }

    @Test("one that breaks off gives the rows before, and one fault for the rest", arguments: texts)
    func cut(_ text: Text) throws {
        let bytes = Array(text.text.utf8)
        let expected = try rows(bytes, text.format)
        for (packed, name) in [(gzip(bytes), "gzip"), (zstd(bytes), "zstd")] {
            for count in [12, packed.count / 3, packed.count / 2, packed.count - 3] {
                let found = try places(Array(packed[..<count]), text.format)
                let last = try #require(found.last)
                #expect(found.dropLast().allSatisfy { $0.fault == nil })
                #expect(last.fault?.isRest == true)
                #expect(last.fault?.reason == "the \(name) data ends too early at byte \(count) of the file")
                #expect(last.0.fileOffset == count)
                #expect(last.0.number > found.dropLast().last?.0.number ?? 0)
                let read = try rows(Array(packed[..<count]), text.format)
                #expect(expected.starts(with: read.dropLast()))
            }
        }
    }

    @Test("a fault of the text in it is that of the text")
    func faults() throws {
        let lines = "{\"a\":1}\n{\"a\":\n{\"a\":3}\n"
        #expect(try rows(zstd(Array(lines.utf8)), ["format": "jsonl"]) == rows(lines, ["format": "jsonl"]))
        let list = "[{\"a\":1},{\"a\":2}"
        #expect(try rows(gzip(Array(list.utf8)), ["format": "json"]) == rows(list, ["format": "json"]))
        let quotes = "a,b\n\"x,y\n"
        #expect(try rows(gzip(Array(quotes.utf8)), ["format": "csv"]) == rows(quotes, ["format": "csv"]))
        #expect(try rows(gzip([]), ["format": "jsonl"]) == [])
        // No part of a compressed file can be read again to find the next record.
        let xml = "<r>" + (0..<9).map { "<q><a>\($0)</a>\($0 == 5 ? "<" : "")</q>" }.joined() + "</r>"
        let found = try rows(gzip(Array(xml.utf8)), ["format": "xml", "record": "/r/q"])
        #expect(found.prefix(5).map { $0 } == (0..<5).map { "\($0 + 1): a=\"\($0)\"" })
        #expect(found.count == 6 && found[5].hasPrefix("6… ! not well-formed XML"), "\(found)")
    }

    @Test("a tag of too many attributes is counted exactly from the beginning")
    func attributes() throws {
        let signs = String(repeating: "=", count: 12_000)
        let format: JSONObject = ["format": "xml", "record": "/r/q"]
        let text = "<r><q><a>\(signs)</a></q><q b=\"1\"/></r>"
        #expect(try rows(gzip(Array(text.utf8)), format, rowBytes: 1 << 16).count == 2)
        let many = "<r><q " + (0..<10_001).map { "a\($0)=\"\"" }.joined(separator: " ") + "/></r>"
        #expect(
            try rows(gzip(Array(many.utf8)), format, rowBytes: 1 << 20).last?
                .hasSuffix("an element with more than 10000 attributes") == true)
    }

    @Test("other packed files, and archives in compressed ones, are named with the command that unpacks them")
    func named() throws {
        let archive = Array(repeating: UInt8(ascii: "a"), count: 257) + Array("ustar\u{0}00".utf8)
        for (bytes, command) in [
            (archive, "tar -xf"), (gzip(archive), "tar -xf"), (zstd(archive), "tar -xf"),
            (gzip([0x50, 0x4B, 3, 4]), "unzip"), (gzip(gzip(Array("{}".utf8))), "gzip -dc"),
        ] {
            for format in ["jsonl", "json", "csv"] {
                let found = try rows(bytes, ["format": .string(format)])
                #expect(found.count == 1 && found[0].hasPrefix("1… ! ") && found[0].contains(command), "\(found)")
            }
        }
        for (format, more) in [("sqlite", ["table": "t"]), ("parquet", [:])] as [(String, JSONObject)] {
            var settings: JSONObject = ["format": .string(format)]
            for member in more.members { settings[member.name] = member.value }
            #expect(try rows(gzip([1]), settings) == ["1… ! compressed with gzip: gzip -dc unpacks it"])
            #expect(try rows(zstd([1]), settings) == ["1… ! compressed with zstd: zstd -dc unpacks it"])
        }
    }

    @Test("what is small in the file and large out of it is read in pieces")
    func bomb() throws {
        let row = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
        let packed = zstd(row)
        var bytes: [UInt8] = []
        for _ in 0..<64 { bytes += packed }
        let found = try rows(bytes + zstd(Array("\n{\"a\":1}\n".utf8)), ["format": "jsonl"])
        #expect(found == ["1 ! longer than the 4096 bytes that limits.row_bytes allows", "2: a=1"])
    }
}
