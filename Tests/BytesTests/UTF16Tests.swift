import TestSupport
import Testing

@testable import Bytes

@Suite("UTF-16 in native byte order")
struct UTF16Tests {
    /// Appends units to "x"; nil if they are refused, which must leave nothing behind.
    private func utf8(_ units: [UInt16], halfUnits: Int = 0) -> [UInt8]? {
        var bytes = Array("x".utf8)
        let isTaken = units.withUnsafeBytes {
            bytes.append(utf16: UnsafeRawBufferPointer(rebasing: $0[..<($0.count - halfUnits)]))
        }
        if !isTaken { #expect(bytes == Array("x".utf8)) }
        return isTaken ? Array(bytes.dropFirst()) : nil
    }

    @Test("is the text in UTF-8, of any length", arguments: 0..<40)
    func texts(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let text = randomText(&random, pieces: 40)
        let long = String(repeating: text + "😀é", count: random.below(300))
        for text in [text, long] { #expect(utf8(Array(text.utf16)) == Array(text.utf8)) }
    }

    @Test("of every scalar is its UTF-8")
    func scalars() {
        var (units, expected): ([UInt16], [UInt8]) = ([], [])
        for value in stride(from: 0, through: UInt32(0x10FFFF), by: 7) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            units += Array(String(scalar).utf16)
            expected += Array(String(scalar).utf8)
        }
        #expect(utf8(units) == expected)
    }

    @Test(
        "with half a pair or half a unit is refused as a whole",
        arguments: [
            ([0xD83D], 0), ([0xDE00], 0), ([0xDE00, 0xD83D], 0), ([0x61, 0xD83D, 0x61], 0),
            ([0xD83D, 0xD83D, 0xDE00], 0),
            ([0x61], 1), ([0xD83D, 0xDE00], 1),
        ] as [([UInt16], Int)])
    func refused(_ units: [UInt16], _ halfUnits: Int) {
        #expect(utf8(units, halfUnits: halfUnits) == nil)
        let before = [UInt16](repeating: 0xE9, count: 5000)
        #expect(utf8(before + units, halfUnits: halfUnits) == nil)
    }
}
