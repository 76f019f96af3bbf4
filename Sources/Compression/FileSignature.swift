import Bytes

/// What a file's first bytes say of how it is packed, whatever its name.
package enum FileSignature: Equatable, Sendable {
    /// Compressed in a way that is read.
    case compressed(BlockCodec)
    /// Packed in a way that is not read: its name, and the command that unpacks it.
    case packed(name: String, command: String)

    /// How many of a file's first bytes are looked at.
    package static let longest = 265

    /// Looks at the first bytes of a file; nil where they are those of none of these.
    package init?(_ bytes: ByteView) {
        if bytes.starts(with: "\u{1F}"), bytes.count > 1, bytes[1] == 0x8B {
            self = .compressed(.gzip)
        } else if bytes.count >= 4, Self.isZstd(bytes.halfWord(at: 0)) {
            self = .compressed(.zstd)
        } else if bytes.starts(with: "BZh") {
            self = .packed(name: "bzip2", command: "bunzip2 --keep")
        } else if bytes.count >= 6, bytes[0] == 0xFD, bytes[1...].starts(with: "7zXZ\0") {
            self = .packed(name: "xz", command: "unxz --keep")
        } else if bytes.starts(with: "PK\u{3}\u{4}") || bytes.starts(with: "PK\u{5}\u{6}") {
            self = .packed(name: "zip", command: "unzip")
        } else if bytes.count >= 262, bytes[257...].starts(with: "ustar") {
            self = .packed(name: "tar", command: "tar --extract --file")
        } else {
            return nil
        }
    }

    /// Whether a number begins a frame, be it one that is skipped.
    private static func isZstd(_ number: UInt32) -> Bool {
        number == 0xFD2F_B528 || number & 0xFFFF_FFF0 == 0x184D_2A50
    }
}

extension ByteView {
    fileprivate func starts(with literal: StaticString) -> Bool { starts(with: ByteView(literal)) }
}
