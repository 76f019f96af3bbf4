import Bytes

/// Blocks of LZ4 as Hadoop writes them: before each stand its size when decompressed and its own, four bytes each, the
/// first byte the highest.
///
/// Arrow wrote blocks without sizes under the same name for years, so that what is no such row of blocks is taken for one
/// block.
enum HadoopLZ4 {
    static func decode(_ input: ByteView, into output: UnsafeMutableRawBufferPointer) throws(DecompressionError) {
        guard let blocks = blocks(of: input, size: output.count) else {
            return try ElementDecoder.decode(.lz4, input, into: output)
        }
        var written = 0
        for block in blocks {
            let room = UnsafeMutableRawBufferPointer(rebasing: output[written..<written + block.size])
            do throws(DecompressionError) {
                try ElementDecoder.decode(.lz4, input[block.range], into: room)
            } catch {
                // By chance the first bytes of a block may look like sizes.
                return try ElementDecoder.decode(.lz4, input, into: output)
            }
            written += block.size
        }
    }

    /// Where the blocks stand and how many bytes each gives, or nil when sizes and bytes do not fit together.
    private static func blocks(of input: ByteView, size: Int) -> [(range: Range<Int>, size: Int)]? {
        var blocks: [(range: Range<Int>, size: Int)] = []
        var (offset, sum) = (0, 0)
        while offset < input.count {
            guard input.count - offset >= 8 else { return nil }
            let block = Int(input.halfWord(at: offset).byteSwapped)
            let compressed = Int(input.halfWord(at: offset + 4).byteSwapped)
            guard compressed <= input.count - offset - 8, block <= size - sum else { return nil }
            blocks.append((offset + 8..<offset + 8 + compressed, block))
            offset += 8 + compressed
            sum += block
        }
        return sum == size ? blocks : nil
    }
}
