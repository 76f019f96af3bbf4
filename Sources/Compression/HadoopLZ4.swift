import Bytes

/// Blocks of LZ4 as Hadoop writes them: before each stand its size when decompressed and its own, four bytes each, the
/// first byte the highest.
///
/// Arrow wrote blocks without sizes under the same name for years, so that what is no such row of blocks is taken for one
/// block.
enum HadoopLZ4 {
    private struct Block {
        let range: Range<Int>
        let size: Int
    }

    static func decode(_ input: ByteView, into output: UnsafeMutableRawBufferPointer) throws(DecompressionError) {
        guard isRowOfBlocks(input, size: output.count) else {
            return try ElementDecoder.decode(.lz4, input, into: output)
        }
        var (offset, written) = (0, 0)
        while offset < input.count, let block = block(of: input, at: offset) {
            let room = UnsafeMutableRawBufferPointer(rebasing: output[written..<written + block.size])
            do throws(DecompressionError) {
                try ElementDecoder.decode(.lz4, input[block.range], into: room)
            } catch {
                // By chance the first bytes of a block may look like sizes.
                return try ElementDecoder.decode(.lz4, input, into: output)
            }
            offset = block.range.upperBound
            written += block.size
        }
    }

    /// Whether blocks fill the input and give so many bytes together.
    private static func isRowOfBlocks(_ input: ByteView, size: Int) -> Bool {
        var (offset, sum) = (0, 0)
        while offset < input.count {
            // Each block has a byte at least, also one that gives nothing.
            guard let block = block(of: input, at: offset), !block.range.isEmpty, block.size <= size - sum else {
                return false
            }
            offset = block.range.upperBound
            sum += block.size
        }
        return sum == size
    }

    private static func block(of input: ByteView, at offset: Int) -> Block? {
        guard input.count - offset >= 8 else { return nil }
        let compressed = Int(input.halfWord(at: offset + 4).byteSwapped)
        guard compressed <= input.count - offset - 8 else { return nil }
        return Block(
            range: offset + 8..<offset + 8 + compressed, size: Int(input.halfWord(at: offset).byteSwapped))
    }
}
