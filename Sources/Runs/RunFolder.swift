import Files
import Stages

/// A run's folder, and the stages that may have left something in it.
package struct RunFolder: Equatable, Sendable {
    /// The folder, in which no link is followed.
    package let tree: FolderTree
    /// The stages there are.
    package let stages: StageRegistry

    /// The folder of a run, which need not exist yet.
    ///
    /// - Parameters:
    ///   - path: the folder's path, as messages name it.
    ///   - stages: the stages there are.
    package init(_ path: String, stages: StageRegistry = .standard) {
        tree = FolderTree(path)
        self.stages = stages
    }

    /// The folder's path, as messages name it.
    package var path: String { tree.path }
}
