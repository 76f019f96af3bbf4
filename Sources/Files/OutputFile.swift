import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file that appears under its name whole or not at all.
///
/// The bytes go to `NAME.partial` beside it; `commit` gives them to the disk and renames. Without `commit` nothing
/// remains. The digest is made in passing.
package final class OutputFile {
    /// The path under which the file appears.
    package let path: String
    /// How many bytes were written.
    package private(set) var size = 0
    private let partialPath: String
    private var descriptor: Int32
    private var pending: [UInt8] = []
    private var hash: Digest.Hash
    private static let pieceSize = 1 << 20

    /// Opens `PATH.partial` in a folder that exists.
    ///
    /// Throws `FileError` when that cannot be written.
    package init(_ path: String, digest: Digest.Algorithm = .sha256) throws(FileError) {
        self.path = path
        partialPath = path + ".partial"
        hash = Digest.Hash(digest)
        descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("write", path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(partialPath)
    }

    /// Appends bytes.
    ///
    /// Small pieces are gathered; large ones go out as they are.
    package func write(_ bytes: ByteView) throws(FileError) {
        hash.update(bytes)
        size += bytes.count
        if bytes.count >= Self.pieceSize / 4 {
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
        try flush()
        guard fsync(descriptor) == 0 else { throw FileError("write", path) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0, rename(partialPath, path) == 0 else {
            let error = FileError("write", path)
            unlink(partialPath)
            throw error
        }
        return (size, hash.digest)
    }

    private func flush() throws(FileError) {
        try pending.withByteView { (view) throws(FileError) in try writeOut(view) }
        pending.removeAll(keepingCapacity: true)
    }

    private func writeOut(_ bytes: ByteView) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = Self.write(descriptor, bytes[written...])
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError("write", path)
            }
            written += count
        }
    }

    private static func write(_ descriptor: Int32, _ bytes: ByteView) -> Int {
        #if canImport(Darwin)
        Darwin.write(descriptor, bytes.raw.baseAddress, bytes.count)
        #else
        Glibc.write(descriptor, bytes.raw.baseAddress, bytes.count)
        #endif
    }

    /// Writes a whole small file.
    @discardableResult
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) -> (size: Int, digest: Digest) {
        let file = try OutputFile(path)
        try file.write(bytes)
        return try file.commit()
    }
}
