import Bytes

/// A file as a run's manifest names it.
package struct FileRecord: Equatable, Sendable {
    /// The path: of inputs as the recipe has it, of outputs relative to the run's folder.
    package let path: String
    /// The size in bytes.
    package let size: Int
    /// The digest of all its bytes.
    package let digest: Digest
}
