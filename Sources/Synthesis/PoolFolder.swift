import Bytes
import Files

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
    private let files: [FileRecord]
    /// The paths of the files on record.
    var recordedPaths: [String] { files.map(\.path) }
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
        files = (settings[Self.filesKey]?.list ?? []).compactMap {
            try? FileRecord($0, isPlace: FolderTree.isPlace)
        }
        let isUnfinished = settings[Self.unfinishedKey] == true
        (settings[Self.filesKey], settings[Self.unfinishedKey]) = (nil, nil)
        standing = isUnfinished ? .unfinished : .pool(.object(settings))
    }

    /// Returns the marker of a pool.
    static func marker(_ settings: JSON, _ files: some Collection<FileRecord>, isUnfinished: Bool = false) -> [UInt8] {
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
                    + Self.inWords(settings, names), remedy: .replaceOrNameAnother)
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
        with new: [FileRecord], of settings: JSON, from place: FolderTree, by work: WorkFolder, isForced: Bool
    ) throws {
        let outdated = files.filter { old in !new.contains { $0.key == old.key } }
        for file in new { try demandReplaceable(file, isForced) }
        for file in outdated { try demandReplaceable(file, isForced) }
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

    private func demandReplaceable(_ new: FileRecord, _ isForced: Bool) throws {
        let path = new.path
        func isOwn() throws -> Bool {
            // Replacing a file by the same bytes loses nothing.
            try new.isThere(in: tree) || files.contains { try $0.key == new.key && $0.isThere(in: tree) }
        }
        switch try tree.kind(of: path) {
        case nil: return
        case .file where try isForced || isOwn(): return
        case .file:
            throw SyntheticPool.Fault(
                message: "\(tree.path(of: path)) has changed since the pool was written", remedy: .moveOrReplace)
        default:
            throw SyntheticPool.Fault(message: "\(tree.path(of: path)) is not a file of a pool; remove it first")
        }
    }
}
