import Bytes

/// A file as listed in a run's manifest.
///
/// Records are compared by the bytes of their paths, as file systems compare names.
package struct FileRecord: Hashable, Sendable {
    /// The path, as a key that is compared by its bytes.
    package let key: ByteKey
    /// The size in bytes.
    package let size: Int
    /// The digest of the file's contents.
    package let digest: Digest

    /// Creates a record from a path, a size in bytes and a digest.
    package init(path: String, size: Int, digest: Digest) {
        key = ByteKey(path)
        self.size = size
        self.digest = digest
    }

    /// The path: for inputs as written in the recipe, for outputs relative to the run's folder.
    package var path: String { key.text }

    /// Returns whether a folder contains the file as recorded.
    package func isThere(in tree: FolderTree) throws -> Bool {
        guard try tree.kind(of: path) == .file else { return false }
        let file = try tree.file(path)
        return try file.size == size && file.digest(digest.algorithm) == digest
    }
}

extension FileRecord {
    /// Why JSON is not the record of a file.
    package enum Fault: Error {
        case isNoRecord
        case isElsewhere(String)
    }

    /// The record as JSON.
    package var json: JSON {
        ["path": .string(path), "bytes": JSON(size), "digest": .string(digest.description)]
    }

    /// Reads the record of a file, whose path must satisfy `isPlace`.
    package init(_ json: JSON, isPlace: (String) -> Bool) throws(Fault) {
        guard let path = json["path"]?.string, let size = json["bytes"]?.integer, size >= 0,
            let digest = json["digest"]?.string.flatMap(Digest.init)
        else { throw .isNoRecord }
        guard !path.utf8.contains(0), isPlace(path) else { throw .isElsewhere(path) }
        self.init(path: path, size: size, digest: digest)
    }
}

extension Sequence<FileRecord> {
    /// The records by the bytes of their paths; the first if several have the same path.
    package var byPath: [ByteKey: FileRecord] {
        Dictionary(map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// A file that was read, with its state at the time it was opened.
package struct ReadFile {
    /// The file as listed in a manifest.
    package let record: FileRecord
    /// The state of the file when it was opened.
    package let stamp: FileStamp
    /// The time at which it was opened, in nanoseconds since 1970.
    package let openedAt: Int

    /// Creates a description of a file that was read.
    package init(record: FileRecord, stamp: FileStamp, openedAt: Int) {
        self.record = record
        self.stamp = stamp
        self.openedAt = openedAt
    }
}
