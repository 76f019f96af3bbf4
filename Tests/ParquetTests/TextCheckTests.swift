import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: which bytes are a text")
struct TextCheckTests {
    private func isText(_ bytes: [UInt8]) -> Bool { bytes.withByteView { $0.isUTF8 } }

    private func isTextByDefinition(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// 300 letters with a sequence at a place among them.
    private static func text(with sequence: [UInt8], at place: Int) -> [UInt8] {
        var text = [UInt8](repeating: 0x61, count: 300)
        text.insert(contentsOf: sequence, at: place)
        return text
    }

    @Test(
        "a sequence that no text has is found at each place of a long text",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9D, 0x84], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func faults(_ sequence: [UInt8]) {
        let missed = (0...300).filter { isText(Self.text(with: sequence, at: $0)) }
        #expect(missed == [])
    }

    @Test("a character of several bytes may stand at each place", arguments: ["é", "\u{7FF}", "€", "\u{FFFF}", "𝄞"])
    func characters(_ character: String) {
        let sequence = Array(character.utf8)
        let wrong = (0...300).filter { !isText(Self.text(with: sequence, at: $0)) }
        #expect(wrong == [])
    }

    @Test("changed and cut texts are judged as the standard library does", arguments: [0, 1, 8, 255, 256, 257, 1000])
    func changes(_ count: Int) {
        var random = SeededRandom(UInt64(count))
        for calm in [1, 40] {
            var text: [UInt8] = []
            while text.count < count {
                text += repeatElement(0x62, count: random.below(calm))
                text += Array(random.pick(["é", "€", "𝄞", "z"]).utf8)
            }
            #expect(isText(text))
            for _ in 0..<200 {
                var changed = Array(text.prefix(random.below(text.count + 1)))
                if !changed.isEmpty, random.below(2) == 0 {
                    changed[random.below(changed.count)] = UInt8(truncatingIfNeeded: random.next())
                }
                #expect(isText(changed) == isTextByDefinition(changed))
            }
        }
    }
}
