import Bytes
import Compression
import Testing

@Suite("How a file is packed")
struct FileSignatureTests {
    @Test(
        "first bytes",
        arguments: [
            ([0x1F, 0x8B, 8], .compressed(.gzip)), ([0x28, 0xB5, 0x2F, 0xFD, 0], .compressed(.zstd)),
            ([0x5F, 0x2A, 0x4D, 0x18], .compressed(.zstd)),
            (Array("BZh91AY".utf8), .packed(name: "bzip2", command: "bunzip2 --keep")),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .packed(name: "xz", command: "unxz --keep")),
            ([0x50, 0x4B, 3, 4], .packed(name: "zip", command: "unzip")),
            (
                Array(repeating: 0x61, count: 257) + Array("ustar".utf8),
                .packed(name: "tar", command: "tar --extract --file")
            ),
            ([], nil), ([0x1F], nil), (Array("{\"a\": 1}".utf8), nil), ([0xFD, 0x37], nil), (Array("ustar".utf8), nil),
        ] as [([UInt8], FileSignature?)])
    func signatures(_ bytes: [UInt8], _ expected: FileSignature?) {
        #expect(bytes.withByteView { FileSignature($0) } == expected)
    }
}
