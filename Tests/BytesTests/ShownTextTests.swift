import TestSupport
import Testing

@testable import Bytes
@testable import Messages

@Suite("Texts as people are shown them")
struct ShownTextTests {
    /// Characters that hide, move or forge what is around them, one of each kind.
    static let hostile: [Unicode.Scalar] =
        ([
            0x0, 0x7, 0x8, 0xB, 0xD, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E,
            0x200B, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x3164,
            0xE000, 0xF8FF, 0xFDD0, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0xFFFF, 0x1D173, 0x1FFFE, 0xE0001,
            0xE0041, 0xE007F, 0xE0100, 0xF0000, 0x10FFFF,
        ] as [UInt32]).compactMap(Unicode.Scalar.init)

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: true
        default: scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
        }
    }

    @Test("the hidden characters are those of the Unicode standard, whatever version the library has")
    func properties() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isListed = HiddenCharacters.contains(value)
            if Self.isHidden(scalar) {
                #expect(isListed, "U+\(String(value, radix: 16)) is hidden and not listed")
            } else if isListed {
                // An older library may not know it yet.
                #expect(scalar.properties.generalCategory == .unassigned, "U+\(String(value, radix: 16)) can be seen")
            }
        }
        let ranges = HiddenCharacters.ranges
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
    }

    @Test(
        "what they become",
        arguments: [
            ("", ""), ("plain text", "plain text"), ("a\nb\tc", "a⏎b c"), ("a\r\nb", "a\\u{d}⏎b"),
            ("\u{1B}[31m", "\\u{1b}[31m"),
            ("\u{202E}evil", "\\u{202e}evil"), ("Ünï ½ 数学 Ελ", "Ünï ½ 数学 Ελ"), ("e\u{301}", "e\u{301}"),
            ("\u{E0041}", "\\u{e0041}"), ("a\u{A0}b", "a\u{A0}b"), ("😀", "😀"), ("back\\slash", "back\\slash"),
        ])
    func shown(_ text: String, _ shown: String) {
        #expect(text.shown == shown)
    }

    @Test("nothing hidden is left, and what is shown already stays as it is")
    func nothingLeft() {
        var random = SeededRandom(3)
        for _ in 0..<500 {
            var text = randomText(&random, pieces: 12)
            for _ in 0..<random.below(4) { text.unicodeScalars.append(random.pick(Self.hostile)) }
            let shown = text.shown
            #expect(!shown.unicodeScalars.contains { HiddenCharacters.contains($0.value) }, "\(text.debugDescription)")
            #expect(shown.shown == shown)
        }
    }
}
