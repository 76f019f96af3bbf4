import Bytes
import Files

/// A file that a run has, or may have, in its folder: its path there and the algorithm of its digest.
package struct RunFile: Equatable, Sendable {
    private let tree: FolderTree
    /// The path relative to the run's folder, as a key that is compared by its bytes.
    package let key: ByteKey
    /// The algorithm of the file's digest.
    package let digest: Digest.Algorithm

    /// Creates a file at a relative path in a run's folder.
    init(_ place: String, in tree: FolderTree, _ digest: Digest.Algorithm) {
        self.tree = tree
        key = ByteKey(place)
        self.digest = digest
    }

    /// The path relative to the run's folder, as in manifests.
    package var place: String { key.text }
    /// The full path, for messages and for code that may follow links.
    package var path: String { tree.path(of: place) }
    /// The last component of the path.
    package var name: String { String(place.split(separator: "/").last ?? "") }

    /// Returns whether the file exists.
    ///
    /// Throws `FileError` when there is a link at the path or on the way to it.
    package func isThere() throws(FileError) -> Bool { try tree.hasFile(place) }

    /// Opens the file.
    ///
    /// Throws `FileError` when the file does not exist or cannot be read.
    package func open() throws(FileError) -> InputFile { try tree.file(place) }

    /// Returns the bytes of the file, which should be small.
    ///
    /// Throws `FileError` when the file does not exist or cannot be read.
    package func contents() throws(FileError) -> [UInt8] { try tree.contents(of: place) }

    /// Removes the file if it exists.
    func remove() throws(FileError) { try tree.removeFile(place) }

    /// Returns the record of an output that is to become this file.
    package func record(of file: OutputFile) -> FileRecord {
        FileRecord(path: place, size: file.size, digest: file.digest)
    }
}
