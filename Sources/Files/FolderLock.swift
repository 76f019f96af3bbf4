import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// An exclusive lock on a folder, held by one process at a time.
///
/// It is a kernel lock on a file `.lock` that contains the owner's process id. The kernel releases it when the process
/// ends, however that happens, so a leftover file does no harm. The file appears with the id already in it; a file with
/// other contents is not curate's and is left untouched.
package final class FolderLock {
    /// An error: another process holds the lock.
    package struct Held: Error, Equatable {
        /// The id of the process that holds the lock, or nil if it could not be read.
        package let process: Int?
    }

    /// The name of the lock file.
    package static let name = ".lock"

    private let tree: FolderTree
    private let descriptor: Int32
    /// The cleanup step that removes the file if the program is told to end; nil if the file is not curate's.
    private let cleanup: Int?

    /// Locks a folder.
    ///
    /// Throws `Held` if another process has the lock, and `FileError` if the file cannot be created or is not a lock.
    package init(_ folder: String) throws {
        let tree = FolderTree(folder)
        while true {
            if let made = try Self.make(in: tree) {
                (self.tree, descriptor) = (tree, made)
            } else if let found = try Self.takeOver(in: tree) {
                (self.tree, descriptor) = (tree, found.descriptor)
                guard found.isOwn else {
                    cleanup = nil
                    return
                }
            } else {
                continue
            }
            let descriptor = descriptor
            cleanup = Cleanup.add { Self.remove(descriptor, in: tree) }
            return
        }
    }

    deinit {
        if let cleanup {
            Self.remove(descriptor, in: tree)
            Cleanup.remove(cleanup)
        }
        close(descriptor)
    }

    /// Returns whether a file with these contents is a lock made by this program: a process id, possibly followed by
    /// the rest of a longer one.
    package static func isOwn(_ content: some Collection<UInt8>) -> Bool {
        1..<64 ~= content.count && content.allSatisfy { $0 == 0x0A || $0.isASCIIDigit }
    }

    // MARK: - The file

    /// Creates the lock file with the process id already in it.
    ///
    /// Returns nil if the file exists, or if it was removed in the meantime.
    private static func make(in tree: FolderTree) throws -> Int32? {
        let name = WorkName.make()
        let descriptor = try tree.open(name, O_RDWR | O_CREAT | O_EXCL)
        guard descriptor >= 0 else { throw FileError("lock", tree.path) }
        defer { try? tree.removeFile(name) }
        guard try lock(descriptor, tree) else {
            close(descriptor)
            return nil
        }
        write(to: descriptor)
        switch try tree.link(name, as: Self.name) {
        case 0: return descriptor
        case EEXIST, ENOENT: break
        default:
            // The file system does not support hard links.
            let other = try tree.open(Self.name, O_RDWR | O_CREAT | O_EXCL)
            guard other >= 0 else {
                if errno == EEXIST { break }
                close(descriptor)
                throw FileError("lock", tree.path)
            }
            close(descriptor)
            write(to: other)
            if try lock(other, tree) { return other }
            close(other)
            return nil
        }
        close(descriptor)
        return nil
    }

    /// Takes the lock on an existing file; returns nil if the file disappears before that is done.
    private static func takeOver(in tree: FolderTree) throws -> (descriptor: Int32, isOwn: Bool)? {
        let path = tree.path(of: name)
        guard let kind = try tree.kind(of: name) else { return nil }
        guard kind == .file else {
            throw kind == .link
                ? FolderTree.link("lock", path)
                : FileError(.other, "lock", tree.path, cause: "\(path) is no file, and not curate's; it must go first")
        }
        let descriptor = try tree.open(name, O_RDWR | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError("lock", tree.path)
        }
        guard try lock(descriptor, tree) else {
            let owner = owner(descriptor)
            close(descriptor)
            throw Held(process: owner)
        }
        // The previous owner may have removed the file between `open` and `flock`.
        guard isNamed(descriptor, in: tree) else {
            close(descriptor)
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        // An empty file may be the lock of another program that still uses it.
        if count == 0 { return (descriptor, false) }
        guard count > 0, isOwn(bytes[..<count]) else {
            close(descriptor)
            throw FileError(
                .other, "lock", tree.path, cause: "\(path) is not curate's, and stays as it is; it must go first")
        }
        write(to: descriptor)
        return (descriptor, true)
    }

    private static func lock(_ descriptor: Int32, _ tree: FolderTree) throws -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        if errno == EWOULDBLOCK { return false }
        let error = FileError("lock", tree.path)
        close(descriptor)
        throw error
    }

    /// Writes the process id, which only informs other processes, so that a full disk is not an error.
    private static func write(to descriptor: Int32) {
        let text = Array("\(getpid())\n".utf8)
        if pwrite(descriptor, text, text.count, 0) == text.count { _ = ftruncate(descriptor, off_t(text.count)) }
    }

    /// Removes the file, unless it has been replaced by another.
    private static func remove(_ descriptor: Int32, in tree: FolderTree) {
        if isNamed(descriptor, in: tree) { try? tree.removeFile(name) }
    }

    private static func isNamed(_ descriptor: Int32, in tree: FolderTree) -> Bool {
        var ours = stat()
        guard fstat(descriptor, &ours) == 0, let there = try? tree.stamp(of: name) else { return false }
        return FileStamp(ours).number == there.number
    }

    private static func owner(_ descriptor: Int32) -> Int? {
        var digits = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &digits, digits.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: digits[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
    }
}
