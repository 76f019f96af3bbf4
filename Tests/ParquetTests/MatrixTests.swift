import Foundation
import Testing

@testable import Parquet

/// Files that other writers made, with the rows that each must give, in the folder that CURATE_PARQUET_FILES names.
@Suite("Parquet: files of other writers", .enabled(if: Matrix.folder != nil, "CURATE_PARQUET_FILES names a folder"))
struct MatrixTests {
    @Test("each file gives its rows, or is the fault that it must be", arguments: Matrix.entries)
    func file(_ entry: Matrix.Entry) throws {
        let folder = try #require(Matrix.folder)
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "matrix/\(entry.name).parquet")))
        let expected = try Matrix.lines(folder, entry.name)
        let says = entry.says ?? ""
        let isLarge = entry.name.hasPrefix("bomb_")
        let read = ReadRows(bytes, longestRow: 1 << 24, keepsLines: !isLarge)
        if let codec = entry.refusedCodec {
            #expect(read.refusal?.reason.contains(codec) == true)
            return
        }
        switch entry.outcome {
        case "refuse":
            let refusal = try #require(read.refusal)
            #expect(refusal.description.contains(says), "\(refusal)")
        case "rest":
            let rest = try #require(read.rest)
            #expect(rest.description.contains(says), "\(rest)")
            #expect(read.lines == expected)
        case "column":
            let refusal = try #require(read.refusal)
            #expect(refusal.description.contains(says), "\(refusal)")
            let file = try ParquetFile(MemorySource(bytes: bytes))
            let names = file.fields.map { String(decoding: $0.name, as: UTF8.self) }
            let others = ReadRows(bytes, fields: names.filter { !(entry.columns ?? []).contains($0) })
            #expect(others.lines == expected)
            #expect(others.refusal == nil && others.rest == nil)
        default:
            #expect(read.refusal == nil, "\(read.refusal?.description ?? "")")
            #expect(read.rest == nil, "\(read.rest?.description ?? "")")
            if !isLarge { #expect(read.lines == expected) }
        }
        // The cuts change no row.
        guard entry.outcome != "refuse", !isLarge else { return }
        let cut = ReadRows(bytes, longestRow: 1 << 24, spanBytes: 16)
        #expect(cut.lines == read.lines)
    }

    @Test("what is small in the file and large in memory gives its rows without being large")
    func bombs() throws {
        let folder = try #require(Matrix.folder)
        for (name, rows) in [("bomb_nulls", 10_000_000), ("bomb_dictionary", 2000), ("bomb_zstd_row", 2)] {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "matrix/\(name).parquet")))
            let read = ReadRows(bytes, keepsLines: name == "bomb_zstd_row")
            #expect(read.rowCount == rows, "\(name)")
            #expect(read.lines == (name == "bomb_zstd_row" ? ["fault: tooLong", #"{"t":"b"}"#] : []))
        }
    }

    /// What the files of apache/parquet-testing that cannot be read must say.
    private static let refused: [(name: String, says: String)] = [
        ("corrupt-checksum", "checksum"), (".encrypted", "encrypted"), ("brotli", "brotli"),
        ("ARROW-GH-41317", "rows"), ("ARROW-GH-41321", "dictionary"), ("ARROW-GH-45185", "levels"),
        ("ARROW-GH-47662", "values"), ("GH-6229-DICT", "outside"),
        ("GH-6229-LEVELS", "page"), ("PARQUET-1481", "schema"),
    ]

    @Test("apache/parquet-testing", arguments: Matrix.testing)
    func apache(_ name: String) throws {
        let folder = try #require(Matrix.folder)
        let read = ReadRows([UInt8](try Data(contentsOf: folder.appending(path: "testing/\(name)"))))
        let fault = read.refusal ?? read.rest
        if let refused = Self.refused.first(where: { name.contains($0.name) }) {
            let words = fault?.description ?? "none"
            #expect(words.contains(refused.says))
        } else {
            #expect(fault == nil, "\(fault?.description ?? "")")
            if name.contains("43605") { #expect(read.rowCount == 21_186) }
        }
    }
}

/// The folder with the files, and what stands in it.
enum Matrix {
    struct Entry: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let outcome: String
        let what: String
        let says: String?
        let columns: [String]?

        var testDescription: String { "\(name): \(what)" }

        /// A codec that is not read, where the file has one.
        var refusedCodec: String? { name.contains("brotli") ? "brotli" : nil }
    }

    static let folder: URL? = ProcessInfo.processInfo.environment["CURATE_PARQUET_FILES"].map { URL(filePath: $0) }

    static let entries: [Entry] = {
        guard let folder, let data = try? Data(contentsOf: folder.appending(path: "matrix/manifest.json")) else {
            return []
        }
        return (try? JSONDecoder().decode([Entry].self, from: data)) ?? []
    }()

    static let testing: [String] = {
        guard let folder else { return [] }
        return ["data", "bad_data"].flatMap { part in
            let names = try? FileManager.default.contentsOfDirectory(
                atPath: folder.appending(path: "testing/\(part)").path)
            return (names ?? []).filter { $0.contains(".parquet") && !$0.hasSuffix(".md") }.sorted()
                .map { "\(part)/\($0)" }
        }
    }()

    /// The lines of a file's rows, faults as `ReadRows` words them; none where it has no rows.
    static func lines(_ folder: URL, _ name: String) throws -> [String] {
        guard let data = try? Data(contentsOf: folder.appending(path: "matrix/\(name).jsonl")) else { return [] }
        return data.split(separator: 0x0A).map {
            let line = String(decoding: $0, as: UTF8.self)
            guard line.hasPrefix("{\"$fault\"") else { return line }
            return line.contains("UTF-8") ? "fault: notText" : "fault: tooLong"
        }
    }
}
