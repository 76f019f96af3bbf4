import TestSupport
import Testing

@testable import Bytes

@Suite("Bytes written in small pieces")
struct ByteWriterTests {
    /// Texts of many lengths, with escapes and without.
    private func text(_ random: inout SeededRandom) -> [UInt8] {
        let letters: [[UInt8]] = ["a", "\"", "\\", "\n", "\u{1}", "é", "日本", " plain words without any escape "]
            .map { Array($0.utf8) }
        let few = random.below(letters.count) + 1
        return (0..<random.below(200)).flatMap { _ in letters[letters.count - 1 - random.below(few)] }
    }

    @Test("so many bytes are copied and no more", arguments: 0...40)
    func copies(_ count: Int) {
        let bytes = (0..<count).map { UInt8($0 + 1) }
        var memory = [UInt8](repeating: 0xFF, count: 60)
        memory.withUnsafeMutableBytes { room in
            guard let start = room.baseAddress else { return }
            bytes.withByteView { $0.copy(to: start + 10) }
        }
        #expect(memory == Array(repeating: 0xFF, count: 10) + bytes + Array(repeating: 0xFF, count: 50 - count))
    }

    @Test("what is written is what an array would hold", arguments: 0..<50)
    func likeArray(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        var writer = ByteWriter(capacity: 1 + random.below(100))
        var array: [UInt8] = []
        for _ in 0..<40 {
            text(&random).withByteView { text in
                switch random.below(5) {
                case 0:
                    writer.append(text)
                    array.append(text)
                case 1:
                    writer.append(quoted: text)
                    array.append(quoted: text)
                case 2:
                    writer.append(UInt8(ascii: ","))
                    array.append(UInt8(ascii: ","))
                case 3:
                    writer.append("\"key\":")
                    array.append("\"key\":")
                default:
                    let place = random.below(writer.count + 1)
                    writer.truncate(to: place)
                    array.removeSubrange(place...)
                }
            }
            #expect(writer.count == array.count)
            #expect(writer.bytes.array == array)
        }
    }

    @Test("a number is written over the bytes that stand at its place, and over no other")
    func overwriting() {
        var writer = ByteWriter(capacity: 16)
        writer.append("abcdefghijkl")
        writer.overwrite(at: 2, with: UInt64.max)
        #expect(writer.bytes.array == Array("ab".utf8) + [UInt8](repeating: 0xFF, count: 8) + Array("kl".utf8))
    }
}
