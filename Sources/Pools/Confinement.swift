import Files
import Tokenizer

/// The rule of `--confined`: nothing that a recipe names lies outside the recipe's folder, wherever `..` and links lead.
package struct Confinement {
    private let folder: String
    private let root: Location?

    /// The rule for recipes in a folder.
    package init(to folder: String) {
        self.folder = folder
        root = Location(of: folder)
    }

    /// What is wrong with a path that is relative to the recipe's folder; nil when it lies inside.
    ///
    /// - Parameter mayBeMissing: whether it may be the path of what is yet to be made.
    package func fault(of path: String, mayBeMissing: Bool = false) -> String? {
        guard let root, let location = Location(of: Folder.join(folder, path), mayBeMissing: mayBeMissing) else {
            return
                "\"\(path)\" cannot be followed to its end, and --confined refuses what may lie outside the recipe's folder"
        }
        if location.isInside(root) { return nil }
        return "\"\(path)\" leads to \(location.shown), and --confined refuses what lies outside the recipe's folder, "
            + root.shown
    }

    /// What is wrong with a path or pattern of files; nil when all that it matches lies inside.
    ///
    /// Of a pattern that begins outside nothing is told, not even whether it matches anything.
    package func fault(ofPattern pattern: String) -> String? {
        let start = FileMatches.folderBefore(pattern)
        if let start {
            let location = Location(of: Folder.join(folder, start.isEmpty ? "." : start), mayBeMissing: true)
            // The folder itself is where most patterns begin.
            if location != root || root == nil, let fault = fault(of: start, mayBeMissing: true) { return fault }
        } else if let fault = fault(of: pattern, mayBeMissing: true) {
            return fault
        }
        return FileMatches(of: pattern, in: folder).files.lazy.compactMap { fault(of: $0) }.first
    }
}
