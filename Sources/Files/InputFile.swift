import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What tells a file's state apart from another without reading it.
package struct FileStamp: Equatable, Sendable {
    /// The size in bytes.
    package let size: Int
    /// When the content changed last, in nanoseconds since 1970.
    package let modified: Int
    /// When anything of the file changed last, in nanoseconds since 1970; no program can set it back.
    package let changed: Int
    /// The file's number on its device.
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

    /// A time in nanoseconds since 1970; one that 64 bits cannot tell, such as any after April 2262, is the last or the
    /// first that they can.
    static func nanoseconds(_ time: timespec) -> Int {
        let (whole, isOut) = Int(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isSumOut) = whole.addingReportingOverflow(Int(time.tv_nsec))
        return isOut || isSumOut ? (time.tv_sec < 0 ? .min : .max) : sum
    }

    /// The time by the clock that stamps files, in nanoseconds since 1970.
    package static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return nanoseconds(time)
    }

    /// A state as a record holds it: the size in bytes, times in nanoseconds, the file's number.
    package init(size: Int, modified: Int, changed: Int, number: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.number = number
    }
}

/// A file open for reading.
///
/// `read(at:into:)` may be called from several threads at once.
package final class InputFile: Sendable {
    /// The path as it was given.
    package let path: String
    /// The file's state when it was opened; of one that is yet to be written whole, with the size that it will have.
    package let stamp: FileStamp
    /// When it was opened, in nanoseconds since 1970.
    package let openedAt: Int
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// Throws `FileError` when there is none, when it is a folder, or when it may not be read.
    package convenience init(_ path: String) throws(FileError) {
        try self.init(path, standingAt: path, size: nil)
    }

    /// Opens a file that does not have its name yet.
    ///
    /// - Parameters:
    ///   - path: the name that it will have.
    ///   - place: where it stands.
    ///   - size: how many bytes it will have, where they are not there yet.
    convenience init(_ path: String, standingAt place: String, size: Int?) throws(FileError) {
        let descriptor = Folder.openForReading(place)
        guard descriptor >= 0 else { throw FileError("open", path) }
        try self.init(path, descriptor, size: size)
    }

    /// A file that is open already, which is closed with this.
    ///
    /// Throws `FileError` when it is not a regular file.
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

    /// Reads into memory from an offset on until the memory is full or the file ends; returns how many bytes came.
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

    /// Reads into the beginning of a buffer, which grows where it must; returns how many bytes came, fewer than were asked
    /// for when the file ends before.
    package func read(at offset: Int, count: Int, into buffer: inout [UInt8]) throws(FileError) -> Int {
        if buffer.count < count { buffer = [UInt8](repeating: 0, count: count) }
        return try buffer.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
            try read(
                at: offset,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[..<count]))
        }
    }

    /// Asks the system to fetch ranges that will be read soon, so that the disk works on many of them at once.
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

    /// The bytes of a range; fewer when the file ends before.
    package func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        // Even to no bytes the array would set its count, and all empty arrays are one.
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

    /// Throws when there is no memory for so many bytes of the file: to ask an array for them would end the program.
    func demandMemory(_ count: Int) throws(FileError) {
        guard Memory.isThere(for: count) else {
            throw FileError(.other, "read", path, cause: "there is no memory for \(count) bytes of it")
        }
    }

    /// Throws when the file is no longer what it was when it was opened.
    package func checkUnchanged() throws(FileError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("read", path) }
        guard FileStamp(status) == stamp else {
            throw FileError(.changedWhileRead, "read", path, cause: "it changed while it was read")
        }
    }

    /// The digest of the whole file, read in pieces of 1 MiB.
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

    /// How many files that are read at the same time leave the process enough descriptors for all else.
    ///
    /// One with rows takes up to four: a database, what SQLite puts aside, and the file for its digest.
    package static var mostAtOnce: Int {
        let most = sysconf(Int32(_SC_OPEN_MAX))
        return most < 0 ? .max : max(1, (most - 32) / 4)
    }

    /// The bytes of a whole file.
    ///
    /// Throws `FileError` when it cannot be read, or has more bytes than so many.
    package static func contents(of path: String, atMost most: Int = JSONError.longest) throws(FileError) -> [UInt8] {
        let file = try InputFile(path)
        guard file.size <= most else {
            throw FileError(
                .other, "read", path, cause: "it has \(file.size) bytes, and at most \(most) can be read at once")
        }
        return try file.bytes(at: 0, count: file.size)
    }
}
