import Bytes
import Testing

@testable import Tokenizer

@Suite("The letters that vocabularies have for bytes")
struct ByteAlphabetTests {
    private let alphabet = ByteAlphabet()

    /// The letter of each byte by GPT-2's definition: printable ones stand for themselves, and the others, in their order,
    /// for U+0100 on.
    private static let letters: [Unicode.Scalar] = {
        let printable = Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF)
        let others = (0..<256).filter { !printable.contains($0) }
        return (0..<256).compactMap { byte in
            Unicode.Scalar(UInt32(others.firstIndex(of: byte).map { 0x100 + $0 } ?? byte))
        }
    }()

    private func bytes(of text: String) -> [UInt8]? {
        var decoded: [UInt8] = [1, 2, 3]
        return Array(text.utf8).withByteView { alphabet.decode($0, into: &decoded) } ? decoded : nil
    }

    @Test("every byte has its letter")
    func everyByte() {
        #expect(Self.letters.count == 256)
        for (byte, letter) in Self.letters.enumerated() {
            #expect(bytes(of: String(Character(letter))) == [UInt8(byte)], "byte \(byte)")
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: Self.letters)
        #expect(bytes(of: String(text)) == Array(0...255))
    }

    @Test(
        "known letters",
        arguments: [("Ġ", [0x20]), ("Ċ", [0x0A]), ("ĉ", [0x09]), ("Ġthe", Array(" the".utf8)), ("", [])])
    func known(_ text: String, _ expected: [UInt8]) {
        #expect(bytes(of: text) == expected)
    }

    @Test(
        "every other character is refused",
        arguments: [" ", "\n", "\u{7F}", "\u{AD}", "\u{144}", "数", "😀", "a b", "Ġ\u{2028}"])
    func refused(_ text: String) {
        #expect(bytes(of: text) == nil)
    }

    @Test(
        "a sequence that is no UTF-8 is refused",
        arguments: [[0xC4], [0x80], [0xC4, 0x41], [0xFF], [0xC0, 0xA1]] as [[UInt8]])
    func noUTF8(_ text: [UInt8]) {
        var decoded: [UInt8] = []
        #expect(!text.withByteView { alphabet.decode($0, into: &decoded) })
    }
}
