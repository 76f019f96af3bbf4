import Bytes
import Files
import Foundation
import Testing

@testable import Curation

@Suite("Input that was made to do harm, or is simply broken")
struct HostileInputTests {
    private let folder = TemporaryFolder()

    @Test("a header that is not UTF-8 makes no row readable, and none reaches the pool")
    func headerOfBadBytes() throws {
        folder.write("s.csv", bytes: Array("question,not".utf8) + [0x98] + Array("e\nWhat is it?,x\n".utf8))
        #expect(try rejected(format: "csv", "s.csv") == ["line 1: the header line is invalid UTF-8"])
    }

    // MARK: - How the tests ask

    /// What is told of the rows of a source that cannot be read.
    private func rejected(format: String, _ path: String, _ more: [String: JSON] = [:]) throws -> [String] {
        try read(format: format, path, more).rejected
    }

    private func read(
        format: String, _ path: String, _ more: [String: JSON] = [:], limits: JSON = ["rejected": 1]
    ) throws -> (questions: [String], rejected: [String]) {
        var source: JSONObject = JSONObject()
        for (name, value) in [("name", "s"), ("format", .string(format)), ("path", .string(path))] as [(String, JSON)] {
            source[name] = value
        }
        for (name, value) in more { source[name] = value }
        let recipe = try recipe([("sources", [.object(source)]), ("limits", limits)], in: folder)
        let runner = try Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.run([.ingest], force: true, command: "curate")
        let rejected = try folder.lines("run/ingest/rejected.jsonl").map { row in
            let place = row["line"]?.integer.map { "line \($0)" } ?? "row \(row["row"]?.integer ?? 0)"
            return "\(place): \(row["reason"]?.string ?? "")"
        }
        return (try folder.lines("run/ingest/pool.jsonl").map { $0["question"]?.string ?? "" }, rejected)
    }
}

extension TemporaryFolder {
    /// Writes a file of any bytes; returns its path.
    @discardableResult
    func write(_ name: String, bytes: [UInt8]) -> String {
        let full = path + "/" + name
        _ = FileManager.default.createFile(atPath: full, contents: Data(bytes))
        return full
    }
}
