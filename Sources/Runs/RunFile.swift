import Bytes
import Files

/// A file that a run has, or may have, in its folder: its place there, and how its digest is taken.
package struct RunFile: Equatable, Sendable {
    private let tree: FolderTree
    /// The place in the run's folder, as manifests have it.
    package let place: String
    /// How its digest is taken.
    package let digest: Digest.Algorithm

    /// A file at a place of a run's folder.
    init(_ place: String, in tree: FolderTree, _ digest: Digest.Algorithm) {
        self.tree = tree
        self.place = place
        self.digest = digest
    }

    /// The path, for messages and for those who may follow links.
    package var path: String { tree.path(of: place) }
    /// The last part of the place.
    package var name: String { String(place.split(separator: "/").last ?? "") }

    /// Whether the file is there.
    ///
    /// Throws `FileError` when a link stands there or on the way to it.
    package func isThere() throws(FileError) -> Bool { try tree.hasFile(place) }

    /// Opens the file.
    ///
    /// Throws `FileError` when there is none, or when it cannot be read.
    package func open() throws(FileError) -> InputFile { try tree.file(place) }

    /// The bytes of the file, which is small.
    ///
    /// Throws `FileError` when there is none, or when it cannot be read.
    package func contents() throws(FileError) -> [UInt8] { try tree.contents(of: place) }

    /// Removes the file, where it is there.
    func remove() throws(FileError) { try tree.removeFile(place) }

    /// The record of what was written to be put there.
    package func record(of file: OutputFile) -> FileRecord {
        FileRecord(path: place, size: file.size, digest: file.digest)
    }
}
