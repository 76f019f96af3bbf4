import Bytes
import Foundation
import TestSupport
import Testing

@testable import Tokenizer

@Suite("Unicode's form NFKC")
struct CompatibilityMappingsTests {
    private static func normalized(_ text: String) -> [UInt8] {
        text.withByteView { CompatibilityMappings.shared.normalized($0) }
    }

    /// The characters up to Unicode 14.0.
    private static let known: [Unicode.Scalar] = (UInt32(0)...0x10FFFF).compactMap { value in
        guard let scalar = Unicode.Scalar(value), let age = scalar.properties.age, age.major <= 14 else { return nil }
        return scalar
    }

    @Test("the table is what Foundation says of the characters of its version")
    func table() {
        let wrong = Self.known.filter { scalar in
            let text = String(scalar)
            let isMapped =
                text.decomposedStringWithCompatibilityMapping.unicodeScalars.map(\.value)
                != text.decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
            guard isMapped else {
                return Self.normalized(text) != Array(text.precomposedStringWithCanonicalMapping.utf8)
            }
            return Self.normalized(text) != Array(text.precomposedStringWithCompatibilityMapping.utf8)
        }
        // The canonical tables are those of Unicode 9.0.
        let newer = wrong.filter { ($0.properties.age?.major ?? 0) > 9 }
        #expect(wrong.count == newer.count, "\(wrong.prefix(20).map { String($0.value, radix: 16) })")
        #expect(newer.count < 40, "\(newer.map { String($0.value, radix: 16) })")
    }

    @Test(
        "texts and their normal form KC",
        arguments: [
            ("", ""), ("plain", "plain"), ("x\u{A0}y", "x y"), ("\u{FB01}ne", "fine"), ("x\u{B2}", "x2"),
            ("\u{FF21}\u{FF22}", "AB"), ("e\u{301}", "\u{E9}"), ("\u{1E9B}\u{323}", "\u{1E69}"), ("\u{2460}", "1"),
            ("\u{1D44E}", "a"), ("\u{FDFA}", "صلى الله عليه وسلم"), ("\u{200B}", "\u{200B}"), ("\u{2026}", "..."),
            ("\u{212B}", "\u{C5}"), ("\u{3000}", " "), ("\u{BD}", "1\u{2044}2"), ("\u{3300}", "アパート"),
            ("a\u{0}b", "a\u{0}b"),
        ])
    func cases(_ text: String, _ expected: String) {
        #expect(Self.normalized(text) == Array(expected.utf8))
    }

    @Test("random texts are normalized as Foundation does it", arguments: 0..<20)
    func random(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let old = Self.known.filter {
            ($0.properties.age?.major ?? 99) <= 8 && ![0xF73, 0xF75, 0xF81].contains($0.value)
        }
        for _ in 0..<200 {
            var text = ""
            for _ in 0..<random.below(8) {
                let pool: Range<Int> = random.below(2) == 0 ? 0..<min(3000, old.count) : 0..<old.count
                text.unicodeScalars.append(old[pool.lowerBound + random.below(pool.count)])
            }
            #expect(
                Self.normalized(text) == Array(text.precomposedStringWithCompatibilityMapping.utf8),
                "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }
}
