import Bytes
import Files

/// Which files in a run's folder belong to the program: those that run.json names.
///
/// All other files are neither replaced nor removed.
struct RunOwnership: Sendable {
    private let run: RunFolder
    private var tree: FolderTree { run.tree }
    /// The manifest that was found, which determines whether run.json may be written.
    private let manifest: Manifest.Found
    /// The recorded paths.
    ///
    /// A file there belongs to the program, even if it was damaged or changed.
    private let places: Set<ByteKey>
    /// Files that belong to the program only if they are as recorded: those named by a manifest whose digest does not
    /// match, and by the journals of a run that was killed.
    private let files: [ByteKey: [FileRecord]]
    /// Whether files in the way are replaced regardless of who made them.
    private let isForced: Bool
    private let hasForce: Bool

    /// Reads the records of a run.
    ///
    /// - Parameters:
    ///   - isForced: whether files in the way are replaced regardless of who made them.
    ///   - hasForce: whether the command takes `--force`, for refusals.
    init(of run: RunFolder, isForced: Bool, hasForce: Bool) {
        self.run = run
        let tree = run.tree
        self.isForced = isForced
        self.hasForce = hasForce
        manifest = Manifest.look(in: run)
        places = Set(manifest.whole?.files.map(\.key) ?? [])
        var files = manifest.damaged?.files ?? []
        for name in (try? tree.names()) ?? [] where WorkName.isOne(name) && (try? tree.kind(of: name)) == .folder {
            files += (try? RunJournal.records(in: FolderTree(tree.path(of: name)), of: run)) ?? []
        }
        self.files = Dictionary(grouping: files, by: \.key)
    }

    /// Throws as `demandWritable` of a path does.
    func demandWritable(_ file: RunFile) throws { try demandWritable(file.place) }

    /// Throws `RunRefusal` when there is a file at a path that does not belong to the program, and `FileError` when there
    /// is something else.
    func demandWritable(_ place: String) throws {
        let path = tree.path(of: place)
        switch try tree.kind(of: place) {
        case nil: return
        case .folder: throw FileError(.other, "write", path, cause: "a folder is in the way; remove it first")
        case .link:
            throw FileError(
                .other, "write", path, cause: "a link that curate did not make is in the way; remove it first")
        case .other:
            throw FileError(.other, "write", path, cause: "something that is not a file is in the way; remove it first")
        case .file where try isForced || isOwn(place): return
        case .file:
            if place == run.manifest.place, case .foreign(let error) = manifest {
                throw foreign(FileError(error.code, error.operation, path, cause: error.cause))
            }
            throw foreign(FileError(.other, "write", path, cause: "a file that run.json does not name is in the way"))
        }
    }

    /// Throws `RunRefusal` when a recorded file that is no longer written must not be removed because it was changed, and
    /// `FileError` when something else has replaced it.
    func demandRemovable(_ record: FileRecord) throws {
        guard let kind = try tree.kind(of: record.path) else { return }
        if kind != .file { return try demandWritable(record.path) }
        guard try !isForced && !record.isThere(in: tree) else { return }
        throw foreign(
            FileError(
                .other, "remove", tree.path(of: record.path),
                cause: "it is no longer part of the run, and has changed since it was written"))
    }

    private func foreign(_ error: FileError) -> RunRefusal { .foreignFile(error, canForce: hasForce) }

    private func isOwn(_ place: String) throws -> Bool {
        switch place {
        case run.manifest.place:
            if case .foreign = manifest { return false }
            return true
        // It has already been read as amendments.
        case run.amendments.place: return true
        default:
            let key = ByteKey(place)
            return try places.contains(key) || files[key]?.contains { try $0.isThere(in: tree) } == true
        }
    }
}
