import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// An unnamed file for data that is too large for memory; the system deletes it when it is closed, even after a crash.
///
/// One thread appends; after `flush` any thread can read.
package final class SpillFile: @unchecked Sendable {
    fileprivate let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    /// The number of bytes appended.
    package private(set) var size = 0

    /// Creates the file in a folder.
    ///
    /// Throws `FileError` if the folder cannot be written.
    package convenience init(in folder: String) throws(FileError) {
        let path = Folder.join(folder, WorkName.make())
        try self.init(path, called: path)
    }

    /// Creates the file at an unused path.
    ///
    /// - Parameter name: The path named in messages.
    init(_ path: String, called name: String) throws(FileError) {
        self.path = name
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("write", name) }
        unlink(path)
    }

    deinit {
        close(descriptor)
    }

    /// Appends bytes; returns their offset.
    package func append(_ bytes: ByteView) throws(FileError) -> Int {
        let place = size
        pending.append(bytes)
        size += bytes.count
        if pending.count >= 1 << 20 { try flush() }
        return place
    }

    /// Writes all appended bytes to the system.
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

    /// Reads from an offset until `memory` is full or the file ends; returns the number of bytes read.
    fileprivate func read(at place: Int, into memory: UnsafeMutableBufferPointer<UInt8>) throws(FileError) -> Int {
        var filled = 0
        while filled < memory.count, let start = memory.baseAddress {
            let count = pread(descriptor, start + filled, memory.count - filled, off_t(place + filled))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError("read", path) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}

/// Reads a spill file on one thread.
///
/// Small pieces that are close together, as when a recording has the order of its source, are read many at a time.
package final class SpillReader {
    private let file: SpillFile
    private var window: [UInt8] = []
    /// The range of the window in the file; empty at the end of the last piece that was read directly.
    private var range = 0..<0
    private static let windowSize = 1 << 16

    /// Creates a reader of the flushed bytes.
    package init(_ file: SpillFile) {
        self.file = file
    }

    /// Returns the bytes at an offset, which are valid for as long as the arena's row.
    ///
    /// Throws `FileError` if they cannot be read.
    package func read(at place: Int, count: Int, arena: Arena) throws(FileError) -> ByteView {
        // After the window or partly after it, but at most the length of the window away.
        let isNear =
            place + count > range.upperBound && place >= range.lowerBound
            && place - range.upperBound < Self.windowSize
        if isNear, count <= Self.windowSize / 4 { try fill(from: place) }
        if place >= range.lowerBound, place + count <= range.upperBound {
            let first = place - range.lowerBound
            return window.withByteView { arena.copy($0[first..<first + count]) }
        }
        let memory = arena.reserve(count)
        guard try file.read(at: place, into: memory) == count else { throw FileError("read", file.path) }
        range = place + count..<place + count
        return ByteView(UnsafeBufferPointer(memory))
    }

    private func fill(from place: Int) throws(FileError) {
        if window.isEmpty { window = Array(repeating: 0, count: Self.windowSize) }
        let file = file
        let count = try window.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
            try file.read(at: place, into: memory)
        }
        range = place..<place + count
    }
}
