import Bytes
import Files

/// A file of a pool, as its marker has it on record.
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

    /// Whether the file stands in a folder as it is on record.
    func isThere(in tree: FolderTree) throws -> Bool {
        guard try tree.kind(of: path) == .file else { return false }
        let file = try tree.file(path)
        return try file.size == size && file.digest(digest.algorithm) == digest
    }
}

/// The folder of a synthetic pool: what stands there, and how another pool is put in its place.
///
/// The marker names the pool's files with their digests. Those are replaced; whatever else lies in the folder stays.
struct PoolFolder {
    /// What stands in the folder.
    enum Standing {
        case nothing
        /// Files that are no synthetic pool.
        case others
        /// A pool that was being put in place when the program ended.
        case unfinished
        /// A pool of these settings.
        case pool(JSON)
    }

    let tree: FolderTree
    let standing: Standing
    private let files: [PoolFile]
    private static let (filesKey, unfinishedKey) = ("files", "unfinished")

    /// Looks at a folder, which need not exist.
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

    /// The marker of a pool.
    static func marker(_ settings: JSON, _ files: some Collection<PoolFile>, isUnfinished: Bool = false) -> [UInt8] {
        var marker = settings.object ?? JSONObject()
        if isUnfinished { marker[unfinishedKey] = true }
        marker[filesKey] = .list(files.sorted { $0.path.precedesInBytes($1.path) }.map(\.json))
        return Array(JSON.object(marker).readableText.utf8)
    }

    /// Throws `SyntheticPool.Fault` when the folder is not to have a pool of some settings: when it holds other files, or a
    /// pool of other settings.
    func demandRoom(for settings: JSON, isForced: Bool) throws {
        switch standing {
        case .nothing, .unfinished: return
        case .others:
            throw SyntheticPool.Fault(
                message: "\(tree.path) holds files that are no synthetic pool; an empty or new folder is right")
        case .pool(let found):
            guard found != settings, !isForced else { return }
            let names = found["version"] == settings["version"] ? Self.settingNames : Self.settingNames + ["version"]
            throw SyntheticPool.Fault(
                message: "\(tree.path) holds a synthetic pool of \(Self.inWords(found, names)), and one of "
                    + "\(Self.inWords(settings, names)) is asked for; --force puts it in the place of that one, and another folder "
                    + "(--out, or synth.out in the recipe) keeps both")
        }
    }

    private static let settingNames = ["rows", "seed", "trace_scale"]

    /// The settings of a pool in words: `rows 59029, seed 0, trace_scale 0.1`.
    static func inWords(_ settings: JSON, _ names: [String] = settingNames) -> String {
        names.map { "\($0) \(settings[$0]?.compactText ?? "none")" }.joined(separator: ", ")
    }

    /// Puts the files of a new pool in the place of those that stand here.
    ///
    /// The marker goes first, with the files of both pools, and says that the work is not done: a program that ends in the
    /// midst of it leaves nothing that could be taken for a pool, and nothing that is not on record.
    ///
    /// Throws `SyntheticPool.Fault` before anything has changed when a file is in the way that is no pool's.
    ///
    /// - Parameters:
    ///   - new: the new pool's files.
    ///   - settings: its settings.
    ///   - place: where its files stand.
    ///   - work: where the marker is written.
    ///   - isForced: whether files in the way are replaced whoever made them.
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
            // Of the same bytes nothing is lost.
            try new.isThere(in: tree) || files.contains { try $0.path == path && $0.isThere(in: tree) }
        }
        switch try tree.kind(of: path) {
        case nil: return
        case .file where try isForced || isOwn(): return
        case .file:
            throw SyntheticPool.Fault(
                message: "\(tree.path(of: path)) is not as the pool had it; move it away, or let --force replace it")
        default:
            throw SyntheticPool.Fault(message: "\(tree.path(of: path)) is no file of a pool; it must go first")
        }
    }
}
