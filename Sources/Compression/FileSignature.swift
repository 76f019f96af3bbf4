import Bytes

/// How a file is packed, whatever its name: compressed, or an archive of files.
package enum FileSignature: CaseIterable, Sendable {
    case gzip, zstd, bzip2, xz, zip, tar

    /// The number of first bytes that tell them apart.
    package static let headSize = 265

    /// Recognizes a packed file by its first bytes; nil if they are those of none.
    ///
    /// - Parameter head: the first bytes, `headSize` of them unless the file is shorter.
    package init?(head: ByteView) {
        guard let kind = Self.allCases.first(where: { $0.begins(head) }) else { return nil }
        self = kind
    }

    /// Recognizes a packed file by its name if its first bytes are no text; nil if it is none.
    ///
    /// It is then one that is cut at its beginning, or of a kind that has no first bytes of its own.
    package init?(name: String, head: ByteView) {
        guard let first = head.first, first < 0x20 && ![0x09, 0x0A, 0x0D].contains(first) || first >= 0x80,
            !head.starts(with: ByteView("\u{FEFF}")), first < 0xFE,
            let kind = Self.allCases.first(where: { name.lowercased().hasSuffix($0.ending) })
        else { return nil }
        self = kind
    }

    /// The codec of a file that is read as the bytes that it holds; nil for a file that must be unpacked first.
    package var codec: BlockCodec? {
        switch self {
        case .gzip: .gzip
        case .zstd: .zstd
        case .bzip2, .xz, .zip, .tar: nil
        }
    }

    /// What the file is, and the command that unpacks it.
    package var words: String {
        switch self {
        case .gzip: "compressed with gzip: gzip -dc unpacks it"
        case .zstd: "compressed with zstd: zstd -dc unpacks it"
        case .bzip2: "compressed with bzip2: bzip2 -dc unpacks it"
        case .xz: "compressed with xz: xz -dc unpacks it"
        case .zip: "a zip archive, as a workbook of Excel is: unzip unpacks it"
        case .tar: "a tar archive: tar -xf unpacks it"
        }
    }

    private var ending: String {
        switch self {
        case .gzip: ".gz"
        case .zstd: ".zst"
        case .bzip2: ".bz2"
        case .xz: ".xz"
        case .zip: ".zip"
        case .tar: ".tar"
        }
    }

    /// Returns whether a file of this kind begins with these bytes.
    private func begins(_ head: ByteView) -> Bool {
        switch self {
        case .gzip: head.starts(with: [0x1F, 0x8B, 8])
        // Frames that are skipped may come before those with data.
        case .zstd:
            head.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
                || head.count >= 4 && head[0] & 0xF0 == 0x50 && head[1...].starts(with: [0x2A, 0x4D, 0x18])
        case .bzip2: Self.beginsBzip2(head)
        case .xz: head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0])
        case .zip: head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6])
        // The mark is 257 bytes from the beginning; the zero behind it keeps texts with a custard apart.
        case .tar:
            head.count >= 265
                && ["ustar\0", "ustar  \0"].contains { head[257...].starts(with: Array($0.utf8)) }
        }
    }

    /// bzip2's three letters may begin a text as well; a digit for the size of blocks and the first block follow them.
    private static func beginsBzip2(_ head: ByteView) -> Bool {
        guard head.count >= 7, head.starts(with: Array("BZh".utf8)) else { return false }
        return (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(head[3])
            && (head[4..<7].starts(with: [0x31, 0x41, 0x59]) || head[4..<7].starts(with: [0x17, 0x72, 0x45]))
    }
}

extension ByteView {
    fileprivate func starts(with bytes: [UInt8]) -> Bool {
        count >= bytes.count && bytes.indices.allSatisfy { self[$0] == bytes[$0] }
    }
}
