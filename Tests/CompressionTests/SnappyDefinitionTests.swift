import Bytes
import TestSupport
import Testing

@testable import Compression

@Suite("snappy against a decoder written from its description")
struct SnappyDefinitionTests {
    /// A decoder of a byte at a time; nil for what is no snappy data.
    private struct NaiveDecoder {
        private let bytes: [UInt8]
        private var place = 0
        private var out: [UInt8] = []

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func decode() -> [UInt8]? {
            var (size, shift) = (0, 0)
            while true {
                guard shift < 35, let byte = number(1) else { return nil }
                size |= (byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            while place < bytes.count {
                guard decodeElement(), out.count <= size else { return nil }
            }
            return out.count == size ? out : nil
        }

        private mutating func decodeElement() -> Bool {
            guard let tag = number(1) else { return false }
            let high = tag >> 2
            switch tag & 3 {
            case 0:
                let length: Int? = high < 60 ? high : number(high - 59)
                guard let length else { return false }
                return appendLiteral(length + 1)
            case 1:
                guard let low = number(1) else { return false }
                return appendCopy(from: (tag >> 5) << 8 | low, length: 4 + (high & 7))
            case 2: return appendCopy(from: number(2) ?? 0, length: high + 1)
            default: return appendCopy(from: number(4) ?? 0, length: high + 1)
            }
        }

        /// A number of so many bytes, the lowest first.
        private mutating func number(_ count: Int) -> Int? {
            guard count <= bytes.count - place else { return nil }
            var number = 0
            for k in 0..<count { number |= Int(bytes[place + k]) << (8 * k) }
            place += count
            return number
        }

        private mutating func appendLiteral(_ length: Int) -> Bool {
            guard length <= bytes.count - place else { return false }
            out += bytes[place..<place + length]
            place += length
            return true
        }

        private mutating func appendCopy(from offset: Int, length: Int) -> Bool {
            guard offset > 0, offset <= out.count else { return false }
            for _ in 0..<length { out.append(out[out.count - offset]) }
            return true
        }
    }

    private static func naive(_ bytes: [UInt8]) -> [UInt8]? {
        var decoder = NaiveDecoder(bytes)
        return decoder.decode()
    }

    private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: 0)
        bytes.withByteView { SnappyCompressor.compress($0, to: &writer) }
        return writer.bytes.array
    }

    /// Texts of many kinds: prose, JSON, code, digits, letters of several bytes, and what comes again from far back.
    private static let kinds: [[String]] = [
        ["What ", "is ", "the ", "sum ", "of ", "these ", "numbers", "? ", "\n\n", "Answer", ": "],
        ["{\"question\":\"", "\",\"answer\":", "null", "[1,2,3]", "\\n", "\\u00e9", "},\n"],
        ["func ", "let x = ", "return ", "    ", "        ", "}\n", "(", ")", " -> Int "],
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", ", "], ["数", "学", "の", "問題", "。", "é", "𝄞", "🙂"],
        ["a"], ["ab", "abc"], ["\u{0}", "\u{0}\u{0}\u{0}", "\u{1}"],
    ]

    private static func text(_ kind: Int, _ count: Int) -> [UInt8] {
        var random = SeededRandom(UInt64(1000 * kind + count))
        var text: [UInt8] = []
        while text.count < count { text += Array(random.pick(kinds[kind]).utf8) }
        // The beginning once more, farther back than a copy of two bytes reaches where the text is long.
        return text + text.prefix(count / 3)
    }

    @Test("what is made of a text stands for it, at once and in pieces", arguments: 0..<8, [1, 40, 3000, 100_000])
    func rounds(_ kind: Int, _ count: Int) throws {
        let text = Self.text(kind, count)
        let packed = Self.compressed(text)
        #expect(Self.naive(packed) == text)
        #expect(try block(packed, .snappy, size: text.count) == text)
        for size in [997, 1 << 20] {
            let stream = try DecompressedStream(Pieces(packed, of: size), .snappy)
            #expect(try all(stream, by: 4096) == text)
        }
    }

    @Test("changed bytes are what the description says, or no snappy data for both", arguments: 0..<8)
    func changes(_ kind: Int) {
        let text = Self.text(kind, 600)
        let packed = Self.compressed(text)
        var random = SeededRandom(UInt64(kind))
        for _ in 0..<150 {
            var changed = packed
            changed[random.below(packed.count)] = UInt8(truncatingIfNeeded: random.next())
            if random.below(3) == 0 { changed.removeLast(random.below(packed.count)) }
            let found = try? block(changed, .snappy, size: text.count)
            let expected = Self.naive(changed)
            #expect(found == (expected?.count == text.count ? expected : nil))
        }
    }

    @Test("elements of all lengths and offsets mean the same for both", arguments: 0..<10)
    func elements(_ seed: Int) throws {
        var random = Random(seed)
        let elements = Element.some(100, &random, shortest: 1, longest: 64)
        let bytes = try #require(Element.bytes(of: elements))
        #expect(Self.naive(Element.snappy(elements)) == bytes)
    }
}
