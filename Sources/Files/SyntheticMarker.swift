/// The file that tells a synthetic pool from real data: it lies in the pool's folder, beside the folders of its files.
package enum SyntheticMarker {
    /// The file's name.
    package static let name = "synthetic.json"

    /// True when a file belongs to a synthetic pool: when the marker lies in its folder or in one of the two above.
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
