import Bytes

/// A file as listed in a run's manifest.
package struct FileRecord: Hashable, Sendable {
    /// The path: for inputs as written in the recipe, for outputs relative to the run's folder.
    package let path: String
    /// The size in bytes.
    package let size: Int
    /// The digest of the file's contents.
    package let digest: Digest

    /// Creates a record from a path, a size in bytes and a digest.
    package init(path: String, size: Int, digest: Digest) {
        self.path = path
        self.size = size
        self.digest = digest
    }
}

extension Sequence<FileRecord> {
    /// The records by the bytes of their paths; the first if several have the same path.
    package var byPath: [ByteKey: FileRecord] {
        Dictionary(map { (ByteKey($0.path), $0) }, uniquingKeysWith: { first, _ in first })
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
