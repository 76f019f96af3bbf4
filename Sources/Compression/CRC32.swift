import Bytes
import CIntrinsics

/// The checksum of gzip, zlib and Parquet's pages: CRC-32 with the polynomial 0xEDB88320.
package struct CRC32: Equatable, Sendable {
    /// The checksum of what was taken in.
    package private(set) var value: UInt32 = 0

    /// The checksum of no bytes yet.
    package init() {}

    /// Takes in more bytes.
    package mutating func update(_ bytes: ByteView) {
        value = crc32_update(value, bytes.buffer.baseAddress, bytes.count)
    }

    /// The checksum of some bytes.
    package static func of(_ bytes: ByteView) -> UInt32 {
        var checksum = CRC32()
        checksum.update(bytes)
        return checksum.value
    }
}
