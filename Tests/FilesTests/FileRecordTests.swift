import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Files on record")
struct FileRecordTests {
    private static let digest: Digest = Array("content".utf8).withByteView { Digest(of: $0, .xxh64) }

    private func record(_ path: String, size: Int = 7) -> FileRecord {
        FileRecord(path: path, size: size, digest: Self.digest)
    }

    /// Why JSON is not a record: the path that lies elsewhere, or "none"; nil if it is one.
    private func refusal(_ document: JSON, isPlace: (String) -> Bool = { _ in true }) -> String? {
        do {
            _ = try FileRecord(document, isPlace: isPlace)
            return nil
        } catch FileRecord.Fault.isElsewhere(let path) {
            return path
        } catch {
            return "none"
        }
    }

    @Test("are read as they were written", arguments: ["a", "a/b.jsonl", "e\u{301}", "\"1\"\n", "é 数😀"])
    func written(_ path: String) throws {
        for size in [0, 1, Int(Int32.max) * 4] {
            let record = record(path, size: size)
            let found = try FileRecord(record.json, isPlace: { $0 == path })
            #expect(found == record)
            #expect(Array(found.path.utf8) == Array(path.utf8))
        }
    }

    @Test("are compared by the bytes of their paths, of which the first counts")
    func paths() {
        #expect(record("e\u{301}") != record("\u{E9}"))
        let paths: [String] = ["a", "e\u{301}", "\u{E9}", "a"]
        let records = paths.indices.map { record(paths[$0], size: $0 + 1) }
        let byPath = records.byPath
        #expect(byPath.count == 3)
        #expect(byPath["a"]?.size == 1)
        #expect(byPath["e\u{301}"]?.size == 2)
        #expect(byPath["\u{E9}"]?.size == 3)
    }

    @Test("that lack something, or name no size or digest, are none")
    func faulty() {
        let whole: [(name: String, value: JSON)] = [
            ("path", "a"), ("bytes", 7), ("digest", .string(Self.digest.description)),
        ]
        let wrong: [(name: String, value: JSON)] = [
            ("path", 3), ("bytes", .number("-1")), ("bytes", "7"), ("bytes", .number("7.5")), ("digest", "md5:00"),
            ("digest", "xxh64"), ("digest", .null),
        ]
        var object = JSONObject()
        for (name, value) in whole { object[name] = value }
        #expect(refusal(.object(object)) == nil)
        for (name, value) in wrong {
            var changed = object
            changed[name] = value
            #expect(refusal(.object(changed)) == "none", "\(name)")
            changed[name] = nil
            #expect(refusal(.object(changed)) == "none", "\(name)")
        }
        #expect(refusal(.list([])) == "none")
    }

    @Test("whose paths lie elsewhere are refused by their paths")
    func elsewhere() {
        for path in ["../a", "/a", "a//b", "a/./b", ""] {
            #expect(refusal(record(path).json, isPlace: FolderTree.isPlace) == path)
            #expect(refusal(record(path).json) == nil)
        }
        #expect(refusal(record("a\0b").json) == "a\0b")
    }

    @Test("are there if the file has their size and contents, and is no link or folder")
    func there() throws {
        let folder = TemporaryFolder()
        folder.write("sub/a", "content")
        folder.write("other", "contend")
        folder.write("longer", "content!")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "sub/a")
        let tree = FolderTree(folder.path)
        #expect(try record("sub/a").isThere(in: tree))
        #expect(try !record("sub/a", size: 8).isThere(in: tree))
        for name in ["other", "longer", "link", "sub", "missing"] {
            let isThere = try record(name).isThere(in: tree)
            #expect(!isThere, "\(name)")
        }
    }
}
