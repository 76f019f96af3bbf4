import Bytes
import Files

/// A file as a run's manifest names it.
package struct FileRecord: Equatable, Sendable {
    /// The path: of inputs as the recipe has it, of outputs relative to the run's folder.
    package let path: String
    /// The size in bytes.
    package let size: Int
    /// The digest of all its bytes.
    package let digest: Digest
}

extension FileRecord {
    /// The record of a file that a stage has written.
    init(of file: OutputFile, _ stage: StageName) {
        self.init(path: "\(stage.rawValue)/\(file.name)", size: file.size, digest: file.digest)
    }
}
