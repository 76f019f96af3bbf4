import Bytes
import CIntrinsics

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file that appears under its name completely or not at all.
///
/// The bytes go to a temporary file, which `commit` flushes to disk and renames; without `commit` it is removed. The
/// temporary file is always a new one: `NAME.partial` in the same folder, or one in a `WorkFolder`. The digest is
/// computed while writing. A caller that should not wait for the disk calls `finish`, and another thread calls
/// `publish`.
package final class OutputFile {
    /// The final path of the file.
    package let path: String
    /// The last component of the path.
    package var name: String { String(path.split(separator: "/").last ?? "") }
    /// The number of bytes written.
    package private(set) var size = 0
    /// The digest of the bytes written.
    package var digest: Digest { hash.digest }
    private let partialPath: String
    /// The file's place in a tree in which links are not followed; nil for a file given by its path alone.
    private let place: (tree: FolderTree, name: String)?
    private var descriptor: Int32
    private var pending: [UInt8] = []
    private var hash: Digest.Hash
    /// Writes the bytes of a bulk file to disk; nil for other files.
    private let bulk: BulkWriter?
    private static let pieceSize = 1 << 20
    /// The number of bytes passed to the system, and the number of those whose writing to disk has been started.
    private var (given, begun) = (0, 0)

    /// Creates `PATH.partial` in an existing folder.
    ///
    /// Throws `FileError` if it cannot be written or already exists.
    ///
    /// - Parameter isBulk: Whether the file has many megabytes and is not read soon; it then bypasses the page cache.
    package convenience init(
        _ path: String, digest: Digest.Algorithm = .sha256, isBulk: Bool = false
    ) throws(FileError) {
        try self.init(path, place: nil, standingAt: path + ".partial", digest, isBulk: isBulk)
    }

    /// Creates a file in a work folder that is moved to a place on the same disk.
    convenience init(
        _ place: String, in tree: FolderTree, by work: WorkFolder, digest: Digest.Algorithm, isBulk: Bool
    ) throws(FileError) {
        try self.init(
            tree.path(of: place), place: (tree, place), standingAt: work.newPath(), digest, isBulk: isBulk)
    }

    private init(
        _ path: String, place: (FolderTree, String)?, standingAt partialPath: String, _ digest: Digest.Algorithm,
        isBulk: Bool
    ) throws(FileError) {
        self.path = path
        self.place = place
        self.partialPath = partialPath
        hash = Digest.Hash(digest)
        descriptor = open(partialPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw FileError("write", path) }
            throw FileError(
                .other, "write", path, cause: "\(partialPath) is there, where it would be written; it must go first")
        }
        bulk = isBulk ? BulkWriter(descriptor, path) : nil
    }

    /// Goes on with a file that another process did not finish, which is moved to its new place.
    ///
    /// Throws `FileError` if it cannot be read or written, or is not as it was when its state was taken.
    ///
    /// - Parameters:
    ///   - unfinished: the state of the file.
    ///   - old: the folder that it is in.
    init(
        _ place: String, in tree: FolderTree, by work: WorkFolder, goingOnWith unfinished: UnfinishedFile,
        from old: FolderTree, _ digest: Digest.Algorithm, isBulk: Bool
    ) throws(FileError) {
        path = tree.path(of: place)
        self.place = (tree, place)
        partialPath = work.newPath()
        hash = Digest.Hash(digest)
        descriptor = -1
        guard WorkFolder.isFileName(unfinished.name) else {
            throw FileError(.notThisFormat, "read", old.path(of: unfinished.name), cause: "it is no unfinished file")
        }
        descriptor = try old.open(unfinished.name, O_RDWR)
        guard descriptor >= 0, rename(old.path(of: unfinished.name), partialPath) == 0 else {
            throw FileError("read", old.path(of: unfinished.name))
        }
        bulk = isBulk ? BulkWriter(descriptor, path) : nil
        try take(unfinished)
    }

    /// Reads what is in the file, cuts off what is behind it, and adds the bytes that were not in the file yet.
    private func take(_ unfinished: UnfinishedFile) throws(FileError) {
        let inFile = unfinished.size - unfinished.rest.count
        var piece = [UInt8](repeating: 0, count: min(Self.pieceSize, max(inFile, 0)))
        while size < inFile {
            let count = piece.withUnsafeMutableBytes { bytes in
                unsafe pread(descriptor, bytes.baseAddress, min(bytes.count, inFile - size), off_t(size))
            }
            guard count > 0 else { throw FileError("read", partialPath) }
            piece[..<count].withUnsafeBufferPointer { hash.update(ByteView($0)) }
            size += count
        }
        unfinished.rest.withByteView { hash.update($0) }
        guard inFile >= 0, hash.digest == unfinished.digest else {
            throw FileError(.notThisFormat, "read", partialPath, cause: "it changed after its writer had ended")
        }
        guard ftruncate(descriptor, off_t(inFile)) == 0, lseek(descriptor, 0, SEEK_END) == off_t(inFile) else {
            throw FileError("write", path)
        }
        size = unfinished.size
        (given, begun) = (inFile, inFile)
        guard let bulk else { return pending = unfinished.rest }
        try unfinished.rest.withByteView { (rest) throws(FileError) in try bulk.write(rest) }
    }

    /// Returns the state of the unfinished file, from which another process can go on with it.
    ///
    /// Throws `FileError` if the bytes so far cannot be written.
    package func state() throws(FileError) -> UnfinishedFile {
        let rest: [UInt8]
        if let bulk {
            rest = try bulk.drain()
        } else {
            try flush()
            rest = []
        }
        let name = partialPath.split(separator: "/").last.map(String.init) ?? ""
        return UnfinishedFile(name: name, size: size, digest: digest, rest: rest)
    }

    deinit {
        guard descriptor >= 0 else { return }
        bulk?.stop(isGivenUp: true)
        close(descriptor)
        unlink(partialPath)
    }

    /// Appends bytes.
    ///
    /// Small pieces are buffered; large ones are written directly.
    package func write(_ bytes: ByteView) throws(FileError) {
        hash.update(bytes)
        size += bytes.count
        if let bulk { return try bulk.write(bytes) }
        if bytes.count >= Self.pieceSize / 16 {
            try flush()
            return try writeOut(bytes)
        }
        pending.append(bytes)
        if pending.count >= Self.pieceSize { try flush() }
    }

    /// Appends the bytes of an array.
    package func write(_ bytes: [UInt8]) throws(FileError) {
        try bytes.withByteView { (view) throws(FileError) in try write(view) }
    }

    /// Completes the file: writes buffered bytes, flushes to disk and sets the name.
    ///
    /// Returns the size and the digest.
    @discardableResult
    package func commit() throws(FileError) -> (size: Int, digest: Digest) {
        try finish()
        try publish()
        return (size, digest)
    }

    /// Ends the writing; size and digest are final.
    package func finish() throws(FileError) {
        if bulk == nil { try flush() }
        pending = []
    }

    /// Flushes the finished file to disk, waits for that, and sets the name.
    ///
    /// For a bulk file, returns the file that it replaced, if there was one.
    @discardableResult
    package func publish() throws(FileError) -> ReplacedFile? {
        if let bulk { try bulk.finish() }
        guard fsync(descriptor) == 0 else { throw FileError("write", path) }
        let replaced = bulk == nil ? nil : ReplacedFile(openReplaced())
        let closed = close(descriptor)
        descriptor = -1
        do throws(FileError) {
            guard closed == 0 else { throw FileError("write", path) }
            if let place {
                try place.tree.move(partialPath, to: place.name)
            } else if rename(partialPath, path) != 0 {
                throw FileError("write", path)
            }
        } catch {
            unlink(partialPath)
            throw error
        }
        return replaced
    }

    private func openReplaced() -> Int32 {
        guard let place else { return Folder.openForReading(path) }
        return (try? place.tree.open(place.name, O_RDONLY | O_NONBLOCK)) ?? -1
    }

    /// Opens the finished file for reading before it is published; the bytes of a bulk file are there once it is
    /// published.
    package func reader() throws(FileError) -> InputFile {
        try InputFile(path, standingAt: partialPath, size: size)
    }

    private func flush() throws(FileError) {
        try pending.withByteView { (view) throws(FileError) in try writeOut(view) }
        pending.removeAll(keepingCapacity: true)
    }

    private func writeOut(_ bytes: ByteView) throws(FileError) {
        guard bytes.write(to: descriptor) else { throw FileError("write", path) }
        given += bytes.count
        // Starts writing to disk early, so that `commit` has less to wait for.
        if given - begun >= 4 * Self.pieceSize {
            begin_writing_out(descriptor, Int64(begun), Int64(given - begun))
            begun = given
        }
    }

    /// Writes a small file in one step.
    @discardableResult
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) -> (size: Int, digest: Digest) {
        let file = try OutputFile(path)
        try file.write(bytes)
        return try file.commit()
    }
}

