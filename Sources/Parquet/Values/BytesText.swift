import Bytes

/// Bytes that are no text.
extension ByteWriter {
    private static var base64Digits: ByteView {
        ByteView("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    }

    /// Appends bytes in base64 (RFC 4648), padded.
    mutating func append(base64 bytes: ByteView) {
        let digits = Self.base64Digits
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group = 0
            for k in 0..<3 { group = group << 8 | (k < count ? Int(bytes[start + k]) : 0) }
            for k in 0..<4 {
                append(k <= count ? digits[group >> (18 - 6 * k) & 63] : UInt8(ascii: "="))
            }
        }
    }

    /// Appends sixteen bytes as a UUID is written (RFC 9562).
    mutating func append(uuid bytes: ByteView) {
        let digits = ByteView("0123456789abcdef")
        for (place, byte) in bytes.buffer.enumerated() {
            if place == 4 || place == 6 || place == 8 || place == 10 { append(UInt8(ascii: "-")) }
            append(digits[Int(byte >> 4)])
            append(digits[Int(byte & 15)])
        }
    }
}
