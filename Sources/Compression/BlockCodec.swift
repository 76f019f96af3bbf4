/// The formats of compressed bytes that can be read.
package enum BlockCodec: Equatable, Sendable {
    /// Snappy without a frame.
    case snappy
    /// Members of gzip, one or several.
    case gzip
    /// Frames of Zstandard, one or several.
    case zstd
    /// One block of LZ4.
    case lz4
    /// Blocks of LZ4, each with its sizes before it as Hadoop writes them; also one block without.
    case lz4Hadoop

    /// The format's name in messages.
    package var name: String {
        switch self {
        case .snappy: "snappy"
        case .gzip: "gzip"
        case .zstd: "zstd"
        case .lz4, .lz4Hadoop: "LZ4"
        }
    }
}
