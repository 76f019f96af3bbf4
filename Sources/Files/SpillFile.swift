import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file without a name for what is too large to hold: it is gone as soon as nobody has it open, also after a crash.
///
/// One thread appends; after `flush` any thread may read.
package final class SpillFile: @unchecked Sendable {
    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    /// How many bytes were appended.
    package private(set) var size = 0

    /// Makes the file in a folder.
    ///
    /// Throws `FileError` when that cannot be written.
    package init(in folder: String) throws(FileError) {
        path = Folder.join(folder, ".spill.partial")
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("write", path) }
        unlink(path)
    }

    deinit {
        close(descriptor)
    }

    /// Appends bytes; returns where they stand.
    package func append(_ bytes: ByteView) throws(FileError) -> Int {
        let place = size
        pending.append(bytes)
        size += bytes.count
        if pending.count >= 1 << 20 { try flush() }
        return place
    }

    /// Hands everything that was appended to the system.
    package func flush() throws(FileError) {
        var written = 0
        let start = size - pending.count
        while written < pending.count {
            let count = pending.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written, off_t(start + written))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError("write", path)
            }
            written += count
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Reads what stands at a place into memory that it fills.
    package func read(at place: Int, into memory: UnsafeMutableBufferPointer<UInt8>) throws(FileError) {
        var filled = 0
        while filled < memory.count, let start = memory.baseAddress {
            let count = pread(descriptor, start + filled, memory.count - filled, off_t(place + filled))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError("read", path) }
            filled += count
        }
    }
}
