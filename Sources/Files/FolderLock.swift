#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The right to write into a folder, held by one process at a time.
///
/// The lock is the kernel's, on a file `.lock` that holds the owner's process id: it ends with the process, however that
/// ends, so that a file left behind is no hindrance.
package final class FolderLock {
    /// Another process holds the lock.
    package struct Held: Error, Equatable {
        /// Its process id, where it could be read.
        package let process: Int?
    }

    private let path: String
    private let descriptor: Int32

    /// Takes the lock of a folder.
    ///
    /// Throws `Held` when another process has it, `FileError` when the file cannot be made.
    package init(_ folder: String) throws {
        path = Folder.join(folder, ".lock")
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw FileError("lock", folder) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let error = errno
                let owner = Self.owner(descriptor)
                close(descriptor)
                if error == EWOULDBLOCK { throw Held(process: owner) }
                throw FileError("lock", folder, number: error)
            }
            // The owner before may have removed the file between our opening and locking it.
            var (ours, there) = (stat(), stat())
            guard fstat(descriptor, &ours) == 0, stat(path, &there) == 0, ours.st_ino == there.st_ino else {
                close(descriptor)
                continue
            }
            self.descriptor = descriptor
            let text = Array("\(getpid())\n".utf8)
            _ = ftruncate(descriptor, 0)
            _ = pwrite(descriptor, text, text.count, 0)
            return
        }
    }

    deinit {
        unlink(path)
        close(descriptor)
    }

    private static func owner(_ descriptor: Int32) -> Int? {
        var digits = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &digits, digits.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: digits[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
    }
}
