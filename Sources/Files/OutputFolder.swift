import Bytes

/// A folder into which files are written, each of which appears when it is whole.
package struct OutputFolder: Sendable {
    /// The folder's path, as messages name it.
    package let path: String
    /// Where its files stand while they are written, and what is asked before one is begun; nil where they stand beside
    /// their places.
    private let guarded: Guarded?

    private struct Guarded {
        let tree: FolderTree
        let place: String
        let work: WorkFolder
        let mayWrite: @Sendable (String) throws -> Void
    }

    /// A folder that exists, and in which nothing stands that must not be replaced.
    package init(_ path: String) {
        self.path = path
        guarded = nil
    }

    /// A folder of a tree in which no link is followed.
    ///
    /// - Parameters:
    ///   - place: the folder's place in the tree, where it exists.
    ///   - work: where its files stand while they are written.
    ///   - mayWrite: is asked of each file's place before it is begun, and throws where it must not be written.
    package init(
        _ place: String, in tree: FolderTree, by work: WorkFolder,
        mayWrite: @escaping @Sendable (String) throws -> Void
    ) {
        path = tree.path(of: place)
        guarded = Guarded(tree: tree, place: place, work: work, mayWrite: mayWrite)
    }

    /// Begins a file of the folder.
    ///
    /// Throws `FileError` when it cannot be written, or must not be.
    ///
    /// - Parameter isBulk: true of a file of many megabytes that nobody reads soon; it goes past the system's cache.
    package func file(
        _ name: String, digest: Digest.Algorithm = .sha256, isBulk: Bool = false
    ) throws -> OutputFile {
        guard let guarded else { return try OutputFile(Folder.join(path, name), digest: digest, isBulk: isBulk) }
        let place = Folder.join(guarded.place, name)
        try guarded.mayWrite(place)
        return try OutputFile(place, in: guarded.tree, by: guarded.work, digest: digest, isBulk: isBulk)
    }

    /// A whole small file of the folder that is yet to be published.
    package func finished(_ bytes: [UInt8], _ name: String) throws -> OutputFile {
        let file = try file(name)
        try file.write(bytes)
        try file.finish()
        return file
    }

    /// Makes a file without a name for what is too large to hold.
    package func spill() throws(FileError) -> SpillFile {
        guard let guarded else { return try SpillFile(in: path) }
        return try SpillFile(guarded.work.newPath(), called: Folder.join(path, ".spill.partial"))
    }
}
