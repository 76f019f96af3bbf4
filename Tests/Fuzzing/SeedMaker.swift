import Bytes
import TestSupport

@testable import Compression
@testable import Parquet

/// The seeds of binary formats, made by the tests' own writers; `CURATE_RENEW=1` writes them to the folder of seeds.
enum SeedMaker {
    /// The files of the subjects whose seeds are made: the subject, the file's name and its bytes.
    static func seeds() throws -> [(subject: String, name: String, bytes: [UInt8])] {
        let text = Array(String(repeating: "What is 6 times 7? ", count: 12).utf8)
        var seeds: [(String, String, [UInt8])] = [
            ("gzip", "members", gzip(text) + gzip([]) + gzip([1])), ("gzip", "padded", gzip(text) + [0, 0, 0]),
            ("zstd", "frames", zstd(text) + [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 7] + zstd([1])),
            ("zstd", "window", zstd(text, window: 20)),
            ("snappy", "copies", try snappy(text)), ("snappy", "literals", try snappy(Array(0...200))),
            ("lz4", "block", [0x45, 0x61, 0x62, 0x63, 0x64, 4, 0, 0x50, 0x65, 0x66, 0x67, 0x68, 0x69]),
            ("hadoop", "block", [0, 0, 0, 5, 0, 0, 0, 6, 0x50, 0x65, 0x66, 0x67, 0x68, 0x69]),
            ("parquet", "written", try written()),
            ("parquet", "texts", RawFile.texts(["a", nil, "é", ""]).bytes),
        ]
        for (name, file) in raw { seeds.append(("parquet", name, file.bytes)) }
        let pages: [(String, [UInt8])] = [
            ("plain", [0, 2] + Plain.int64s([1, -1])), ("texts", [0, 6] + Plain.texts(["a", "bc", ""])),
            ("booleans", [0, 0, 0b1010]), ("runs", [3, 0] + Plain.levels([1, 0, 1], width: 1)),
            ("delta", [5, 1, 0x80, 1, 4, 3, 2, 2, 2, 0, 0, 0] + Array(repeating: 0x1B, count: 8)),
            ("lengths", [6, 6, 0x80, 1, 4, 2, 2, 0, 0, 0, 0, 0, 0x61, 0x62]),
            ("prefixes", [7, 6, 0x80, 1, 4, 1, 0, 0x80, 1, 4, 1, 2, 0x61]),
            ("split", [9, 4, 1, 2, 3, 4, 5, 6, 7, 8]), ("levels", [2, 1, 3, 0x1B, 10, 2]),
        ]
        return seeds + pages.map { ("pages", $0, $1) }
    }

    private static func snappy(_ bytes: [UInt8]) throws -> [UInt8] {
        var writer = ByteWriter(capacity: 0)
        bytes.withByteView { SnappyCompressor.compress($0, to: &writer) }
        return writer.bytes.array
    }

    /// A file of each type of column as `curate` itself writes it.
    private static func written() throws -> [UInt8] {
        var bytes: [UInt8] = []
        let columns = [WrittenColumn("t", .text), WrittenColumn("n", .integer), WrittenColumn("l", .texts)]
        let writer = try ParquetWriter(columns, application: "curate version 1") { bytes.append($0) }
        var index = JSONIndex()
        for line in [#"["a",1,["x",null]]"#, #"[null,null,null]"#, #"["é",-5,[]]"#] {
            try Array(line.utf8).withByteView { view in
                try index.index(view)
                try writer.append(index.fields.map(\.value))
            }
        }
        try writer.finish()
        return bytes
    }

    /// Files byte by byte: a dictionary, pages of version 2, groups in groups, several row groups.
    private static var raw: [(String, RawFile)] {
        let dictionary = RawFile.Page.dictionary(2, Plain.texts(["x", "yy"]))
        let numbers = RawFile.Page(values: 3, encoding: 8, body: [1] + Plain.runs([0, 1, 0], width: 1))
        let second = RawFile.Page(
            kind: 3, values: 2, body: Plain.runs([1, 0], width: 1) + Plain.texts(["z"]), rows: 2, nulls: 1,
            levelSizes: (definition: 4, repetition: 0))
        let list = RawFile(
            [
                .group("l", 1, repetition: 1, converted: 3), .group("list", 1, repetition: 2),
                .text("element", repetition: 1),
            ], fields: 1, rows: 2,
            [
                RawFile.Chunk(
                    type: 6,
                    pages: [
                        RawFile.Page(
                            values: 3,
                            body: Plain.levels([0, 1, 0], width: 1) + Plain.levels([3, 2, 0], width: 2)
                                + Plain.texts(["e"]), rows: 2)
                    ])
            ])
        return [
            ("dictionary", RawFile([.text("t")], rows: 3, [RawFile.Chunk(type: 6, pages: [dictionary, numbers])])),
            ("second", RawFile.texts([], pages: [second])), ("list", list),
            (
                "groups",
                RawFile(
                    [.int32("n")],
                    groups: [1, 2].map { count in
                        (
                            count,
                            [
                                RawFile.Chunk(
                                    type: 1,
                                    pages: [
                                        RawFile.Page(
                                            values: count, body: Plain.int32s(Array(repeating: 7, count: count)))
                                    ], hasIndex: true)
                            ]
                        )
                    })
            ),
        ]
    }
}
