import Bytes
import Files

/// A file as a run's manifest names it.
package struct FileRecord: Hashable, Sendable {
    /// The path: of inputs as the recipe has it, of outputs relative to the run's folder.
    package let path: String
    /// The size in bytes.
    package let size: Int
    /// The digest of all its bytes.
    package let digest: Digest
}

extension Sequence<FileRecord> {
    /// The records by their paths; of several of one path the first.
    var byPath: [String: FileRecord] { Dictionary(map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first }) }
}

/// A file that was read, with the state in which it was when it was opened.
struct ReadFile {
    let record: FileRecord
    let stamp: FileStamp
    /// When it was opened, in nanoseconds since 1970.
    let openedAt: Int
}

extension FileRecord {
    /// The record of a file that a stage has written.
    init(of file: OutputFile, _ stage: StageName) {
        self.init(path: "\(stage.rawValue)/\(file.name)", size: file.size, digest: file.digest)
    }
}
