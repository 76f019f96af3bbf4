import Bytes
import Compression

/// Reads what a file holds from beginning to end: its bytes, or those that they are compressed from.
///
/// The digest is that of the file's own bytes, and is computed along the way. A compressed file that is broken holds what
/// comes before the break. Not thread-safe.
package final class ContentReader {
    /// Why nothing more of the file can be read, although it goes on; nil if there is no such reason, or not yet.
    package private(set) var fault: ReadingFault?

    private let file: InputFile
    private let codec: BlockCodec?
    private let bytes: HashedBytes
    private var stream: DecompressedStream?

    /// Creates a reader at the beginning of a file.
    ///
    /// - Parameter codec: the codec of the file's bytes; nil if they are not compressed.
    package init(_ file: InputFile, _ codec: BlockCodec? = nil) {
        self.file = file
        self.codec = codec
        bytes = HashedBytes(file)
    }

    /// The digest of the file's own bytes; valid after `read` has returned 0.
    package var digest: Digest { bytes.hash.digest }

    /// The offset in the file's own bytes up to which they were read, or of the fault; nil if they are not compressed.
    package var fileOffset: Int? { codec == nil ? nil : fault?.offset ?? stream?.compressedOffset ?? 0 }

    /// Fills memory as far as the file goes on; returns the number of bytes, 0 only at the end or at a fault.
    ///
    /// Throws `FileError` if the file cannot be read, or if there is no memory to decompress it.
    package func read(into memory: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        guard let codec else { return try bytes.read(into: memory) }
        if fault != nil { return 0 }
        do {
            let stream = try stream ?? DecompressedStream(bytes, codec)
            self.stream = stream
            let count = try stream.read(into: memory)
            if count == 0 { try end(stream, codec) }
            return count
        } catch let error as DecompressionError where error.code != .noMemory {
            try breakOff("\(error)", at: error.offset)
            return 0
        } catch let error as FileError {
            throw error
        } catch {
            throw FileError(.other, "read", file.path, cause: "\(error)")
        }
    }

    /// Returns up to `count` bytes more; fewer only at the end or at a fault.
    package func bytes(atMost count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let filled = try bytes.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
            try read(into: UnsafeMutableRawBufferPointer(memory))
        }
        return Array(bytes[..<filled])
    }

    private func end(_ stream: DecompressedStream, _ codec: BlockCodec) throws(FileError) {
        guard let place = stream.trailingGarbage else { return }
        try breakOff("bytes that are not compressed with \(codec.name) follow", at: place)
    }

    /// Notes a fault, and reads the rest of the file for its digest.
    private func breakOff(_ reason: String, at offset: Int) throws(FileError) {
        fault = ReadingFault(.other("\(reason) at byte \(offset) of the file"), at: offset, isRest: true)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { block.deallocate() }
        while try bytes.read(into: block) > 0 {}
    }
}

/// The bytes of a file in order, with their digest.
private final class HashedBytes: ByteStream {
    private let file: InputFile
    private var offset = 0
    private(set) var hash = Digest.Hash(.xxh64)

    init(_ file: InputFile) {
        self.file = file
    }

    func read(into memory: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        let count = try file.read(at: offset, into: memory)
        let filled = UnsafeRawBufferPointer(rebasing: memory[..<count])
        hash.update(ByteView(filled.assumingMemoryBound(to: UInt8.self)))
        offset += count
        return count
    }
}
