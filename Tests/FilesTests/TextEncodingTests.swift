import Bytes
import TestSupport
import Testing

@testable import Files

@Suite("Encodings of text files")
struct TextEncodingTests {
    @Test(
        "are told by the byte order mark",
        arguments: [
            ([0xEF, 0xBB, 0xBF, 0x61], .utf8, 3), ([0x61], .utf8, 0), ([], .utf8, 0),
            ([0xFF, 0xFE, 0x61, 0], .utf16(isLittle: true), 2), ([0xFE, 0xFF, 0, 0x61], .utf16(isLittle: false), 2),
            ([0xFF, 0xFE], .utf16(isLittle: true), 2), ([0xFF, 0xFE, 0, 0], .utf32(isLittle: true), 4),
            ([0, 0, 0xFE, 0xFF], .utf32(isLittle: false), 4), ([0xFF, 0xFE, 0], .utf16(isLittle: true), 2),
            ([0xFF], .utf8, 0), ([0xEF, 0xBB], .utf8, 0), (Array("{\"a\"".utf8), .utf8, 0),
        ] as [([UInt8], TextEncoding, Int)])
    func marks(_ head: [UInt8], _ encoding: TextEncoding, _ mark: Int) {
        let found = head.withByteView { TextEncoding.find($0) }
        #expect(found.encoding == encoding && found.mark == mark && found.refusal == nil)
    }

    @Test(
        "without a mark are refused by their name, if zeros pad ASCII",
        arguments: [
            ([0x61, 0, 0x62, 0], "UTF-16LE"), ([0, 0x61, 0, 0x62], "UTF-16BE"), ([0x61, 0, 0, 0], "UTF-32LE"),
            ([0, 0, 0, 0x61], "UTF-32BE"), ([0x61, 0, 0x62, 0x63], nil), ([0, 0, 0, 0], nil), ([0x61, 0, 0x62], nil),
        ] as [([UInt8], String?)])
    func refusals(_ head: [UInt8], _ name: String?) {
        let found = head.withByteView { TextEncoding.find($0) }
        #expect(
            found.refusal == name.map { "\($0) without a byte order mark; iconv -f \($0) -t UTF-8 makes UTF-8 of it" })
    }

    private static let encodings: [TextEncoding] = [
        .utf16(isLittle: true), .utf16(isLittle: false), .utf32(isLittle: true), .utf32(isLittle: false),
    ]

    /// The bytes of a text in an encoding.
    private func bytes(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
        func split(_ value: UInt32, _ count: Int, _ isLittle: Bool) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
            return isLittle ? bytes : bytes.reversed()
        }
        switch encoding {
        case .utf8: return Array(text.utf8)
        case .utf16(let isLittle): return text.utf16.flatMap { split(UInt32($0), 2, isLittle) }
        case .utf32(let isLittle): return text.unicodeScalars.flatMap { split($0.value, 4, isLittle) }
        }
    }

    /// The bytes converted in pieces of a length.
    private func converted(_ bytes: [UInt8], _ encoding: TextEncoding, by length: Int) -> [UInt8] {
        var converter = TextConverter(encoding)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: length) {
            text += Array(bytes[start..<min(start + length, bytes.count)]).withByteView { converter.utf8(of: $0) }
        }
        return text + [UInt8]().withByteView { converter.utf8(of: $0) }
    }

    @Test("become UTF-8, whatever the pieces", arguments: encodings, [1, 2, 3, 4, 7, 64])
    func converting(_ encoding: TextEncoding, _ length: Int) {
        for text in ["", "a", "é\n數\u{0}", "😀", "a😀\u{10FFFF}\u{FFFF}\u{D7FF}\u{E000}b"] {
            #expect(converted(bytes(text, encoding), encoding, by: length) == Array(text.utf8))
        }
    }

    @Test("half a character at the end is a byte that UTF-8 does not have", arguments: encodings, [1, 3, 64])
    func cut(_ encoding: TextEncoding, _ length: Int) {
        let whole = bytes("a😀", encoding)
        for lost in 1..<4 {
            let text = converted(Array(whole.dropLast(lost)), encoding, by: length)
            #expect(text == Array("a".utf8) + [0xFF])
        }
    }

    @Test("half a pair alone is a byte that UTF-8 does not have, and what follows is read")
    func pairs() {
        for (units, expected) in [
            ([0xDE00, 0x61], [0xFF, 0x61]), ([0xD83D, 0x61], [0xFF, 0x61]),
            ([0xD83D, 0xD83D, 0xDE00], [0xFF] + Array("😀".utf8)),
        ] as [([UInt16], [UInt8])] {
            let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            #expect(converted(big, .utf16(isLittle: false), by: 3) == expected)
        }
        let surrogate: [UInt8] = [0, 0, 0xD8, 0, 0, 0, 0, 0x61, 0, 0x11, 0, 0]
        #expect(converted(surrogate, .utf32(isLittle: false), by: 5) == [0xFF, 0x61, 0xFF])
    }
}
