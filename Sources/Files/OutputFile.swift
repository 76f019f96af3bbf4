import Bytes
import CIntrinsics

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file that appears under its name whole or not at all.
///
/// The bytes go to another file, which `commit` gives to the disk and renames; without it nothing remains. That file is
/// new and never one that was there: `NAME.partial` beside it, or in a `WorkFolder` for who has one. The digest is made in
/// passing. Who does not want to wait for the disk ends the file with `finish`, and has another thread `publish` it.
package final class OutputFile {
    /// The path under which the file appears.
    package let path: String
    /// The last part of the path.
    package var name: String { String(path.split(separator: "/").last ?? "") }
    /// How many bytes were written.
    package private(set) var size = 0
    /// The digest of what was written.
    package var digest: Digest { hash.digest }
    private let partialPath: String
    /// Where the file appears, in a folder where no link is followed; nil of one that is named by its path alone.
    private let place: (tree: FolderTree, name: String)?
    private var descriptor: Int32
    private var pending: [UInt8] = []
    private var hash: Digest.Hash
    /// Of a bulk file what takes the bytes to the disk.
    private let bulk: BulkWriter?
    private static let pieceSize = 1 << 20
    /// How much the system has, and how much of that it was asked to write to the disk.
    private var (given, begun) = (0, 0)

    /// Opens `PATH.partial` in a folder that exists.
    ///
    /// Throws `FileError` when that cannot be written, or is there.
    ///
    /// - Parameter isBulk: true of a file of many megabytes that nobody reads soon; it goes past the system's cache.
    package convenience init(
        _ path: String, digest: Digest.Algorithm = .sha256, isBulk: Bool = false
    ) throws(FileError) {
        try self.init(path, place: nil, standingAt: path + ".partial", digest, isBulk: isBulk)
    }

    /// Opens a file in a folder for what is temporary, which is to appear in another folder of the same disk.
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

    deinit {
        guard descriptor >= 0 else { return }
        bulk?.stop(isGivenUp: true)
        close(descriptor)
        unlink(partialPath)
    }

    /// Appends bytes.
    ///
    /// Small pieces are gathered; large ones go out as they are.
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

    /// Makes the file whole: what is pending goes out, the disk takes it, the name is set.
    ///
    /// Returns size and digest.
    @discardableResult
    package func commit() throws(FileError) -> (size: Int, digest: Digest) {
        try finish()
        try publish()
        return (size, digest)
    }

    /// Ends the writing: size and digest are known.
    package func finish() throws(FileError) {
        if bulk == nil { try flush() }
        pending = []
    }

    /// Gives the finished file to the disk, waits until that has it, and sets the name.
    ///
    /// Returns of a bulk file the one of its name that it replaced, if there was one.
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

    /// The finished file, open for reading before it is published; a bulk file's bytes are there when it is.
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
        // What the disk is at work on meanwhile, `commit` need not wait for.
        if given - begun >= 4 * Self.pieceSize {
            begin_writing_out(descriptor, Int64(begun), Int64(given - begun))
            begun = given
        }
    }

    /// Writes a whole small file.
    @discardableResult
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) -> (size: Int, digest: Digest) {
        let file = try OutputFile(path)
        try file.write(bytes)
        return try file.commit()
    }
}

extension [OutputFile] {
    /// Publishes finished files, one after the other; returns the bulk files that were replaced.
    @discardableResult
    package func publish() throws(FileError) -> [ReplacedFile] {
        var replaced: [ReplacedFile] = []
        for file in self { if let old = try file.publish() { replaced.append(old) } }
        return replaced
    }
}

/// A file whose name another has taken, held so that the disk need not yet take it back.
///
/// That takes a file system longer than a stage where the file is of half a gigabyte, and keeps others waiting who want
/// something written for certain. It begins when nobody holds this any more, and nobody waits for it.
package final class ReplacedFile {
    private let descriptor: Int32

    /// Holds an open file; nil when there is none.
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
    /// Writes all bytes to a file; false when the system refuses, with `errno` as it left it.
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
