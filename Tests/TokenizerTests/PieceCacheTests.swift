import Bytes
import TestSupport
import Testing

@testable import Tokenizer

@Suite("The cache of the tokens of short pieces")
struct PieceCacheTests {
    /// The key of a piece that stands in a text before some other bytes.
    private func key(_ piece: [UInt8], before rest: [UInt8] = []) -> PieceCache.Key? {
        (piece + rest).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { PieceCache.Key($0, count: piece.count, available: bytes.count) }
        }
    }

    @Test("a key is the piece's bytes and length, whatever follows in the text", arguments: 1...15)
    func sameKey(_ count: Int) throws {
        var random = SeededRandom(UInt64(count))
        for _ in 0..<50 {
            let piece = (0..<count).map { _ in UInt8(random.below(256)) }
            let alone = try #require(key(piece))
            for more in [1, 15 - count, 16 - count, 17, 40] where more > 0 {
                #expect(key(piece, before: (0..<more).map { _ in UInt8(random.below(256)) }) == alone)
            }
            var other = piece
            other[random.below(count)] ^= 1 << UInt8(random.below(8))
            #expect(key(other, before: [1, 2, 3]) != alone)
            if count < 15 { #expect(key(piece + [0]) != alone) }
        }
    }

    @Test("zeros at the end of a piece are part of it")
    func zeros() throws {
        let keys = try (1...15).map { try #require(key(Array(repeating: 0, count: $0))) }
        for (number, one) in keys.enumerated() {
            #expect(keys.firstIndex(of: one) == number)
        }
    }

    @Test(
        "gives back what was stored",
        arguments: [[0], [7], [1, 2], [151_642, 0, 3], [0x0FFF_FFFF, 1, 2, 3]] as [[UInt32]])
    func stored(_ tokens: [UInt32]) throws {
        let cache = PieceCache()
        let piece = try #require(key(Array("piece".utf8)))
        #expect(cache.entry(of: piece) == nil)
        cache.keep(tokens, of: piece)
        let entry = try #require(cache.entry(of: piece))
        #expect((0..<entry.count).map { entry[$0] } == tokens)
    }

    @Test("does not store no tokens, or more than four", arguments: [[], [1, 2, 3, 4, 5]] as [[UInt32]])
    func notStored(_ tokens: [UInt32]) throws {
        let cache = PieceCache()
        let piece = try #require(key(Array("piece".utf8)))
        cache.keep(tokens, of: piece)
        #expect(cache.entry(of: piece) == nil)
    }

    @Test("never gives the tokens of another piece, also where pieces share a place")
    func places() throws {
        let cache = PieceCache()
        // More pieces than places: many replace others.
        for number in 0..<100_000 as Range<UInt32> {
            let piece = try #require(key(Array("p\(number)".utf8)))
            cache.keep([number], of: piece)
        }
        var found = 0
        for number in 0..<100_000 as Range<UInt32> {
            let piece = try #require(key(Array("p\(number)".utf8)))
            guard let entry = cache.entry(of: piece) else { continue }
            found += 1
            #expect(entry.count == 1 && entry[0] == number)
        }
        #expect(found > 20_000 && found <= 65_536)
    }
}
