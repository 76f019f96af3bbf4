import TestSupport
import Testing

@testable import Bytes

@Suite("A view of bytes")
struct ByteViewTests {
    @Test("search")
    func search() {
        withBytes("one two one") { view in
            #expect(view.firstIndex(of: UInt8(ascii: "t")) == 4)
            #expect(view.firstIndex(of: UInt8(ascii: "o"), from: 1) == 6)
            #expect(view.firstIndex(of: UInt8(ascii: "o"), from: view.count) == nil)
            #expect(view.firstIndex(of: ByteView("one"), from: 1) == 8)
            #expect(view.firstIndex(of: ByteView("three")) == nil)
            #expect(view.lastIndex(of: UInt8(ascii: "o")) == 8)
            #expect(view.lastIndex(of: UInt8(ascii: "x")) == nil)
            #expect(view.starts(with: ByteView("one t")))
            #expect(view[4..<7] == ByteView("two"))
        }
    }

    @Test("a needle is found where it first stands, in texts of any length", arguments: [1, 2, 3, 5, 8, 64, 65])
    func needles(_ length: Int) {
        var random = SeededRandom(UInt64(length))
        for count in 0..<300 {
            let text = (0..<count).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
            let place = Int.random(in: 0...count, using: &random)
            let inside = Array(text[place..<min(place + length, count)])
            for needle in [inside, inside + [0x61], inside.reversed(), inside + [0x63]] where !needle.isEmpty {
                let starts = count < needle.count ? 0..<0 : 0..<count - needle.count + 1
                let expected = starts.first { text[$0..<$0 + needle.count].elementsEqual(needle) }
                text.withByteView { text in
                    needle.withByteView { #expect(text.firstIndex(of: $0) == expected) }
                }
            }
        }
    }

    @Test("counting", arguments: [0, 1, 63, 64, 65, 200])
    func counting(_ length: Int) {
        withBytes(String(repeating: "ab", count: length)) { #expect($0.count(of: UInt8(ascii: "b")) == length) }
    }

    @Test("order and ends")
    func order() {
        withBytes("  a b \n") { #expect($0.trimmed == ByteView("a b")) }
        #expect(ByteView("a") < ByteView("ab"))
        #expect(ByteView("Z") < ByteView("a"))
        #expect(!(ByteView("b") < ByteView("ab")))
        #expect(ByteView.empty == ByteView(""))
        #expect("Z".precedesInBytes("a"))
        #expect("é".precedesInBytes("😀"))
    }

    @Test(
        "counts the bytes that are the given one",
        // A block is 64 bytes, and a lane counts 255 blocks before it has no more room.
        arguments: [0, 1, 63, 64, 65, 1000, 255 * 64 - 1, 255 * 64, 255 * 64 + 1, 256 * 64, 511 * 64 + 63])
    func counts(_ size: Int) {
        let same = [UInt8](repeating: 0x0A, count: size)
        #expect(same.withByteView { $0.count(of: 0x0A) } == size)
        #expect(same.withByteView { $0.count(of: 0x0B) } == 0)
        var random = SeededRandom(UInt64(size))
        let mixed = (0..<size).map { _ in UInt8(random.below(4)) }
        #expect(mixed.withByteView { $0.count(of: 3) } == mixed.filter { $0 == 3 }.count)
    }

    @Test(
        "is well-formed UTF-8 where Swift's strings say so, and the fault is where no character begins",
        arguments: 0..<300)
    func wellFormed(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let stock: [[UInt8]] = [
            Array("a".utf8), Array("plain text".utf8), Array("é".utf8), Array("数".utf8), Array("😀".utf8),
        ]
        let faults: [[UInt8]] = [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x9F, 0xBF], [0xE6, 0x95], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80], [0xFF],
        ]
        var bytes = (0..<random.below(40)).flatMap { _ in random.pick(stock) }
        if random.below(2) == 0 {
            bytes += random.pick(faults) + (0..<random.below(12)).flatMap { _ in random.pick(stock) }
        }
        func isWellFormed(_ part: ArraySlice<UInt8>) -> Bool { String(validating: part, as: UTF8.self) != nil }

        let fault = bytes.withByteView { UTF8Check.firstFault($0) }
        #expect((fault == nil) == isWellFormed(bytes[...]))
        guard let fault else { return }
        #expect(isWellFormed(bytes[..<fault]))
        let ends = (fault + 1)...min(fault + 4, bytes.count)
        #expect(!ends.contains { isWellFormed(bytes[fault..<$0]) })
    }
}
