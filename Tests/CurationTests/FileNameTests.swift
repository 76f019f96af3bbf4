import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Recipes
@testable import Runs
@testable import Stages

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Two files of one folder whose names are the same to Unicode, which most file systems of Linux tell apart.
@Suite("File names that only Unicode makes equal")
struct FileNameTests {
    private let folder = TemporaryFolder()
    /// In the order of their bytes.
    private static let names = ["cafe\u{301}.jsonl", "caf\u{E9}.jsonl"]

    private func write(_ name: String, questions: Int = 4) {
        folder.write(
            name,
            lines: (0..<questions).map { ["question": .string("Question \($0)?"), "domain": "A", "trace_tokens": 1] })
    }

    private func run(in name: String = "run") throws -> RunOutcome {
        let recipe = try recipe(
            [
                ("sources", [["name": "s", "format": "jsonl", "path": "caf*.jsonl"]]),
                ("quality", ["require": [], "rules": []]), ("sample", ["target": 2]),
            ], in: folder)
        return try Runner(recipe, folder: folder.path + "/" + name, threads: 2) { _ in }
            .run(recipe.stages.names, force: false)
    }

    @Test("records are found by the bytes of their paths")
    func records() {
        let digest = "".withByteView { Digest(of: $0, .sha256) }
        let records = Self.names.map { FileRecord(path: $0, size: $0.utf8.count, digest: digest) }
        #expect(records.byPath.count == 2)
        #expect(Self.names.map { records.byPath[ByteKey($0)]?.size } == Self.names.map(\.utf8.count))
    }

    @Test("the dataset card lists both, even with the same contents")
    func card() throws {
        for name in Self.names { write(name) }
        let files = RunFolder(folder.path + "/run")
        #expect(try run().manifest.stages[.ingest]?.inputs.map(\.path.bytes) == Self.names.map(\.bytes))
        let card = try String(decoding: files.card.contents(), as: UTF8.self)
        let rows = card.split(separator: "\n").filter { $0.hasPrefix("| `caf") }
        #expect(rows.map { $0.dropFirst(3).prefix { $0 != "`" }.utf8.count } == Self.names.map(\.utf8.count))
    }

    @Test("the stamp of each is remembered, and neither is that of the other")
    func stamps() throws {
        for name in Self.names { write(name) }
        // From now on the stamps of what is read can be trusted, and are remembered.
        usleep(100_000)
        _ = try run()
        let stamps = try #require(try Manifest.read(in: RunFolder(folder.path + "/run"))).stamps
        for name in Self.names {
            let stamp = try #require(Folder.stamp(of: folder.path + "/" + name))
            #expect(stamps[ByteKey(name)] == stamp)
        }
    }

    @Test("a comparison of runs names the one that changed", arguments: [0, 1])
    func comparison(_ changed: Int) throws {
        for name in Self.names { write(name) }
        _ = try run(in: "a")
        write(Self.names[changed], questions: 5)
        _ = try run(in: "b")
        let runs = try ["a", "b"].map { try RecordedRun(folder.path + "/" + $0) }
        #expect(try RunComparison(runs[0], runs[1]).inputs.map(\.path.bytes) == [Self.names[changed].bytes])
    }

    @Test("each is verified as it was read, and a change of either is found", arguments: [0, 1])
    func verification(_ changed: Int) throws {
        for name in Self.names { write(name) }
        _ = try run()
        let verification = try Verification(
            folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 1)
        #expect(try verification.run(deep: false).contains(.inputs(missing: 0, of: 2)))
        write(Self.names[changed], questions: 5)
        #expect(throws: CurationError.self) { try verification.run(deep: false) }
        try FileManager.default.removeItem(atPath: folder.path + "/" + Self.names[changed])
        #expect(try verification.run(deep: false).contains(.inputs(missing: 1, of: 2)))
    }

    @Test("a file beside one of the run is not the run's, although their names are equal to Unicode")
    func besides() throws {
        write("cafe.jsonl")
        // The sign for kelvin is the letter K to Unicode.
        let document: JSON = [
            "name": "K", "sources": [["name": "s", "format": "jsonl", "path": "cafe.jsonl"]],
            "quality": ["require": [], "rules": []], "sample": ["target": 2],
        ]
        let recipe = try RecipeFile(folder.write("recipe.json", document.readableText)).recipe()
        _ = try Runner(recipe, folder: folder.path + "/run", threads: 1) { _ in }.runAll()
        let verification = try Verification(
            folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 1)
        #expect(throws: Never.self) { try verification.run(deep: false) }
        folder.write("run/export/\u{212A}.jsonl", "x")
        #expect(throws: CurationError.self) { try verification.run(deep: false) }
    }

    @Test("sources whose names only Unicode makes equal have a row each in a funnel")
    func funnel() throws {
        let names = ["caf\u{E9}", "cafe\u{301}"]
        for (number, name) in names.enumerated() {
            folder.write(
                name,
                lines: (0...number).map {
                    ["question": .string("Question \(number) \($0)?"), "domain": "A", "trace_tokens": 1]
                })
        }
        let recipe = try recipe(
            [
                ("sources", .list(names.map { ["name": .string($0), "format": "jsonl", "path": .string($0)] })),
                ("quality", ["require": [], "rules": []]), ("sample", ["target": 2]),
            ], in: folder)
        _ = try Runner(recipe, folder: folder.path + "/run", threads: 1) { _ in }.runAll()
        let breakdown = try FunnelBreakdown(RecordedRun(folder.path + "/run"), by: .source)
        #expect(breakdown.rows.map(\.name.bytes) == names.map(\.bytes))
        #expect(breakdown.rows.map { $0.counts.first } == [1, 2])
    }
}
