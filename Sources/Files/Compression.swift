import Bytes

/// The kinds of compressed files that are recognized, to say what makes them readable.
package enum Compression: CaseIterable, Sendable {
    case gzip, zstd, bzip2, xz, zip

    /// Recognizes a file by its first bytes, or else by its name if they are no text.
    ///
    /// - Parameters:
    ///   - head: the first bytes, at least eight unless the file is shorter.
    package init?(head: [UInt8], name: String) {
        if let kind = Self.allCases.first(where: { $0.begins(head) }) {
            self = kind
            return
        }
        guard let first = head.first, first < 0x20 && ![0x09, 0x0A, 0x0D].contains(first) || first >= 0x80,
            !head.starts(with: UTF8Check.byteOrderMark), first < 0xFE,
            let kind = Self.allCases.first(where: { name.lowercased().hasSuffix($0.ending) })
        else { return nil }
        self = kind
    }

    /// The number of first bytes that tell them apart.
    package static var headSize: Int { 8 }

    /// Returns whether a file of this kind begins so.
    ///
    /// bzip2's three letters may begin a text as well; a digit for the size of blocks and the first block follow them.
    private func begins(_ head: [UInt8]) -> Bool {
        guard head.starts(with: firstBytes) else { return false }
        guard self == .bzip2 else { return true }
        let rest = head.dropFirst(firstBytes.count)
        return rest.first.map { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) } == true
            && [[0x31, 0x41, 0x59], [0x17, 0x72, 0x45]].contains(Array(rest.dropFirst().prefix(3)))
    }

    private var firstBytes: [UInt8] {
        switch self {
        case .gzip: [0x1F, 0x8B, 8]
        case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
        case .bzip2: Array("BZh".utf8)
        case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]
        case .zip: [0x50, 0x4B, 3, 4]
        }
    }

    private var ending: String {
        switch self {
        case .gzip: ".gz"
        case .zstd: ".zst"
        case .bzip2: ".bz2"
        case .xz: ".xz"
        case .zip: ".zip"
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
        }
    }
}
