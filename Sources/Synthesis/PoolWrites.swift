import Files

/// The files that writing a pool into a folder would write, replace and remove, as paths in the folder.
package struct PoolWrites: Equatable, Sendable {
    /// The files that would be written, in byte order, and whether each replaces one.
    package let files: [(path: String, isReplaced: Bool)]
    /// The files of the pool in the folder that the new one does not have.
    package let removed: [String]

    package static func == (first: PoolWrites, second: PoolWrites) -> Bool {
        first.files.elementsEqual(second.files, by: ==) && first.removed == second.removed
    }
}

extension SyntheticPool {
    /// Returns what writing the pool into a folder would write, replace and remove.
    ///
    /// Throws `FileError` when the folder cannot be looked at, and `Fault` as writing the pool does.
    package func writes(in folder: String, isForced: Bool) throws -> PoolWrites {
        let place = try PoolFolder(folder)
        try place.demandRoom(for: json, isForced: isForced)
        let names = (try self.names() + [SyntheticMarker.name]).sorted { $0.precedesInBytes($1) }
        let isThere = Folder.exists(folder)
        return PoolWrites(
            files: try names.map { ($0, try isThere && place.tree.hasFile($0)) },
            removed: try place.recordedPaths.filter { try !names.contains($0) && place.tree.hasFile($0) })
    }

    /// Returns the names of the pool's files.
    ///
    /// A source of several files has only those that one of its rows belongs to, so rows are made until each has one.
    private func names() throws -> [String] {
        let plan = PoolPlan(rows: rows)
        var generators: [SourceGenerator] = []
        for (number, kind) in SourceKind.all.enumerated() {
            generators.append(try SourceGenerator(kind, plan.shares[number], source: number, seed: UInt64(seed)))
        }
        let recordings = PoolChunk.recordingNames.map { "recordings/\($0).jsonl" }
        return BenchmarkSet.all.map(\.file) + recordings
            + generators.indices.flatMap { Self.names(of: $0, generators) }
    }

    private static func names(of source: Int, _ generators: [SourceGenerator]) -> [String] {
        let generator = generators[source]
        let files = generator.kind.files
        var isUsed = files.map { _ in files.count == 1 }
        func note(_ row: SourceRow) { isUsed[generator.kind.fileOfTemplate(row.template)] = true }
        for number in 0..<generator.share.rows {
            if isUsed.allSatisfy(\.self) { break }
            note(generator.kept(number).row)
            for extra in generator.extras(behind: number, of: generator.share.extras) {
                note(generator.extra(extra, behind: number, earlier: Array(generators[..<source])))
            }
            for leftOut in generator.extras(behind: number, of: generator.share.leftOut) {
                note(generator.leftOut(leftOut))
            }
        }
        return zip(files, isUsed).filter(\.1).map(\.0.path)
    }
}
