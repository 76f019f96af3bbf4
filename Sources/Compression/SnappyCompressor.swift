import Bytes
import CIntrinsics

/// Compresses bytes with snappy, to the same bytes on every machine.
package enum SnappyCompressor {
    /// Appends the compressed form of some bytes, of which there are fewer than 4 GB.
    package static func compress(_ bytes: ByteView, to writer: inout ByteWriter) {
        guard let start = bytes.buffer.baseAddress else { return writer.append(0) }
        let room = writer.reserve(snappy_bound(bytes.count))
        writer.advance(by: snappy_compress(start, bytes.count, room))
    }
}
