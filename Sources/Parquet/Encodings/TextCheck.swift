import Bytes
import CIntrinsics

extension ByteView {
    /// Whether the bytes are UTF-8.
    ///
    /// Long texts are gone through 64 bytes at a time wherever these are ASCII, also behind what is not.
    var isUTF8: Bool {
        guard count >= 256 else { return UTF8Check.firstFault(self) == nil }
        var offset = 0
        while let start = buffer.baseAddress, offset < count {
            offset += Int(ascii_prefix(start + offset, count - offset))
            let end = Swift.min(offset + 64, count)
            while offset < end {
                guard let length = UTF8Check.sequenceLength(self, at: offset) else { return false }
                offset += length
            }
        }
        return true
    }
}
