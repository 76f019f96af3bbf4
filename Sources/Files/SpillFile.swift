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
    fileprivate let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    /// How many bytes were appended.
    package private(set) var size = 0

    /// Makes the file in a folder.
    ///
    /// Throws `FileError` when that cannot be written.
    package convenience init(in folder: String) throws(FileError) {
        let path = Folder.join(folder, WorkName.make())
        try self.init(path, called: path)
    }

    /// Makes the file at a path where there is nothing.
    ///
    /// - Parameter name: the path that messages name.
    init(_ path: String, called name: String) throws(FileError) {
        self.path = name
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("write", name) }
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

    /// Reads what stands from a place on, at most as much as fits into the memory; returns how many bytes there were.
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

/// One thread's way to read a spill file.
///
/// Small pieces that stand close behind each other, as they do where a recording has the order of its source, are read
/// many at a time.
package final class SpillReader {
    private let file: SpillFile
    private var window: [UInt8] = []
    /// Where in the file the window's bytes stand; empty behind the last piece that was read alone.
    private var range = 0..<0
    private static let windowSize = 1 << 16

    /// A reader of what was appended and flushed.
    package init(_ file: SpillFile) {
        self.file = file
    }

    /// The bytes at a place; they live as long as the arena's row.
    ///
    /// Throws `FileError` when they cannot be read.
    package func read(at place: Int, count: Int, arena: Arena) throws(FileError) -> ByteView {
        // Behind the window, or reaching out of it, but not further behind than the window is long.
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
