import Bytes
import Files

/// A file of a pool, as recorded in the pool's marker.
struct PoolFile: Hashable {
    let path: String
    let size: Int
    let digest: Digest

    init(path: String, size: Int, digest: Digest) {
        self.path = path
        self.size = size
        self.digest = digest
    }

    init?(_ json: JSON) {
        guard let path = json["path"]?.string, FolderTree.isPlace(path), let size = json["bytes"]?.integer,
            let digest = json["digest"]?.string.flatMap(Digest.init)
        else { return nil }
        self.init(path: path, size: size, digest: digest)
    }

    var json: JSON { ["path": .string(path), "bytes": JSON(size), "digest": .string(digest.description)] }

    /// Returns whether a folder contains the file as recorded.
    func isThere(in tree: FolderTree) throws -> Bool {
        guard try tree.kind(of: path) == .file else { return false }
        let file = try tree.file(path)
        return try file.size == size && file.digest(digest.algorithm) == digest
    }
}

/// The folder of a synthetic pool: its current contents, and their replacement by another pool.
///
/// The marker lists the pool's files with their digests. These are replaced; all other files in the folder are left
/// alone.
struct PoolFolder {
    /// The contents of the folder.
    enum Standing {
        case nothing
        /// Files that are not a synthetic pool.
        case others
        /// A pool whose replacement was interrupted.
        case unfinished
        /// A pool with these settings.
        case pool(JSON)
    }

    let tree: FolderTree
    let standing: Standing
    private let files: [PoolFile]
    private static let (filesKey, unfinishedKey) = ("files", "unfinished")

    /// Examines a folder, which need not exist.
    init(_ folder: String) throws {
        tree = FolderTree(folder)
        guard Folder.exists(folder) else {
            (standing, files) = (.nothing, [])
            return
        }
        guard try tree.hasFile(SyntheticMarker.name) else {
            let names = try tree.names().filter { !WorkName.isOne($0) && $0 != FolderLock.name }
            (standing, files) = (names.isEmpty ? .nothing : .others, [])
            return
        }
        let text = try tree.contents(of: SyntheticMarker.name)
        guard let marker = try? text.withByteView({ try JSON(parsing: $0) }), var settings = marker.object,
            settings["synthetic"] == true
        else {
            (standing, files) = (.others, [])
            return
        }
        files = (settings[Self.filesKey]?.list ?? []).compactMap(PoolFile.init)
        let isUnfinished = settings[Self.unfinishedKey] == true
        (settings[Self.filesKey], settings[Self.unfinishedKey]) = (nil, nil)
        standing = isUnfinished ? .unfinished : .pool(.object(settings))
    }

    /// Returns the marker of a pool.
    static func marker(_ settings: JSON, _ files: some Collection<PoolFile>, isUnfinished: Bool = false) -> [UInt8] {
        var marker = settings.object ?? JSONObject()
        if isUnfinished { marker[unfinishedKey] = true }
        marker[filesKey] = .list(files.sorted { $0.path.precedesInBytes($1.path) }.map(\.json))
        return Array(JSON.object(marker).readableText.utf8)
    }

    /// Throws `SyntheticPool.Fault` when a pool must not be written into the folder, because it contains other files or
    /// a pool with other settings.
    func demandRoom(for settings: JSON, isForced: Bool) throws {
        switch standing {
        case .nothing, .unfinished: return
        case .others:
            throw SyntheticPool.Fault(
                message: "\(tree.path) contains files that are not a synthetic pool; expected an empty or new folder")
        case .pool(let found):
            guard found != settings, !isForced else { return }
            let names = found["version"] == settings["version"] ? Self.settingNames : Self.settingNames + ["version"]
            throw SyntheticPool.Fault(
                message: "\(tree.path) contains a synthetic pool with \(Self.inWords(found, names)), not with "
                    + "\(Self.inWords(settings, names)); replace it with --force, or keep it and name another folder "
                    + "(--out, or synth.out in the recipe)")
        }
    }

    private static let settingNames = ["rows", "seed", "trace_scale"]

    /// Returns the settings of a pool as text: `rows 59029, seed 0, trace_scale 0.1`.
    static func inWords(_ settings: JSON, _ names: [String] = settingNames) -> String {
        names.map { "\($0) \(settings[$0]?.compactText ?? "none")" }.joined(separator: ", ")
    }

    /// Replaces the current files by those of a new pool.
    ///
    /// The marker is written first, with the files of both pools and as unfinished: an interruption then leaves no
    /// folder that could be mistaken for a pool, and no file that is not on record.
    ///
    /// Throws `SyntheticPool.Fault` before anything has changed when a file is in the way that does not belong to a
    /// pool.
    ///
    /// - Parameters:
    ///   - new: the files of the new pool.
    ///   - settings: the settings of the new pool.
    ///   - place: the folder that contains the new files.
    ///   - work: the folder in which the marker is written.
    ///   - isForced: whether files in the way are replaced regardless of who made them.
    func replace(
        with new: [PoolFile], of settings: JSON, from place: FolderTree, by work: WorkFolder, isForced: Bool
    ) throws {
        let outdated = files.filter { old in !new.contains { $0.path == old.path } }
        for file in new { try demandReplaceable(file.path, by: file, isForced) }
        for file in outdated { try demandReplaceable(file.path, by: file, isForced) }
        let output = OutputFolder("", in: tree, by: work) { _ in }
        let both = Set(files + new)
        try output.finished(Self.marker(settings, both, isUnfinished: true), SyntheticMarker.name).publish()
        for file in new {
            if let folder = Folder.parent(of: file.path) { try tree.makeFolder(folder) }
            try tree.move(place.path(of: file.path), to: file.path)
        }
        for file in outdated { try tree.removeFile(file.path) }
        try output.finished(Self.marker(settings, new), SyntheticMarker.name).publish()
    }

    private func demandReplaceable(_ path: String, by new: PoolFile, _ isForced: Bool) throws {
        func isOwn() throws -> Bool {
            // Replacing a file by the same bytes loses nothing.
            try new.isThere(in: tree) || files.contains { try $0.path == path && $0.isThere(in: tree) }
        }
        switch try tree.kind(of: path) {
        case nil: return
        case .file where try isForced || isOwn(): return
        case .file:
            throw SyntheticPool.Fault(
                message:
                    "\(tree.path(of: path)) has changed since the pool was written; move it away, or replace it with --force"
            )
        default:
            throw SyntheticPool.Fault(message: "\(tree.path(of: path)) is not a file of a pool; remove it first")
        }
    }
}
