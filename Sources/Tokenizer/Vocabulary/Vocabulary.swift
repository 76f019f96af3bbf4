import Bytes

/// The tokens of a vocabulary by their bytes.
///
/// The bytes are concatenated in one buffer, about 1 MB for 150,000 tokens, and found by open addressing.
struct Vocabulary: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var ids: [UInt32] = []
    /// The open-addressing slots: the index of a token plus one and the upper half of its hash, or 0 for an empty slot.
    private var places: [UInt64]
    private let mask: Int

    /// The maximum id of a token.
    static let highestToken = 1 << 28 - 1
    /// The maximum length in bytes of a token whose merges are found by splitting it at every offset.
    static let longestRank = 1024

    /// Creates a vocabulary with room for `capacity` tokens.
    init(capacity: Int) {
        var size = 1024
        while size * 2 < 3 * capacity { size *= 2 }
        mask = size - 1
        places = [UInt64](repeating: 0, count: size)
        bytes.reserveCapacity(8 * capacity)
        ends.reserveCapacity(capacity)
        ids.reserveCapacity(capacity)
    }

    /// The number of tokens.
    var count: Int { ids.count }

    /// The highest id of a token, or -1 if there are none.
    var highest: Int { ids.max().map(Int.init) ?? -1 }

    /// Inserts a token; returns false if one with the same bytes exists.
    mutating func insert(_ token: ByteView, id: UInt32) -> Bool {
        precondition(ids.count < mask, "the vocabulary is full")
        let hash = Self.hash(token)
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 {
            if isToken(at: place, token, hash) { return false }
            place = (place + 1) & mask
        }
        bytes.append(token)
        ends.append(UInt32(bytes.count))
        ids.append(id)
        places[place] = (hash & ~0xFFFF_FFFF) | UInt64(ids.count)
        return true
    }

    /// Returns the id of the token with these bytes, or nil.
    func token(of text: ByteView) -> UInt32? {
        let hash = Self.hash(text)
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 {
            if isToken(at: place, text, hash) { return ids[Int(places[place] & 0xFFFF_FFFF) - 1] }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Calls `body` with the bytes and id of every token, in insertion order.
    func forEach(_ body: (ByteView, UInt32) -> Void) {
        bytes.withByteView { bytes in
            var start = 0
            for (end, id) in zip(ends, ids) {
                body(bytes[start..<Int(end)], id)
                start = Int(end)
            }
        }
    }

    private func isToken(at place: Int, _ text: ByteView, _ hash: UInt64) -> Bool {
        guard places[place] >> 32 == hash >> 32 else { return false }
        let number = Int(places[place] & 0xFFFF_FFFF) - 1
        let start = number == 0 ? 0 : Int(ends[number - 1])
        return bytes.withByteView { $0[start..<Int(ends[number])] == text }
    }

    private static func hash(_ text: ByteView) -> UInt64 {
        var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: text.count)
        var offset = 0
        while offset + 8 <= text.count {
            hash = Mix.fold(hash ^ text.word(at: offset), 0x9E37_79B9_7F4A_7C15)
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < text.count {
            rest = rest << 8 | UInt64(text[offset])
            offset += 1
        }
        return Mix.fold(hash ^ rest, 0xC2B2_AE3D_27D4_EB4F)
    }
}

/// The alphabet of byte-level vocabularies, with a printable character for every byte, as in GPT-2's published encoder.
///
/// Bytes that are printable in Latin-1 represent themselves; the others are mapped in order to the characters from
/// U+0100 on.
struct ByteAlphabet {
    /// The byte of each code point below U+0144, or -1.
    private let bytes: [Int16]

    init() {
        var bytes = [Int16](repeating: -1, count: 0x144)
        var next = 0x100
        for byte in 0..<256 {
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: bytes[byte] = Int16(byte)
            default:
                bytes[next] = Int16(byte)
                next += 1
            }
        }
        self.bytes = bytes
    }

    /// Decodes text in this alphabet, replacing the contents of the buffer; returns false if it contains another
    /// character.
    func decode(_ text: ByteView, into decoded: inout [UInt8]) -> Bool {
        decoded.removeAll(keepingCapacity: true)
        return append(text, to: &decoded)
    }

    /// Appends the bytes of text in this alphabet; returns false if it contains another character.
    func append(_ text: ByteView, to decoded: inout [UInt8]) -> Bool {
        var offset = 0
        while offset < text.count {
            if text[offset] &- 0x21 < 0x5E {
                decoded.append(text[offset])
                offset += 1
                continue
            }
            guard let length = UTF8Check.sequenceLength(text, at: offset) else { return false }
            let value = UTF8Check.decode(text, at: offset).value
            guard value < 0x144, bytes[Int(value)] >= 0 else { return false }
            decoded.append(UInt8(bytes[Int(value)]))
            offset += length
        }
        return true
    }
}
