import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Runs
@testable import Stages

@Suite("Which files in a run's folder are the program's")
struct RunOwnershipTests {
    private let folder = TemporaryFolder()
    private var files: RunFolder { RunFolder(folder.path) }

    /// Writes a file, and returns its record.
    private func written(_ place: String, _ text: String = "x") -> FileRecord {
        folder.write(place, text)
        return FileRecord(path: place, size: text.utf8.count, digest: text.withByteView { Digest(of: $0, .sha256) })
    }

    /// Records the outputs of stages and of answers.
    private func record(_ outputs: [FileRecord], answers: [FileRecord] = [], unfinished: [FileRecord] = []) throws {
        var manifest = Manifest(recipe: ["name": "n"], of: files)
        manifest.stages[.export] = StageRecord(
            settings: [:], toolVersion: Tool.version, inputs: [], outputs: outputs, counts: [:], seconds: 0)
        (manifest.answers, manifest.unfinished) = (answers, unfinished)
        try manifest.write(by: RunWriter(files))
    }

    private func ownership(isForced: Bool = false, hasForce: Bool = true) -> RunOwnership {
        RunOwnership(of: files, isForced: isForced, hasForce: hasForce)
    }

    /// What stands against writing to a path; nil if nothing does.
    private func refusal(_ place: String, isForced: Bool = false, hasForce: Bool = true) -> String? {
        do {
            try ownership(isForced: isForced, hasForce: hasForce).demandWritable(place)
            return nil
        } catch RunRefusal.foreignFile(let error, let canForce) {
            return "foreign, \(canForce ? "unless forced" : "always"): \(error.cause)"
        } catch {
            return (error as? FileError)?.cause ?? "\(error)"
        }
    }

    private static let unnamed = "a file that run.json does not name is in the way"

    @Test("nothing stands against a path at which there is nothing, in a folder that may not exist")
    func nothing() throws {
        #expect(refusal("export/a.jsonl") == nil && refusal("run.json") == nil)
        let nowhere = RunOwnership(of: RunFolder(folder.path + "/no"), isForced: false, hasForce: true)
        #expect(throws: Never.self) { try nowhere.demandWritable("export/a.jsonl") }
    }

