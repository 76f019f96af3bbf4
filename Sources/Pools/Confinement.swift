import Files
import Tokenizer

/// The rule for recipes that are confined to their folder: no path of a recipe may lead outside the recipe's folder, after resolving `..` and links.
package struct Confinement {
    private let folder: String
    private let root: Location?

    /// Creates the rule for recipes in a folder.
    package init(to folder: String) {
        self.folder = folder
        root = Location(of: folder)
    }

    /// Returns the fault in a path relative to the recipe's folder, or nil if it is inside the folder.
    ///
    /// - Parameter mayBeMissing: whether the file may not exist yet.
    package func fault(of path: String, mayBeMissing: Bool = false) -> String? {
        guard let root, let location = Location(of: Folder.join(folder, path), mayBeMissing: mayBeMissing) else {
            return
                "\"\(path)\" cannot be resolved, so it may lead outside the folder to which the recipe is confined"
        }
        if location.isInside(root) { return nil }
        return "\"\(path)\" leads to \(location.shown), outside the folder to which the recipe is confined, "
            + root.shown
    }

    /// Returns the fault in a path or pattern of files, or nil if everything that it matches is inside the folder.
    ///
    /// For a pattern that starts outside the folder, the fault does not reveal whether the pattern matches anything.
    package func fault(ofPattern pattern: String) -> String? {
        let start = FileMatches.folderBefore(pattern)
        if let start {
            let location = Location(of: Folder.join(folder, start.isEmpty ? "." : start), mayBeMissing: true)
            // Fast path: most patterns start in the folder itself.
            if location != root || root == nil, let fault = fault(of: start, mayBeMissing: true) { return fault }
        } else if let fault = fault(of: pattern, mayBeMissing: true) {
            return fault
        }
        return FileMatches(of: pattern, in: folder).files.lazy.compactMap { fault(of: $0) }.first
    }
}
