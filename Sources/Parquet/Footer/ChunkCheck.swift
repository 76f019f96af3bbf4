import Compression

/// Checks what the footer says of a column's part of a row group.
struct ChunkCheck {
    let chunk: ColumnChunk
    let type: LeafType
    let isEncrypted: Bool
    /// Whether the row group has no rows, so that nothing needs to be anywhere.
    let isEmpty: Bool
    let fileSize: Int

    /// Where the chunk stands.
    ///
    /// Throws `ParquetError` for one that cannot be read.
    func place() throws(ParquetError) -> ChunkPlace {
        guard !chunk.isInOtherFile else {
            throw ParquetError(.footer, "the column stands in another file; read that one")
        }
        guard !chunk.isEncrypted, chunk.hasMetadata || !isEncrypted else {
            throw ParquetError(
                .encrypted, "the column is encrypted; write the file again without encryption, which needs its keys")
        }
        guard chunk.hasMetadata else { throw ParquetError(.footer, "the footer says nothing about the column") }
        let codec = try codec()
        guard !isEmpty else { return ChunkPlace(range: 0..<0, codec: codec, valueCount: 0) }
        guard chunk.type == type.physical.rawValue else {
            throw ParquetError(.footer, "the column has another type than the schema says")
        }
        let (start, count) = chunk.range
        guard start >= 4, count >= 0, count <= fileSize - 8, start <= fileSize - 8 - count else {
            throw ParquetError(.footer, "the column stands outside of the file; download it again")
        }
        guard chunk.valueCount >= 0 else { throw ParquetError(.footer, "a column of \(chunk.valueCount) values") }
        return ChunkPlace(range: start..<start + count, codec: codec, valueCount: chunk.valueCount)
    }

    /// The codec; nil of what is not compressed (parquet.thrift: CompressionCodec).
    private func codec() throws(ParquetError) -> BlockCodec? {
        switch chunk.codec {
        case 0: return nil
        case 1: return .snappy
        case 2: return .gzip
        case 5: return .lz4Hadoop
        case 6: return .zstd
        case 7: return .lz4
        default:
            let name = [3: "LZO", 4: "brotli"][chunk.codec] ?? "\(chunk.codec)"
            throw ParquetError(
                .codec, "the codec \(name) is not read; write the file again with zstd, snappy or gzip")
        }
    }
}
