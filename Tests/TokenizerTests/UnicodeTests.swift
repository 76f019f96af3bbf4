import Bytes
import Foundation
import TestSupport
import Testing

@testable import Tokenizer

@Suite("Unicode tables and normalisation")
struct UnicodeTests {
    private static func hexadecimal(_ value: UInt32) -> String { String(value, radix: 16, uppercase: true) }

    /// Code points as the tables write them, by a key each has or has not.
    private static func ranges<Key: Hashable>(_ key: (Unicode.Scalar) -> Key?) -> [Key: String] {
        var ranges: [Key: [ClosedRange<UInt32>]] = [:]
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), let key = key(scalar) else { continue }
            if let last = ranges[key]?.last, last.upperBound + 1 == value {
                ranges[key]?.removeLast()
                ranges[key]?.append(last.lowerBound...value)
            } else {
                ranges[key, default: []].append(value...value)
            }
        }
        return ranges.mapValues { ranges in
            ranges.map {
                $0.count == 1
                    ? hexadecimal($0.lowerBound) : hexadecimal($0.lowerBound) + "-" + hexadecimal($0.upperBound)
            }.joined(separator: " ")
        }
    }

    /// Whether a character was assigned in a version of Unicode.
    private static func isAssigned(_ scalar: Unicode.Scalar, in version: Int) -> Bool {
        guard let age = scalar.properties.age else { return false }
        return age.major < version || age.major == version && age.minor == 0
    }

    @Test("the tables are what the standard library says of the characters of their versions")
    func tables() {
        let classes = Self.ranges { scalar -> String? in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
                Self.isAssigned(scalar, in: 16) ? "L" : nil
            case .decimalNumber, .letterNumber, .otherNumber: Self.isAssigned(scalar, in: 16) ? "N" : nil
            default: nil
            }
        }
        #expect("\(UnicodeTables.letters)" == classes["L"])
        #expect("\(UnicodeTables.numbers)" == classes["N"])
        let combining = Self.ranges { scalar -> UInt8? in
            let number = scalar.properties.canonicalCombiningClass.rawValue
            return number > 0 && Self.isAssigned(scalar, in: 9) ? number : nil
        }
        let lists = combining.sorted { $0.key < $1.key }.map { "=\($0.key) \($0.value)" }
        #expect("\(UnicodeTables.combiningClasses)" == lists.joined(separator: " "))
        let decompositions = (UInt32(0)...0x10FFFF).compactMap { value -> String? in
            guard let scalar = Unicode.Scalar(value), Self.isAssigned(scalar, in: 9), value &- 0xAC00 >= 11172 else {
                return nil
            }
            let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
            if parts == [value] { return nil }
            let again = String(scalar).precomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
            return Self.hexadecimal(value) + (again == [value] ? "=" : "!")
                + parts.map(Self.hexadecimal).joined(separator: "+")
        }
        #expect("\(UnicodeTables.decompositions)" == decompositions.joined(separator: " "))
    }

    private static func normalized(_ text: String, _ normalizer: inout Normalizer) -> [UInt8] {
        text.withByteView { view in normalizer.withNormalized(view) { $0.array } }
    }

    @Test(
        "texts and their normal form C",
        arguments: [
            ("", ""), ("plain", "plain"), ("caf\u{E9}", "caf\u{E9}"), ("cafe\u{301}", "caf\u{E9}"),
            ("\u{301}e", "\u{301}e"), ("\u{212B}\u{2126}", "\u{C5}\u{3A9}"), ("\u{1E0B}\u{323}", "\u{1E0D}\u{307}"),
            ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("\u{344}", "\u{308}\u{301}"), ("\u{958}", "\u{915}\u{93C}"),
            ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}"), ("\u{AC00}\u{11A8}", "\u{AC01}"),
            ("\u{AC01}\u{11A8}", "\u{AC01}\u{11A8}"),
            ("a\u{302}\u{301}", "\u{1EA5}"), ("\u{F900}", "\u{8C48}"),
            ("a\u{5AE}\u{300}\u{315}b", "\u{E0}\u{5AE}\u{315}b"),
        ])
    func cases(_ text: String, _ expected: String) {
        var normalizer = Normalizer()
        #expect(Self.normalized(text, &normalizer) == Array(expected.utf8))
    }

    @Test("every character, and random texts of them, are normalised as Foundation does it")
    func againstFoundation() {
        var normalizer = Normalizer()
        var known: [Unicode.Scalar] = []
        var different: [String] = []
        for value in UInt32(0)...0x1FFFF where value &- 0xAC00 >= 11172 || value % 37 == 0 {
            guard let scalar = Unicode.Scalar(value), Self.isAssigned(scalar, in: 9) else { continue }
            for text in [String(scalar), String(scalar).decomposedStringWithCanonicalMapping] {
                if Self.normalized(text, &normalizer) != Array(text.precomposedStringWithCanonicalMapping.utf8) {
                    different.append(Self.hexadecimal(value))
                }
            }
            // Foundation does not order the parts of these three among the marks around them; the witness of
            // WitnessTests does.
            if [0xF73, 0xF75, 0xF81].contains(value) { continue }
            if CharacterTable.shared.value(of: value) & CharacterTable.normalizationBit != 0 || value < 0x250 {
                known.append(scalar)
            }
        }
        #expect(different == [])
        var random = SeededRandom(1)
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<1 + random.below(8) { text.unicodeScalars.append(known[random.below(known.count)]) }
            let expected = Array(text.precomposedStringWithCanonicalMapping.utf8)
            if Self.normalized(text, &normalizer) != expected {
                Issue.record("\(text.unicodeScalars.map { Self.hexadecimal($0.value) })")
            }
        }
    }

    @Test("a hundred thousand marks on one letter do not take their square")
    func manyMarks() {
        var normalizer = Normalizer()
        let text = "e" + String(repeating: "\u{323}\u{301}", count: 50_000)
        let expected =
            "\u{1EB9}" + String(repeating: "\u{323}", count: 49_999) + String(repeating: "\u{301}", count: 50_000)
        #expect(Self.normalized(text, &normalizer) == Array(expected.utf8))
    }
}
