import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Runs
@testable import Stages

@Suite("What a run that was killed left")
struct RunJournalTests {
    private let folder = TemporaryFolder()
    private var files: RunFolder { RunFolder(folder.path) }
    private var work: FolderTree { FolderTree(folder.path + "/work") }

    /// Writes a file of the run, and returns its record.
    private func written(_ place: String, _ text: String) -> FileRecord {
        folder.write(place, text)
        return FileRecord(path: place, size: text.utf8.count, digest: text.withByteView { Digest(of: $0, .sha256) })
    }

    private func journal(_ number: Int, _ records: [FileRecord]) {
        folder.write("work/" + RunJournal.name(number), RunJournal.text(of: records))
    }

    @Test("a journal gives back the files that it names, in every folder of a run")
    func roundTrip() throws {
        let records = [
            written("ingest/pool.jsonl", "a\n"), written("quality/decisions.jsonl", ""),
            written("stability.jsonl", "b"),
        ]
        journal(1, records)
        journal(12, [records[0]])
        folder.write("work/other", "x")
        #expect(try RunJournal.records(in: work, of: files).sorted { $0.size < $1.size }.map(\.path).count == 4)
        #expect(try Set(RunJournal.records(in: work, of: files)) == Set(records))
    }

    @Test("one that is not whole, or names what is no file of a run, names nothing")
    func damaged() throws {
        let text = RunJournal.text(of: [written("export/a.jsonl", "a")])
        for end in [0, 1, text.count / 2, text.count - 2] {
            folder.write("work/" + RunJournal.name(1), Array(text[..<end]))
            #expect(try RunJournal.records(in: work, of: files) == [])
        }
        for place in ["mine.txt", "../a", "export/../../a", "/etc/passwd", "run.json", "other/a"] {
            journal(1, [FileRecord(path: place, size: 1, digest: "x".withByteView { Digest(of: $0, .sha256) })])
            #expect(try RunJournal.records(in: work, of: files) == [], "\(place)")
        }
    }

    @Test("what was published and not recorded is removed if it is as the journal says, and nothing else is")
    func settling() throws {
        let (published, changed, recorded) = (
            written("export/new.jsonl", "new"), written("export/changed.jsonl", "before"),
            written("export/old.jsonl", "old")
        )
        var manifest = Manifest(recipe: ["name": "n"], of: files)
        manifest.stages[.export] = StageRecord(
            settings: [:], toolVersion: Tool.version, inputs: [], outputs: [recorded], counts: [:], seconds: 0)
        try manifest.write(by: RunWriter(files))
        folder.write("export/changed.jsonl", "mine")
        folder.write("export/other.jsonl", "mine")
        folder.write("work/part", "half a file")
        journal(1, [published, changed, recorded])
        try RunJournal.settle(work, in: files)
        #expect(Folder.names(in: folder.path + "/export") == ["changed.jsonl", "old.jsonl", "other.jsonl"])
        // What was not complete is gone; the journal goes with its folder.
        #expect(Folder.names(in: folder.path + "/work") == [RunJournal.name(1)])
        try RunJournal.settle(work, in: files)
        #expect(Folder.names(in: folder.path + "/export").count == 3)
    }
}
