import Testing

@testable import Files

@Suite("Compressed files")
struct CompressionTests {
    @Test(
        "are known by their first bytes, whatever their name",
        arguments: [
            ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0], .gzip), ([0x28, 0xB5, 0x2F, 0xFD, 0, 0, 0, 0], .zstd),
            (Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26], .bzip2),
            (Array("BZh1".utf8) + [0x17, 0x72, 0x45, 0x38], .bzip2),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 0], .xz), ([0x50, 0x4B, 3, 4, 0, 0, 0, 0], .zip),
            (Array("BZhello, ".utf8), nil), (Array("BZh0".utf8) + [0x31, 0x41, 0x59, 0x26], nil),
            (Array("BZh".utf8), nil),
            ([0x1F, 0x8B, 7, 0, 0, 0, 0, 0], nil), (Array("PK notes".utf8), nil), ([], nil),
        ] as [([UInt8], Compression?)])
    func heads(_ head: [UInt8], _ expected: Compression?) {
        #expect(Compression(head: head, name: "rows.jsonl") == expected)
    }

    @Test(
        "are known by their name if their first byte is none of a text",
        arguments: [
            ([0x00, 0x01], "a.GZ", .gzip), ([0x80], "a.jsonl.zst", .zstd), ([0xC3], "a.bz2", .bzip2),
            ([0x01], "a.xz", .xz),
            ([0x02], "a.zip", .zip), ([0x7B], "a.gz", nil), ([0x0A], "a.gz", nil), ([0x20], "a.zip", nil),
            ([], "a.gz", nil),
            ([0xEF, 0xBB, 0xBF], "a.gz", nil), ([0xFF, 0xFE], "a.gz", nil), ([0x00], "agz", nil),
            ([0x00], "a.gz.txt", nil),
        ] as [([UInt8], String, Compression?)])
    func names(_ head: [UInt8], _ name: String, _ expected: Compression?) {
        #expect(Compression(head: head, name: name) == expected)
    }

    @Test("each is named with what unpacks it, in words of its own")
    func words() {
        let words = Compression.allCases.map(\.words)
        #expect(Set(words).count == words.count && words.allSatisfy { $0.hasSuffix(" unpacks it") })
    }
}
