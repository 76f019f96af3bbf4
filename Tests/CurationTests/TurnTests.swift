import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Pools
@testable import Runs
@testable import Stages

@Suite("Files that are opened when their turn comes")
struct TurnTests {
    private let folder = TemporaryFolder()

    /// Reads two sources on one thread, with something done to the second one while the first is read.
    private func readSources(_ meanwhile: @escaping () -> Void) throws -> [JSON] {
        for name in ["a", "b"] { folder.write(name, "{\"question\":\"\(name)?\"}\n") }
        let recipe = try recipe(
            [
                (
                    "sources",
                    [["name": "a", "format": "jsonl", "path": "a"], ["name": "b", "format": "jsonl", "path": "b"]]
                )
            ], in: folder)
        try Folder.make(folder.path + "/run")
        var isDone = false
        let (_, files) = try Ingest(recipe: recipe.inputs, folder: OutputFolder(folder.path + "/run"), threads: 1) {
            _ in
            if !isDone { meanwhile() }
            isDone = true
        }.run()
        try files.inTurn.publish()
        return try folder.lines("run/pool.jsonl")
    }

    @Test("one that changed before its turn is told, however it changed")
    func changed() throws {
        let path = folder.path + "/b"
        let changes: [(String, () -> Void)] = [
            ("longer", { [folder] in folder.write("b", "{\"question\":\"b?\"}\n{\"question\":\"c?\"}\n") }),
            (
                "as long, in another file",
                { [folder] in
                    folder.write("c", "{\"question\":\"c?\"}\n")
                    _ = rename(folder.path + "/c", path)
                }
            ),
            (
                "as long, its times set back",
                {
                    var status = stat()
                    #expect(stat(path, &status) == 0)
                    usleep(20_000)
                    let file = fopen(path, "r+")
                    fseek(file, 13, SEEK_SET)
                    fputs("c", file)
                    fclose(file)
                    let times = [status.st_atim, status.st_mtim]
                    #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
                }
            ),
        ]
        for (what, change) in changes {
            let error = #expect(throws: FileError.self, "\(what)") { try readSources(change) }
            #expect(error?.code == .changedWhileRead, "\(what)")
            #expect(
                error?.description
                    == "cannot read \(path): it changed after the run had begun, before its turn to be read", "\(what)")
        }
        let gone = #expect(throws: FileError.self) { try readSources { unlink(path) } }
        #expect(gone?.code == .notFound)
        #expect(try readSources {}.map { $0["question"] } == ["a?", "b?"])
    }

    @Test("files whose names are one to Unicode are two, wherever their names go")
    func forms() throws {
        let names = ["e\u{301}.jsonl", "\u{E9}.jsonl"]
        for name in names { folder.write(name, "{\"question\":\"\(Array(name.utf8).count)?\",\"trace_tokens\":1}\n") }
        let recipe = try recipe(
            [("sources", [["name": "s", "format": "jsonl", "path": "*.jsonl"]]), ("quality", ["require": []])],
            in: folder)
        func run() throws -> [StageName] {
            let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
            return try runner.run([.ingest], force: false).ran
        }
        #expect(try run() == [.ingest])
        #expect(try run() == [])
        let origins = try folder.lines("run/ingest/pool.jsonl").map {
            Array(($0["origin"]?["file"]?.string ?? "").utf8)
        }
        #expect(origins == names.map { Array($0.utf8) })
        let pool = try RunFolder(folder.path + "/run").openPool()
        #expect((0..<2).map { Array(pool.origin(of: $0).file.utf8) } == origins)
        // A change of the one that comes second is seen as well.
        for name in names {
            folder.write(name, "{\"question\":\"\(Array(name.utf8).count)!\",\"trace_tokens\":1}\n")
            #expect(try run() == [.ingest])
        }
    }
}
