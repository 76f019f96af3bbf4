/// Bytes that come one after the other.
package protocol ByteStream: AnyObject {
    /// Fills memory as far as bytes come; returns how many came, 0 at the end alone.
    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int
}

/// The bytes that compressed bytes stand for, as they are asked for.
///
/// It belongs to one thread at a time.
package final class DecompressedStream: ByteStream {
    private let source: any ByteStream
    private let decoder: any StepDecoder
    /// Input that was read; what stands in `start..<end` is still to be decoded.
    private var input: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var isSourceAtEnd = false
    /// How many compressed bytes were decoded.
    package private(set) var compressedOffset = 0
    /// How many bytes were given.
    package private(set) var offset = 0
    /// The fault behind the bytes that were given.
    private var failure: DecompressionError?

    /// How much input is read at once, and how much an element may have: the length of a run of 2 GB of LZ4 has 8 MB.
    private static let (inputSize, longestElement) = (1 << 17, 1 << 24)

    /// A stream of what a source's bytes stand for.
    ///
    /// Throws `DecompressionError` when there is no memory for the decoder.
    package init(_ source: any ByteStream, _ codec: BlockCodec) throws(DecompressionError) {
        self.source = source
        decoder =
            switch codec {
            case .gzip: try GzipDecoder()
            case .zstd: try ZstdDecoder()
            case .snappy, .lz4, .lz4Hadoop: WindowedDecoder(codec)
            }
        input = .allocate(byteCount: Self.inputSize, alignment: 16)
    }

    deinit { input.deallocate() }

    /// Where bytes begin that belong to no member of a gzip file, which gzip ignores with a warning; nil where there are
    /// none.
    package var trailingGarbage: Int? {
        let isIgnored = decoder.isAtEnd && start < end
        return isIgnored ? compressedOffset : nil
    }

    /// Fills memory as far as bytes come; returns how many came, 0 at the end alone.
    ///
    /// Throws `DecompressionError` at an offset in the compressed bytes, after the bytes before it were given, and what
    /// the source throws.
    package func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure { throw failure }
        var filled = 0
        do {
            try fill(memory, &filled)
        } catch let error as DecompressionError where filled > 0 {
            failure = error
        }
        offset += filled
        return filled
    }

    private func fill(_ memory: UnsafeMutableRawBufferPointer, _ filled: inout Int) throws {
        while filled < memory.count {
            let step = try step(into: UnsafeMutableRawBufferPointer(rebasing: memory[filled...]))
            filled += step.written
            if decoder.isAtEnd { break }
            guard step.read == 0, step.written == 0 else { continue }
            if isSourceAtEnd {
                if decoder.mayEnd { break }
                throw DecompressionError(decoder.codec, .truncated, at: compressedOffset)
            }
            try fetch()
        }
    }

    private func step(
        into room: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> (read: Int, written: Int) {
        do throws(DecompressionError) {
            let step = try decoder.step(UnsafeRawBufferPointer(rebasing: input[start..<end]), into: room)
            start += step.read
            compressedOffset += step.read
            return step
        } catch {
            throw DecompressionError(error.codec, error.code, at: compressedOffset + error.offset)
        }
    }

    /// Reads more input behind what is left.
    private func fetch() throws {
        let left = end - start
        if start > 0, left > 0, let base = input.baseAddress { base.copyMemory(from: base + start, byteCount: left) }
        (start, end) = (0, left)
        if end == input.count { try grow() }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: input[end...]))
        end += count
        isSourceAtEnd = count == 0
    }

    /// Makes room for an element that fills all of the input.
    private func grow() throws(DecompressionError) {
        guard input.count < Self.longestElement else {
            throw DecompressionError(decoder.codec, .invalid("a length without end"), at: compressedOffset)
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * input.count, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(input))
        input.deallocate()
        input = larger
    }
}
