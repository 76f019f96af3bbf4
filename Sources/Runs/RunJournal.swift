import Bytes
import Files

/// A journal of the files that a run is about to publish.
///
/// It is written to the work folder before the first file is published, and removed once all of them are recorded in
/// run.json.
///
/// If a run is killed after publishing a file and before recording it, the digest in the journal identifies the file as
/// the program's, and it is removed. A file at the same path with another digest is left alone.
enum RunJournal {
    private static let prefix = "journal-"

    /// Returns the file name of a journal in a work folder.
    static func name(_ number: Int) -> String { prefix + String(number) }

    /// Returns the text of a journal.
    static func text(of records: [FileRecord]) -> [UInt8] {
        ManifestChecksum.text(of: ["files": .list(records.map(\.json))])
    }

    /// Returns the files that are named by the journals in a work folder.
    ///
    /// Incomplete journals are ignored.
    static func records(in work: FolderTree, of run: RunFolder) throws -> [FileRecord] {
        try work.names().filter { $0.hasPrefix(prefix) }.flatMap { name -> [FileRecord] in
            let text = try work.contents(of: name)
            guard let document = try? text.withByteView({ try JSON(parsing: $0) }),
                ManifestChecksum.matches(text, document)
            else { return [] }
            return (document["files"]?.list ?? []).compactMap { try? FileRecord($0, isPlace: run.isOwnPlace) }
        }
    }

    /// Cleans up a leftover work folder of a run: removes partially written files, and files that were published but
    /// not recorded.
    static func settle(_ work: FolderTree, in run: RunFolder) throws {
        // Behind a checkpoint nothing is published before it is removed, and another process may go on with the files.
        if try WorkFolder.hasCheckpoint(work) { return }
        // First, so that a process that is still running cannot publish anything afterwards.
        for name in try work.names() where !name.hasPrefix(prefix) { try work.remove(name) }
        let records = try records(in: work, of: run)
        guard !records.isEmpty else { return }
        let recorded = Set(Manifest.look(in: run).whole?.files ?? [])
        for record in records where !recorded.contains(record) {
            if try record.isThere(in: run.tree) { try run.tree.removeFile(record.path) }
        }
    }
}
