import Bytes
import Files

/// What a run is about to publish, noted in its work folder before the first file has its name, and taken back when all of
/// them are on record in run.json.
///
/// So a file that a run which was killed has published and not put on record is known by its digest: it is the program's,
/// belongs to nothing, and is removed. Any other file at its place is not.
enum RunJournal {
    private static let prefix = "journal-"

    /// The name of a journal among those of a work folder.
    static func name(_ number: Int) -> String { prefix + String(number) }

    /// The text of a journal.
    static func text(of records: [FileRecord]) -> [UInt8] {
        ManifestChecksum.text(of: ["files": .list(records.map(\.json))])
    }

    /// The files that the journals in a work folder name; one that was not written to its end names none.
    static func records(in work: FolderTree, of run: RunFolder) throws -> [FileRecord] {
        try work.names().filter { $0.hasPrefix(prefix) }.flatMap { name -> [FileRecord] in
            let text = try work.contents(of: name)
            guard let document = try? text.withByteView({ try JSON(parsing: $0) }),
                ManifestChecksum.matches(text, document)
            else { return [] }
            return (document["files"]?.list ?? []).compactMap { try? FileRecord($0, isPlace: run.isOwnPlace) }
        }
    }

    /// Ends what was begun in a work folder of a run: what is half written goes, and what was published without being put
    /// on record.
    static func settle(_ work: FolderTree, in run: RunFolder) throws {
        // First, since after that nothing more is published, whoever is at work.
        for name in try work.names() where !name.hasPrefix(prefix) { try work.remove(name) }
        let records = try records(in: work, of: run)
        guard !records.isEmpty else { return }
        let recorded = Set(Manifest.look(in: run).whole?.files ?? [])
        for record in records where !recorded.contains(record) {
            if try record.isThere(in: run.tree) { try run.tree.removeFile(record.path) }
        }
    }
}

extension FileRecord {
    /// Whether the file stands in a folder as it is on record.
    func isThere(in tree: FolderTree) throws -> Bool {
        guard try tree.kind(of: path) == .file else { return false }
        let file = try tree.file(path)
        return try file.size == size && file.digest(digest.algorithm) == digest
    }
}
