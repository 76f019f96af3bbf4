import Bytes
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A folder for what is temporary, which only the program that made it uses, and which goes with all in it.
///
/// It is made under a name that there was not, and that no one but the program makes: random digits, and behind them
/// their check digits. So what a program that was killed left behind is known for what it is, and nobody's folder is ever
/// taken for it. While its owner lives it holds the system's lock on the folder.
package final class WorkFolder: Sendable {
    /// What is done with the folder's content before it is removed; where it throws the folder stays.
    package typealias Settling = @Sendable (FolderTree) throws -> Void

    /// The folder.
    package let tree: FolderTree
    private let place: (parent: FolderTree, name: String)
    private let descriptor: Int32
    private let cleanup: Int
    private let settling: Settling
    /// How many names were given to files in it.
    private let number = Atomic(0)

    /// Makes a folder in another one.
    ///
    /// Throws `FileError` when that cannot be written.
    ///
    /// - Parameters:
    ///   - parent: the folder in which it is made.
    ///   - settling: is done before it is removed.
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

    /// The path of a file in the folder that there is not yet.
    func newPath() -> String { tree.path(of: String(number.add(1, ordering: .relaxed).newValue)) }

    /// Writes a small note into the folder, at once, for whoever clears up; it need not outlive the system.
    ///
    /// Throws `FileError` that names the file which the note is about.
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
            // Somebody who clears up may have come in between.
            if let lock = try lock(name, in: parent) { return (name, lock.descriptor) }
        }
    }

    /// Removes what programs that were killed have left in a folder.
    ///
    /// Throws `FileError` when something cannot be removed where nobody else can be at work, and whatever `settling`
    /// throws.
    ///
    /// - Parameters:
    ///   - parent: the folder in which it was made.
    ///   - isAlone: whether nobody else can be at work there. Otherwise the system's locks must tell, and what cannot be
    ///     removed may be another user's.
    ///   - settling: is done with each folder before it is removed.
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
        // What is to become a lock; who is about to make one notices.
        case .file where isAlone: try parent.removeFile(name)
        default: return
        }
    }

    private static func remove(_ name: String, in parent: FolderTree, _ settling: Settling) throws {
        guard try parent.kind(of: name) == .folder else { return }
        try settling(FolderTree(parent.path(of: name)))
        try parent.remove(name)
    }

    /// Takes the system's lock on a folder or file that is used alone; nil when another process has it, or when it is gone.
    ///
    /// It is not held where the file system has no such locks.
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

/// The names of what is temporary.
package enum WorkName {
    private static let prefix = ".curate-"

    /// A name that nothing has: 16 random hexadecimal digits and 8 that follow from them.
    static func make() -> String {
        var digits: [UInt8] = []
        digits.append(hexadecimal: UInt64.random(in: .min ... .max))
        let number = String(decoding: digits, as: UTF8.self)
        return prefix + number + check(number)
    }

    /// Whether only the program can have made a name.
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
