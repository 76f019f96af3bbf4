import Bytes
import Compression
import Testing

@Suite("How a file is packed")
struct FileSignatureTests {
    /// The beginning of an archive of tar with a mark at its place.
    private static func tar(_ mark: String) -> [UInt8] {
        Array(repeating: 0x61, count: 257) + Array(mark.utf8) + Array(repeating: 0, count: 8)
    }

    @Test(
        "its first bytes tell",
        arguments: [
            ([0x1F, 0x8B, 8], .gzip), ([0x28, 0xB5, 0x2F, 0xFD, 0], .zstd), ([0x50, 0x2A, 0x4D, 0x18], .zstd),
            ([0x5F, 0x2A, 0x4D, 0x18], .zstd), (Array("BZh91AY".utf8), .bzip2), (Array("BZh1\u{17}rE".utf8), .bzip2),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz), ([0x50, 0x4B, 3, 4], .zip), ([0x50, 0x4B, 5, 6], .zip),
            (tar("ustar\u{0}00"), .tar), (tar("ustar  \u{0}"), .tar),
        ] as [([UInt8], FileSignature)])
    func packed(_ head: [UInt8], _ expected: FileSignature) {
        #expect(head.withByteView { FileSignature(head: $0) } == expected)
    }

    @Test(
        "of what is not packed nothing is said, also where a text begins alike",
        arguments: [
            [], [0x1F], [0x1F, 0x8B], [0x1F, 0x8B, 7], Array("{\"a\": 1}".utf8), [0xFD, 0x37], [0x28, 0xB5, 0x2F],
            [0x40, 0x2A, 0x4D, 0x18], [0x50, 0x2A, 0x4D], Array("BZh".utf8), Array("BZhang".utf8),
            Array("BZh91AX".utf8), Array("BZh01AY".utf8), Array("PKU,a".utf8), tar("ustard"), tar("ustar in it"),
            Array("ustar\u{0}00".utf8), Array("PAR1".utf8), Array("SQLite format 3\u{0}".utf8),
        ] as [[UInt8]])
    func unpacked(_ head: [UInt8]) {
        #expect(head.withByteView { FileSignature(head: $0) } == nil)
    }

    @Test(
        "its name tells only where its first bytes are no text",
        arguments: [
            ("f.GZ", [0x80, 1], .gzip), ("f.zst", [1], .zstd), ("f.tar", [0], .tar), ("f.csv.bz2", [0x9F], .bzip2),
            ("a.xz", [1], .xz), ("a.zip", [2], .zip), ("a.zip", [0x20], nil), ("a.gz.txt", [0], nil),
            ("f.gz", [0x7B], nil), ("f.gz", [], nil), ("f.gz", [0x0A], nil), ("f.gz", [0xEF, 0xBB, 0xBF, 0x7B], nil),
            ("f.gz", [0xFF, 0xFE], nil), ("f.gzip", [0x80], nil), ("gz", [0x80], nil),
        ] as [(String, [UInt8], FileSignature?)])
    func names(_ name: String, _ head: [UInt8], _ expected: FileSignature?) {
        #expect(head.withByteView { FileSignature(name: name, head: $0) } == expected)
    }

    @Test("what is not read is named with the command that unpacks it")
    func words() {
        for kind in FileSignature.allCases {
            #expect(kind.words.contains("\(kind)"))
            #expect(kind.words.hasSuffix("unpacks it"))
        }
        #expect(Set(FileSignature.allCases.map(\.words)).count == FileSignature.allCases.count)
        #expect(FileSignature.allCases.filter { $0.codec != nil } == [.gzip, .zstd])
    }
}
