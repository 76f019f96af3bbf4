import Bytes
import Compression
import Testing

@Suite("CRC-32")
struct CRC32Tests {
    @Test(
        "known checksums",
        arguments: [
            ("", 0), ("a", 0xE8B7_BE43), ("123456789", 0xCBF4_3926),
            ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
        ] as [(String, UInt32)])
    func known(_ text: String, _ expected: UInt32) {
        #expect(text.withByteView { CRC32.of($0) } == expected)
    }

    @Test("pieces give what the whole gives, wherever it is cut")
    func pieces() {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        bytes.withByteView { view in
            for cut in 0...view.count {
                var checksum = CRC32()
                checksum.update(view[..<cut])
                checksum.update(view[cut...])
                #expect(checksum.value == CRC32.of(view))
            }
        }
    }
}
