import Bytes

/// Decompresses whole blocks of which the size is known; it keeps the libraries' decoders from one to the next.
///
/// It belongs to one thread at a time.
package final class BlockDecompressor {
    private var gzip: GzipDecoder?
    private var zstd: ZstdDecoder?

    /// A decompressor that has met no block yet.
    package init() {}

    /// Decompresses a block, which must fill an output exactly.
    ///
    /// Throws `DecompressionError`; what stands in the output then is not to be looked at.
    package func decompress(
        _ input: ByteView, _ codec: BlockCodec, into output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) {
        switch codec {
        case .snappy, .lz4: try ElementDecoder.decode(codec, input, into: output)
        case .lz4Hadoop: try HadoopLZ4.decode(input, into: output)
        case .gzip:
            let decoder = if let gzip { gzip } else { try GzipDecoder() }
            gzip = decoder
            try decoder.decode(input.raw, into: output)
        case .zstd:
            let decoder = if let zstd { zstd } else { try ZstdDecoder() }
            zstd = decoder
            try decoder.decode(input.raw, into: output)
        }
    }
}
