import Bytes

/// A folder to write files into, each of which appears once it is complete.
package struct OutputFolder: Sendable {
    /// The path of the folder, for messages.
    package let path: String
    /// The settings of a folder in a tree: where files are written before they are complete, and the check before each;
    /// nil for a folder in which unfinished files are next to their final place.
    private let guarded: Guarded?

    private struct Guarded {
        let tree: FolderTree
        let place: String
        let work: WorkFolder
        let mayWrite: @Sendable (String) throws -> Void
    }

    /// Creates an output folder for an existing folder in which any file may be replaced.
    package init(_ path: String) {
        self.path = path
        guarded = nil
    }

    /// Creates an output folder in a tree in which links are not followed.
    ///
    /// - Parameters:
    ///   - place: The place of the folder in the tree; the folder exists.
    ///   - work: The folder for files that are not complete yet.
    ///   - mayWrite: Called with the place of each file before it is created; throws if the file must not be written.
    package init(
        _ place: String, in tree: FolderTree, by work: WorkFolder,
        mayWrite: @escaping @Sendable (String) throws -> Void
    ) {
        path = tree.path(of: place)
        guarded = Guarded(tree: tree, place: place, work: work, mayWrite: mayWrite)
    }

    /// Creates a file in the folder.
    ///
    /// Throws `FileError` if it cannot be written, and the errors of the folder's check.
    ///
    /// - Parameter isBulk: Whether the file has many megabytes and is not read soon; it then bypasses the page cache.
    package func file(
        _ name: String, digest: Digest.Algorithm = .sha256, isBulk: Bool = false
    ) throws -> OutputFile {
        guard let guarded else { return try OutputFile(Folder.join(path, name), digest: digest, isBulk: isBulk) }
        let place = Folder.join(guarded.place, name)
        try guarded.mayWrite(place)
        return try OutputFile(place, in: guarded.tree, by: guarded.work, digest: digest, isBulk: isBulk)
    }

    /// Goes on with a file that another process did not finish.
    ///
    /// Throws `FileError` if it is not as it was, and the errors of the folder's check. What is left of it is then removed.
    ///
    /// - Parameters:
    ///   - unfinished: the state of the file.
    ///   - old: the work folder of the other process.
    package func file(
        _ name: String, goingOnWith unfinished: UnfinishedFile, from old: FolderTree,
        digest: Digest.Algorithm = .sha256, isBulk: Bool = false
    ) throws -> OutputFile {
        guard let guarded else {
            throw FileError(.other, "write", Folder.join(path, name), cause: "the folder keeps no unfinished files")
        }
        let place = Folder.join(guarded.place, name)
        try guarded.mayWrite(place)
        return try OutputFile(
            place, in: guarded.tree, by: guarded.work, goingOnWith: unfinished, from: old, digest, isBulk: isBulk)
    }

    /// Returns the work folders of processes that were killed after a checkpoint.
    package func earlierWork() throws(FileError) -> [FolderTree] {
        guard let guarded else { return [] }
        let own = guarded.work.tree.path
        return try WorkFolder.withCheckpoint(in: guarded.tree).filter { $0.path != own }
    }

    /// Removes work folders that `earlierWork` returned.
    package func discard(_ earlier: [FolderTree]) throws(FileError) {
        for tree in earlier {
            guard let name = tree.path.split(separator: "/").last else { continue }
            try guarded?.tree.remove(String(name))
        }
    }

    /// Writes a checkpoint in place of an earlier one: what another process needs to go on with the files of this folder.
    ///
    /// - Returns: whether there is a checkpoint; there is none in a folder in which unfinished files are next to their final
    ///   place.
    @discardableResult
    package func writeCheckpoint(_ columns: ColumnFileWriter, header: JSONObject) throws -> Bool {
        guard let guarded else { return false }
        try columns.write(to: guarded.work.tree.path(of: WorkFolder.checkpoint), header: header).commit()
        return true
    }

    /// Removes the checkpoint, after which the files of this folder are not kept if the process ends.
    package func removeCheckpoint() throws(FileError) {
        guard let guarded, try guarded.work.tree.kind(of: WorkFolder.checkpoint) != nil else { return }
        try guarded.work.tree.removeFile(WorkFolder.checkpoint)
    }

    /// Writes and finishes a small file; the caller publishes it.
    package func finished(_ bytes: [UInt8], _ name: String) throws -> OutputFile {
        let file = try file(name)
        try file.write(bytes)
        try file.finish()
        return file
    }

    /// Creates an unnamed file for data that is too large for memory.
    package func spill() throws(FileError) -> SpillFile {
        guard let guarded else { return try SpillFile(in: path) }
        return try SpillFile(guarded.work.newPath(), called: Folder.join(path, ".spill.partial"))
    }
}
