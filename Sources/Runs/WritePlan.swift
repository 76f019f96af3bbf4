/// What a command would write, replace and remove.
package struct WritePlan: Equatable, Sendable {
    /// A file that would be written.
    package struct File: Equatable, Sendable {
        /// The path, as used in messages.
        package let path: String
        /// Whether there is a file that would be replaced.
        package let isReplaced: Bool
    }

    /// The files that would be written, each once, in the order in which they would first be.
    package private(set) var files: [File] = []
    /// The paths of files that would be removed.
    package private(set) var removed: [String] = []

    /// Creates an empty plan.
    package init() {}

    /// Adds a file of a run.
    ///
    /// Throws `FileError` when the place cannot be looked at.
    package mutating func add(_ file: RunFile) throws {
        guard !files.contains(where: { $0.path == file.path }) else { return }
        files.append(File(path: file.path, isReplaced: try file.isThere()))
    }

    /// Adds a file at a path.
    package mutating func add(_ path: String, isReplaced: Bool) {
        guard !files.contains(where: { $0.path == path }) else { return }
        files.append(File(path: path, isReplaced: isReplaced))
    }

    /// Adds the files of another plan.
    package mutating func add(_ other: WritePlan) {
        for file in other.files { add(file.path, isReplaced: file.isReplaced) }
        for path in other.removed { remove(path) }
    }

    /// Adds a file that would be removed.
    package mutating func remove(_ path: String) {
        if !removed.contains(path) { removed.append(path) }
    }

    /// The number of files that would be replaced.
    package var replaced: Int { files.count { $0.isReplaced } }
}

extension Runner {
    /// Returns what the planned stages would write, replace and remove.
    ///
    /// Stages that only depend on others are counted as well, since they run if the results of these change.
    package func writes(of plan: [PlannedStage]) throws -> WritePlan {
        var writes = WritePlan()
        let running = plan.filter { $0.step != .stays }
        guard !running.isEmpty else { return writes }
        let record = RunRecord(recipe, in: files)
        for planned in running {
            for file in record.outputs(of: planned.stage) { try writes.add(file) }
            for old in record.outdated(planned.stage) where try files.tree.hasFile(old.path) {
                writes.remove(files.tree.path(of: old.path))
            }
        }
        for old in record.outputsLeftOut where try files.tree.hasFile(old.path) {
            writes.remove(files.tree.path(of: old.path))
        }
        try writes.add(files.manifest)
        return writes
    }
}
