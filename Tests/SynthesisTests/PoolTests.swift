import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Synthesis

@Suite("Synthetic pools")
struct PoolTests {
    private func contents(_ folder: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
        where Folder.hasFile(folder + "/" + name) {
            contents[name] = try InputFile.contents(of: folder + "/" + name)
        }
        return contents
    }

    @Test("the same settings give the same bytes, for 1, 2 and 5 threads; another seed gives others")
    func deterministic() throws {
        var pool = SyntheticPool()
        pool.rows = 1500
        let folder = TemporaryFolder()
        var found: [[String: [UInt8]]] = []
        for threads in [1, 2, 5] {
            _ = try pool.write(to: folder.path + "/\(threads)", threads: threads) { _, _ in }
            found.append(try contents(folder.path + "/\(threads)"))
        }
        #expect(found[0] == found[1] && found[0] == found[2])
        #expect(found[0].keys.sorted().count == 29)
        pool.seed = 1
        _ = try pool.write(to: folder.path + "/1", threads: 2, isForced: true) { _, _ in }
        #expect(try contents(folder.path + "/1") != found[0])
        #expect(Folder.names(in: folder.path) == ["1", "2", "5"])
    }

    @Test("a folder that holds other files is left alone")
    func otherFiles() throws {
        let folder = TemporaryFolder()
        try Folder.make(folder.path)
        try OutputFile.write([0x78], to: folder.path + "/mine.txt")
        #expect(throws: SyntheticPool.Fault.self) { try SyntheticPool().write(to: folder.path, threads: 1) { _, _ in } }
        #expect(Folder.names(in: folder.path) == ["mine.txt"])
    }

    @Test("all formats occur, and a quarter of the JSON rows are escaped to ASCII")
    func formats() throws {
        var pool = SyntheticPool()
        pool.rows = 3000
        pool.traceScale = 0
        let folder = TemporaryFolder()
        _ = try pool.write(to: folder.path, threads: 2) { _, _ in }
        let names = try contents(folder.path).keys
        for ending in [".jsonl", ".json", ".csv", ".tsv", ".xml", ".sqlite"] {
            #expect(names.contains { $0.hasPrefix("sources/") && $0.hasSuffix(ending) }, "\(ending)")
        }
        let numina = String(
            decoding: try InputFile.contents(of: folder.path + "/sources/numina_math_cot.jsonl"), as: UTF8.self)
        let escaped = numina.split(separator: "\n").count { $0.contains("\\u") }
        let plain = numina.split(separator: "\n").count { line in line.utf8.contains { $0 >= 0x80 } }
        #expect(escaped > 20 && plain > 2 * escaped)
    }
}