extension [OutputFile] {
    /// Publishes finished files one by one; returns the bulk files that were replaced.
    @discardableResult
    package func publish() throws(FileError) -> [ReplacedFile] {
        var replaced: [ReplacedFile] = []
        for file in self { if let old = try file.publish() { replaced.append(old) } }
        return replaced
    }
}

/// A file that was replaced under its name, kept open so that its disk space is not freed yet.
///
/// For a file of half a gigabyte, freeing takes the file system longer than a stage of the pipeline runs, and delays
/// others that flush to disk. It happens when this object is deallocated, on a background thread.
package final class ReplacedFile {
    private let descriptor: Int32

    /// Takes ownership of an open descriptor; returns nil if it is negative.
    fileprivate init?(_ descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    deinit {
        let descriptor = descriptor
        if !Threads.detach({ _ = systemClose(descriptor) }) { _ = systemClose(descriptor) }
    }
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

extension ByteView {
    /// Writes all bytes to a file; returns false with `errno` set if the system reports an error.
    func write(to descriptor: Int32) -> Bool {
        var written = 0
        while written < count {
            let rest = self[written...]
            #if canImport(Darwin)
            let count = Darwin.write(descriptor, rest.raw.baseAddress, rest.count)
            #else
            let count = Glibc.write(descriptor, rest.raw.baseAddress, rest.count)
            #endif
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            written += count
        }
        return true
    }
}
