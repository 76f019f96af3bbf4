import Bytes

/// A file as a run's manifest names it.
package struct FileRecord: Hashable, Sendable {
    /// The path: of inputs as the recipe has it, of outputs relative to the run's folder.
    package let path: String
    /// The size in bytes.
    package let size: Int
    /// The digest of all its bytes.
    package let digest: Digest

    /// A file of a path, a size in bytes and a digest.
    package init(path: String, size: Int, digest: Digest) {
        self.path = path
        self.size = size
        self.digest = digest
    }
}

extension Sequence<FileRecord> {
    /// The records by their paths; of several of one path the first.
    package var byPath: [String: FileRecord] {
        Dictionary(map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// A file that was read, with the state in which it was when it was opened.
package struct ReadFile {
    /// The file as a manifest names it.
    package let record: FileRecord
    /// The state in which it was when it was opened.
    package let stamp: FileStamp
    /// When it was opened, in nanoseconds since 1970.
    package let openedAt: Int

    /// A file that was read.
    package init(record: FileRecord, stamp: FileStamp, openedAt: Int) {
        self.record = record
        self.stamp = stamp
        self.openedAt = openedAt
    }
}
