/// The file that marks a synthetic pool, in the pool's folder, next to the folders of its files.
package enum SyntheticMarker {
    /// The name of the file.
    package static let name = "synthetic.json"

    /// Returns whether a file belongs to a synthetic pool: whether its folder or one of the two above contains the
    /// marker.
    package static func covers(_ path: String) -> Bool {
        var folder = Folder.parent(of: path) ?? "."
        for _ in 0..<3 {
            if Folder.hasFile(Folder.join(folder, name)) { return true }
            guard let parent = Folder.parent(of: folder), parent != folder else { return false }
            folder = parent
        }
        return false
    }
}
