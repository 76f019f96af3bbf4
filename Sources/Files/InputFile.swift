import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The state of a file, which shows without reading the file whether it has changed.
package struct FileStamp: Equatable, Sendable {
    /// The size in bytes.
    package let size: Int
    /// The time of the last change of its contents, in nanoseconds since 1970.
    package let modified: Int
    /// The time of the last change of contents or metadata, in nanoseconds since 1970; programs cannot set it.
    package let changed: Int
    /// The file's inode number.
    package let number: UInt64

    init(_ status: stat) {
        size = Int(status.st_size)
        number = UInt64(status.st_ino)
        #if canImport(Darwin)
        modified = Self.nanoseconds(status.st_mtimespec)
        changed = Self.nanoseconds(status.st_ctimespec)
        #else
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
        #endif
    }

    /// Returns a time in nanoseconds since 1970, clamped to the range of 64 bits, which ends in April 2262.
    static func nanoseconds(_ time: timespec) -> Int {
        let (whole, isOut) = Int(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isSumOut) = whole.addingReportingOverflow(Int(time.tv_nsec))
        return isOut || isSumOut ? (time.tv_sec < 0 ? .min : .max) : sum
    }

    /// The current time by the clock used for file times, in nanoseconds since 1970.
    package static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return nanoseconds(time)
    }

    /// Creates a state from stored values: the size in bytes, the times in nanoseconds, the inode number.
    package init(size: Int, modified: Int, changed: Int, number: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.number = number
    }
}

/// A file open for reading.
///
/// `read(at:into:)` is thread-safe.
package final class InputFile: Sendable {
    /// The path, as given.
    package let path: String
    /// The state of the file when it was opened; for a file that is still being written, with its final size.
    package let stamp: FileStamp
    /// The time at which it was opened, in nanoseconds since 1970.
    package let openedAt: Int
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// Throws `FileError` if it does not exist, is not a regular file, or cannot be read.
    package convenience init(_ path: String) throws(FileError) {
        try self.init(path, standingAt: path, size: nil)
    }

    /// Opens a file that does not have its final name yet.
    ///
    /// - Parameters:
    ///   - path: The final name.
    ///   - place: The current path.
    ///   - size: The final size in bytes, if the file is not complete yet.
    convenience init(_ path: String, standingAt place: String, size: Int?) throws(FileError) {
        let descriptor = Folder.openForReading(place)
        guard descriptor >= 0 else { throw FileError("open", path) }
        try self.init(path, descriptor, size: size)
    }

    /// Creates a file from an open descriptor, which it owns.
    ///
    /// Throws `FileError` if it is not a regular file.
    init(_ path: String, _ descriptor: Int32, size: Int? = nil) throws(FileError) {
        self.path = path
        self.descriptor = descriptor
        openedAt = FileStamp.now
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = FileError("open", path)
            close(descriptor)
            throw error
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileError(.other, "read", path, cause: "it is not a regular file")
        }
        if let size { status.st_size = off_t(size) }
        stamp = FileStamp(status)
    }

    deinit {
        close(descriptor)
    }

    /// The size in bytes when it was opened.
    package var size: Int { stamp.size }

    /// Reads from an offset until `memory` is full or the file ends; returns the number of bytes read.
    package func read(at offset: Int, into memory: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        var filled = 0
        while filled < memory.count, let start = memory.baseAddress {
            let count = pread(descriptor, start + filled, memory.count - filled, off_t(offset + filled))
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError("read", path)
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Reads into the start of a buffer, which grows if necessary.
    ///
    /// Returns the number of bytes read, which is less than `count` if the file ends first.
    package func read(at offset: Int, count: Int, into buffer: inout [UInt8]) throws(FileError) -> Int {
        if buffer.count < count { buffer = [UInt8](repeating: 0, count: count) }
        return try buffer.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
            try read(
                at: offset,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[..<count]))
        }
    }

    /// Asks the system to prefetch ranges, so that the disk can work on many of them at once.
    package func willRead(_ ranges: some Sequence<Range<Int>>) {
        for range in ranges {
            #if canImport(Darwin)
            var advice = radvisory(ra_offset: off_t(range.lowerBound), ra_count: Int32(clamping: range.count))
            _ = fcntl(descriptor, F_RDADVISE, &advice)
            #else
            posix_fadvise(descriptor, off_t(range.lowerBound), off_t(range.count), POSIX_FADV_WILLNEED)
            #endif
        }
    }

    /// Returns the bytes of a range; fewer if the file ends first.
    package func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        // Initializing an array sets its count, even to zero, and all empty arrays share one object.
        guard count > 0 else { return [] }
        try demandMemory(count)
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
            do throws(FileError) {
                filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(memory))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Throws if there is no memory for `count` bytes; allocating an array of that size would abort the program.
    func demandMemory(_ count: Int) throws(FileError) {
        guard Memory.isThere(for: count) else {
            throw FileError(.other, "read", path, cause: "there is no memory for \(count) bytes of it")
        }
    }

    /// Throws `FileError` if the file has changed since it was opened.
    package func checkUnchanged() throws(FileError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("read", path) }
        guard FileStamp(status) == stamp else {
            throw FileError(.changedWhileRead, "read", path, cause: "it changed while it was read")
        }
    }

    /// Returns the digest of the whole file, reading it in pieces of 1 MiB.
    package func digest(_ algorithm: Digest.Algorithm) throws(FileError) -> Digest {
        var hash = Digest.Hash(algorithm)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { block.deallocate() }
        var offset = 0
        while true {
            let count = try read(at: offset, into: block)
            hash.update(ByteView(UnsafeBufferPointer(rebasing: block.bindMemory(to: UInt8.self)[..<count])))
            offset += count
            if count < block.count { return hash.digest }
        }
    }

    /// The number of files that can be read at once with enough descriptors left for the rest of the process.
    ///
    /// A file with rows needs up to four: a database, SQLite's temporary files, and the file for its digest.
    package static var mostAtOnce: Int {
        let most = sysconf(Int32(_SC_OPEN_MAX))
        return most < 0 ? .max : max(1, (most - 32) / 4)
    }

    /// Returns the contents of a file.
    ///
    /// Throws `FileError` if it cannot be read or has more than `most` bytes.
    package static func contents(of path: String, atMost most: Int = JSONError.longest) throws(FileError) -> [UInt8] {
        let file = try InputFile(path)
        guard file.size <= most else {
            throw FileError(
                .other, "read", path, cause: "it has \(file.size) bytes, and at most \(most) can be read at once")
        }
        return try file.bytes(at: 0, count: file.size)
    }
}
