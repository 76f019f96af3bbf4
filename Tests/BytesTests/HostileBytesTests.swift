import TestSupport
import Testing

@testable import Bytes
@testable import Messages

@Suite("Bytes that were made to do harm")
struct HostileBytesTests {
    private func randomBytes(_ random: inout SeededRandom, _ most: Int) -> [UInt8] {
        (0..<random.below(most)).map { _ in
            random.below(3) == 0 ? UInt8(random.below(128)) : UInt8(128 + random.below(128))
        }
    }

    @Test("any bytes decode to numbers of code points, and no sequence reaches out of the text")
    func decoding() {
        var random = SeededRandom(11)
        for _ in 0..<2000 {
            let bytes = randomBytes(&random, 12)
            bytes.withByteView { view in
                for offset in bytes.indices {
                    let (value, length) = UTF8Check.decode(view, at: offset)
                    #expect(value < 0x110000 && length >= 1 && offset + length <= bytes.count, "\(bytes)")
                }
            }
        }
    }

    @Test("well-formed text decodes as Swift has it")
    func wellFormed() {
        var random = SeededRandom(12)
        for _ in 0..<500 {
            let text = randomText(&random, pieces: 20)
            var values: [UInt32] = []
            withBytes(text) { view in
                var offset = 0
                while offset < view.count {
                    let (value, length) = UTF8Check.decode(view, at: offset)
                    values.append(value)
                    offset += length
                }
            }
            #expect(values == text.unicodeScalars.map(\.value))
        }
    }

    @Test("any bytes are cut into words")
    func words() {
        var random = SeededRandom(13)
        var words = Words()
        let sigma = Array("Σ".utf8), mark = Array("'".utf8)
        for _ in 0..<1000 {
            let bytes = randomBytes(&random, 200) + random.pick([sigma, mark, []]) + randomBytes(&random, 5)
            bytes.withByteView { words.read($0) }
            #expect(words.count <= bytes.count)
            for word in 0..<words.count { #expect(words.withWord(word) { !$0.isEmpty }) }
        }
    }

    @Test("where words stand can be told of the longest text, in lower case as well")
    func longestText() {
        #expect(Words.longestText + Words.longestText / 2 + 128 <= Int(Int32.max))
    }

    @Test("a JSON text that is too long is one that is told, and none of it is read")
    func tooLong() {
        let byte: [UInt8] = [0x5B]
        byte.withUnsafeBufferPointer { memory in
            // So many bytes are not there; to look at them would end the test.
            let view = memory.baseAddress.map { ByteView(start: $0, count: JSONError.longest + 1) } ?? .empty
            #expect(throws: JSONError(.tooLong, at: JSONError.longest)) { try JSON(parsing: view) }
        }
        #expect(JSONError(.tooLong, at: 0).reason == "longer than 4294967294 bytes")
    }

    @Test("how long a text is in a JSON string is known before it is written")
    func escapedCount() {
        var random = SeededRandom(14)
        for _ in 0..<500 {
            let text = randomText(&random, pieces: 80) + (random.below(2) == 0 ? "\u{1}\u{8}\u{C}\u{1F}" : "")
            withBytes(text) { view in
                var escaped: [UInt8] = []
                escaped.append(escaped: view)
                #expect(view.escapedCount == escaped.count)
                #expect(escaped.count <= ByteView.mostEscaped * view.count)
            }
        }
    }

    @Test("needles of any length are found at their first place", arguments: [2, 63, 64, 255, 256, 257, 300, 1000])
    func needles(_ length: Int) {
        var random = SeededRandom(UInt64(length))
        for _ in 0..<30 {
            // Nearly all bytes alike: the worst there is for whoever compares at each place.
            var text = [UInt8](repeating: 0x61, count: 3000)
            for _ in 0..<random.below(6) { text[random.below(text.count)] = 0x62 }
            let start = random.below(text.count - length)
            let needle = Array(text[start..<start + length])
            let expected = (0...start).first { text[$0..<$0 + length] == needle[...] }
            #expect(text.withByteView { text in needle.withByteView { text.firstIndex(of: $0) } } == expected)
            let absent = needle.dropLast() + [0x63]
            #expect(text.withByteView { text in Array(absent).withByteView { text.firstIndex(of: $0) } } == nil)
        }
    }
}
