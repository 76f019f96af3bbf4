import Bytes
import Foundation
import TestSupport
import Testing

@testable import Stages

@Suite("Classes of characters and scripts")
struct CharacterClassTests {
    static let classes: [(CharacterClass, String, Int)] = [
        (.letters, "aÉд日ª1_", 5), (.uppercase, "aBÉǅß", 3), (.lowercase, "aBéß日", 3), (.digits, "1٣²½", 2),
        (.whitespace, " \t\u{A0}\u{3000}\u{200B}", 4), (.punctuation, "a,._-(¿」$+", 7), (.symbols, "$+<^|∑©a.", 7),
        (.control, "\u{0}\u{1B}\n\t\u{7F}\u{85}", 3), (.ascii, "aé\u{7F}", 2), (.nonASCII, "aé日", 2),
    ]

    @Test("count the characters of Unicode's categories", arguments: classes)
    func count(_ kind: CharacterClass, _ text: String, _ expected: Int) {
        let (count, total) = Array(text.utf8).withByteView { kind.count(in: $0) }
        #expect(count == expected && total == text.unicodeScalars.count)
    }

    @Test("each character of ASCII is in the class that its category says", arguments: CharacterClass.allCases)
    func ascii(_ kind: CharacterClass) {
        for value in UInt32(0)..<0x80 {
            let (count, _) = [UInt8(value)].withByteView { kind.count(in: $0) }
            #expect((count == 1) == kind.contains(value), "\(kind): \(value)")
        }
    }

    @Test("scripts do not overlap, and are in order")
    func order() {
        #expect(Set(Script.all.map(\.name)).count == Script.all.count)
        var random = SeededRandom(7)
        for _ in 0..<20_000 {
            let value = UInt32(random.below(0x33000))
            guard CharacterClass.letters.contains(value) else { continue }
            #expect(Script.all.count { $0.contains(value) } <= 1, "\(String(value, radix: 16))")
        }
    }

    static let samples: [(String, String)] = [
        ("Latin", "aZéßŁờﬁA"), ("Greek", "αΩἀ"), ("Cyrillic", "дЯѢ"), ("Han", "日本語一𠀀"), ("Hiragana", "ひら"),
        ("Katakana", "カタｶ"), ("Hangul", "한글ㄱ"), ("Arabic", "عرب"), ("Hebrew", "עברית"), ("Devanagari", "हद"),
        ("Thai", "ไทย"),
        ("Georgian", "ქართ"), ("Armenian", "Հայ"), ("Bengali", "বা"), ("Tamil", "தம"),
    ]

    @Test("letters belong to their script and to no other", arguments: samples)
    func letters(_ name: String, _ text: String) {
        for scalar in text.unicodeScalars where CharacterClass.letters.contains(scalar.value) {
            #expect(Script.all.filter { $0.contains(scalar.value) }.map(\.name) == [name], "\(scalar)")
        }
    }

    @Test("are those of Foundation's regular expressions, for all letters below U+3000")
    func witness() throws {
        // Of letters that only the newer one of two versions of Unicode has, nothing is to be compared.
        let letter = try NSRegularExpression(pattern: "\\p{L}")
        for script in Script.all.prefix(8) {
            let pattern = try NSRegularExpression(pattern: "\\p{Script=\(script.name)}")
            for value in UInt32(0)..<0x3000 {
                guard let scalar = Unicode.Scalar(value), CharacterClass.letters.contains(value) else { continue }
                let text = String(Character(scalar))
                let range = NSRange(text.startIndex..., in: text)
                guard letter.firstMatch(in: text, range: range) != nil else { continue }
                let isFound = pattern.firstMatch(in: text, range: range) != nil
                #expect(isFound == script.contains(value), "\(script.name): \(String(value, radix: 16))")
            }
        }
    }
}