    @Test("files on record are replaced even if they have changed, others only by force")
    func recorded() throws {
        try record(
            [written("export/a.jsonl")], answers: [written("stability.jsonl")], unfinished: [written("ingest/r")])
        for place in ["export/a.jsonl", "stability.jsonl", "ingest/r", "run.json"] { #expect(refusal(place) == nil) }
        for place in ["export/a.jsonl", "stability.jsonl", "ingest/r"] {
            folder.write(place, "changed")
            #expect(refusal(place) == nil)
        }
        folder.write("export/b.jsonl", "mine")
        #expect(refusal("export/b.jsonl") == "foreign, unless forced: \(Self.unnamed)")
        #expect(refusal("export/b.jsonl", hasForce: false) == "foreign, always: \(Self.unnamed)")
        #expect(refusal("export/b.jsonl", isForced: true) == nil)
    }

    @Test("amendments are the program's without a record, since they have been read as such")
    func amendments() {
        folder.write("amendments.jsonl", "mine")
        #expect(refusal("amendments.jsonl") == nil)
    }

    @Test("what is not a file is never replaced", arguments: [false, true])
    func noFiles(_ isForced: Bool) throws {
        try record([])
        try FileManager.default.createDirectory(atPath: folder.path + "/export/a", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/export/b", withDestinationPath: "a")
        try #require(mkfifo(folder.path + "/export/c", 0o600) == 0)
        let causes = ["a": "a folder", "b": "a link that curate did not make", "c": "something that is not a file"]
        for (name, cause) in causes {
            #expect(refusal("export/" + name, isForced: isForced) == "\(cause) is in the way; remove it first")
            let record = FileRecord(
                path: "export/" + name, size: 1, digest: "".withByteView { Digest(of: $0, .sha256) })
            #expect(throws: FileError.self) { try ownership(isForced: isForced).demandRemovable(record) }
        }
    }

    @Test("another program's run.json is not replaced, nor what it names")
    func foreignManifest() throws {
        folder.write("run.json", "{\"scripts\":{}}")
        folder.write("export/a.jsonl", "mine")
        #expect(refusal("run.json")?.hasPrefix("foreign, unless forced: it is not the manifest of a run") == true)
        #expect(refusal("export/a.jsonl") == "foreign, unless forced: \(Self.unnamed)")
        #expect(refusal("run.json", isForced: true) == nil)
    }

    @Test("of what a damaged manifest names, only files as recorded are the program's")
    func damaged() throws {
        try record([written("export/a.jsonl"), written("export/b.jsonl"), written("export/c.jsonl")])
        let text = folder.read("run.json")
        let changed = text.replacing("\"name\": \"n\"", with: "\"name\": \"m\"")
        try #require(changed != text)
        folder.write("run.json", changed)
        folder.write("export/b.jsonl", "y")
        folder.write("export/c.jsonl", "xx")
        #expect(refusal("run.json") == nil && refusal("export/a.jsonl") == nil)
        for place in ["export/b.jsonl", "export/c.jsonl"] {
            #expect(refusal(place) == "foreign, unless forced: \(Self.unnamed)")
        }
    }

    @Test("a file that is no longer written is removed if it is as recorded, or by force")
    func removing() throws {
        let old = written("export/a.jsonl")
        try record([old])
        #expect(throws: Never.self) { try ownership().demandRemovable(old) }
        folder.write("export/a.jsonl", "y")
        #expect(
            throws: RunRefusal.foreignFile(
                FileError(
                    .other, "remove", folder.path + "/export/a.jsonl",
                    cause: "it is no longer part of the run, and has changed since it was written"), canForce: true)
        ) { try ownership().demandRemovable(old) }
        #expect(throws: Never.self) { try ownership(isForced: true).demandRemovable(old) }
        try FileManager.default.removeItem(atPath: folder.path + "/export/a.jsonl")
        #expect(throws: Never.self) { try ownership().demandRemovable(old) }
    }

    // MARK: - Names that only Unicode makes equal

    /// An accent in one scalar and in two, and a letter that Unicode takes for another sign.
    static let pairs = [("\u{E9}", "e\u{301}"), ("e\u{301}", "\u{E9}"), ("K", "\u{212A}")]

    @Test("a file is on record under the bytes of its name, and not under others", arguments: pairs)
    func twins(_ name: String, _ twin: String) throws {
        try record([written("export/" + name)])
        folder.write("export/" + twin, "mine")
        #expect(refusal("export/" + name) == nil)
        #expect(refusal("export/" + twin) == "foreign, unless forced: \(Self.unnamed)")
        // Nor is it the program's under a damaged manifest, even with the same contents.
        folder.write("run.json", folder.read("run.json").replacing("\"name\": \"n\"", with: "\"name\": \"m\""))
        folder.write("export/" + twin, "x")
        #expect(refusal("export/" + name) == nil)
        #expect(refusal("export/" + twin) == "foreign, unless forced: \(Self.unnamed)")
    }

    @Test("that a file was begun says nothing of another one", arguments: pairs)
    func begun(_ name: String, _ twin: String) throws {
        folder.write("export/" + twin, "mine")
        do {
            let output = try RunWriter(files).folder(.stage(.export))
            try output.finished(Array("x".utf8), name).publish()
            #expect(throws: RunRefusal.self) { try output.file(twin) }
        }
        #expect(folder.read("export/" + twin) == "mine" && folder.read("export/" + name) == "x")
        // A file that was not there when it was begun is not replaced if it has appeared since.
        let writer = try RunWriter(files, isForced: true)
        _ = try writer.folder(.stage(.export)).file("new" + name)
        folder.write("export/new" + twin, "mine")
        #expect(throws: Never.self) { try writer.expect([self.record(of: "export/new" + name)]) }
        #expect(throws: FileError.self) {
            folder.write("export/new" + name, "mine")
            _ = try writer.expect([self.record(of: "export/new" + name)])
        }
    }

    private func record(of place: String) -> FileRecord {
        FileRecord(path: place, size: 1, digest: "x".withByteView { Digest(of: $0, .sha256) })
    }

    @Test("records, and files of a run, are equal if their paths have the same bytes", arguments: pairs)
    func equality(_ name: String, _ twin: String) {
        let (one, other) = (record(of: name), record(of: twin))
        #expect(one != other && Set([one, other, one]).count == 2)
        #expect(files.export(name) == files.export(name) && files.export(name) != files.export(twin))
    }

    @Test("an answer that is recorded again takes the place of that of its name", arguments: pairs)
    func answers(_ name: String, _ twin: String) throws {
        let old = written("ablations/" + name)
        try record([], answers: [old])
        let other = written("ablations/" + twin)
        try Manifest.record([other], by: RunWriter(files))
        #expect(try Set(#require(try Manifest.read(in: files)).answers) == [old, other])
        let new = written("ablations/" + name, "new")
        try Manifest.record([new], by: RunWriter(files))
        #expect(try Set(#require(try Manifest.read(in: files)).answers) == [new, other])
    }
}
