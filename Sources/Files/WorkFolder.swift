import Bytes
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A folder for temporary files, used only by the process that created it and removed with its contents.
///
/// Its name is new and recognizable: random digits followed by a checksum of them. Leftovers of a killed process can
/// therefore be identified, and no other folder is mistaken for one. The process holds the kernel's lock on the folder
/// while it runs.
package final class WorkFolder: Sendable {
    /// A step that handles the contents before the folder is removed; if it throws, the folder is kept.
    package typealias Settling = @Sendable (FolderTree) throws -> Void

    /// The folder.
    package let tree: FolderTree
    private let place: (parent: FolderTree, name: String)
    private let descriptor: Int32
    private let cleanup: Int
    private let settling: Settling
    /// The number of file names handed out.
    private let number = Atomic(0)

    /// Creates a work folder in another folder.
    ///
    /// Throws `FileError` if that folder cannot be written.
    ///
    /// - Parameters:
    ///   - parent: The folder that will contain it.
    ///   - settling: Called before the folder is removed.
    package init(in parent: FolderTree, settling: @escaping Settling = { _ in }) throws(FileError) {
        let (name, descriptor) = try Self.make(in: parent)
        place = (parent, name)
        tree = FolderTree(parent.path(of: name))
        self.descriptor = descriptor
        self.settling = settling
        cleanup = Cleanup.add { try? Self.remove(name, in: parent, settling) }
    }

    deinit {
        try? Self.remove(place.name, in: place.parent, settling)
        Cleanup.remove(cleanup)
        close(descriptor)
    }

    /// Returns an unused path for a file in the folder.
    func newPath() -> String { tree.path(of: String(number.add(1, ordering: .relaxed).newValue)) }

    /// Returns whether a name may be that of a file with a path of `newPath`.
    static func isFileName(_ name: String) -> Bool { !name.isEmpty && name.utf8.allSatisfy(\.isASCIIDigit) }

    // MARK: - Checkpoints

    /// The name of a file that says from where another process can go on.
    ///
    /// While it is there, the folder is kept if its
    /// process ends before its work is done.
    package static let checkpoint = "checkpoint"

    /// Returns the work folders of processes that ended after a checkpoint.
    ///
    /// Only one process at a time may use the folder that contains them.
    static func withCheckpoint(in parent: FolderTree) throws(FileError) -> [FolderTree] {
        var found: [FolderTree] = []
        for name in try parent.names().sorted() where WorkName.isOne(name) {
            guard try parent.kind(of: name) == .folder else { continue }
            let tree = FolderTree(parent.path(of: name))
            if try hasCheckpoint(tree) { found.append(tree) }
        }
        return found
    }

    /// Returns whether a work folder has a checkpoint.
    package static func hasCheckpoint(_ tree: FolderTree) throws(FileError) -> Bool {
        try tree.kind(of: checkpoint) == .file
    }

    /// Writes a small note to the folder, without buffering, for the process that cleans up; it need not survive a
    /// crash of the system.
    ///
    /// Throws `FileError` that names the file that the note is about.
    package func note(_ text: [UInt8], _ name: String, for path: String) throws(FileError) {
        let descriptor = try tree.open(name, O_WRONLY | O_CREAT | O_EXCL)
        guard descriptor >= 0 else { throw FileError("write", path) }
        defer { close(descriptor) }
        let isWritten = text.withByteView { $0.write(to: descriptor) }
        guard isWritten else { throw FileError("write", path) }
    }

    private static func make(in parent: FolderTree) throws(FileError) -> (name: String, lock: Int32) {
        while true {
            let name = WorkName.make()
            do throws(FileError) {
                try parent.makeNewFolder(name)
            } catch {
                throw FileError(error.code, "make a folder in", parent.path, cause: error.cause)
            }
            // A process that cleans up may have locked or removed the folder first.
            if let lock = try lock(name, in: parent) { return (name, lock.descriptor) }
        }
    }

    /// Removes the work folders that killed processes have left in a folder.
    ///
    /// Throws the errors of `settling`, and `FileError` if something cannot be removed although no other process can be
    /// using the folder.
    ///
    /// - Parameters:
    ///   - parent: The folder that contains the work folders.
    ///   - isAlone: Whether no other process can be using the folder. Otherwise locks decide, and what cannot be
    ///     removed may belong to another user.
    ///   - settling: Called with each work folder before it is removed.
    package static func removeLeftovers(
        in parent: FolderTree, isAlone: Bool = false, settling: Settling = { _ in }
    ) throws {
        for name in (try? parent.names()) ?? [] where WorkName.isOne(name) {
            do {
                try removeLeftover(name, in: parent, isAlone: isAlone, settling)
            } catch {
                if isAlone { throw error }
            }
        }
    }

    private static func removeLeftover(
        _ name: String, in parent: FolderTree, isAlone: Bool, _ settling: Settling
    ) throws {
        switch try parent.kind(of: name) {
        case .folder:
            guard let lock = try lock(name, in: parent) else { return }
            defer { close(lock.descriptor) }
            if lock.isHeld || isAlone { try remove(name, in: parent, settling) }
        // A lock file in the making; the process creating it notices that it is gone.
        case .file where isAlone: try parent.removeFile(name)
        default: return
        }
    }

    private static func remove(_ name: String, in parent: FolderTree, _ settling: Settling) throws {
        guard try parent.kind(of: name) == .folder else { return }
        let tree = FolderTree(parent.path(of: name))
        try settling(tree)
        if try hasCheckpoint(tree) { return }
        try parent.remove(name)
    }

    /// Takes the kernel's lock on a folder or file; returns nil if another process has it, or if the file is gone.
    ///
    /// `isHeld` is false on a file system without such locks.
    private static func lock(
        _ name: String, in parent: FolderTree
    ) throws(FileError) -> (descriptor: Int32, isHeld: Bool)? {
        let descriptor = try parent.open(name, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError("open", parent.path(of: name))
        }
        let isHeld = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        if !isHeld, errno == EWOULDBLOCK {
            close(descriptor)
            return nil
        }
        return (descriptor, isHeld)
    }
}

/// The names of temporary files.
package enum WorkName {
    private static let prefix = ".curate-"

    /// Returns an unused name: 16 random hexadecimal digits and a checksum of 8.
    static func make() -> String {
        var digits: [UInt8] = []
        digits.append(hexadecimal: UInt64.random(in: .min ... .max))
        let number = String(decoding: digits, as: UTF8.self)
        return prefix + number + check(number)
    }

    /// Returns whether a name can only have been made by this program.
    package static func isOne(_ name: String) -> Bool {
        let digits = name.utf8.dropFirst(prefix.utf8.count)
        guard name.hasPrefix(prefix), digits.count == 24 else { return false }
        let number = String(decoding: digits.prefix(16), as: UTF8.self)
        let isNumber = number.utf8.allSatisfy { $0.isASCIIDigit || (0x61...0x66).contains($0) }
        return isNumber && name == prefix + number + check(number)
    }

    private static func check(_ number: String) -> String {
        let digest = Array("a name of curate's own \(number)".utf8).withByteView { Digest(of: $0, .sha256) }
        return String(digest.hexadecimal.prefix(8))
    }
}
