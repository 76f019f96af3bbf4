import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: runs and packed groups by turns")
struct RunLengthTests {
    /// Numbers, and the same as runs of one value and packed groups.
    private struct Sample {
        private(set) var numbers: [UInt32] = []
        private(set) var bytes: [UInt8] = []

        init(width: Int, runs: Int, _ random: inout SeededRandom) {
            let mask: UInt64 = (UInt64(1) << UInt64(width)) - 1
            for _ in 0..<runs {
                // A run of nothing may stand before any other.
                if random.below(4) == 0 { appendRun(of: random.next() & mask, count: 0, width: width) }
                if random.below(4) == 0 { bytes.append(1) }
                if random.below(2) == 0 {
                    appendRun(of: random.next() & mask, count: 1 + random.below(200), width: width)
                } else {
                    var group: [UInt64] = []
                    for _ in 0..<8 * (1 + random.below(5)) { group.append(random.next() & mask) }
                    appendPacked(group, width: width)
                }
            }
        }

        private mutating func appendRun(of number: UInt64, count: Int, width: Int) {
            bytes += ThriftWriter.varint(UInt64(count) << 1)
            for k in 0..<(width + 7) / 8 { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * k))) }
            numbers += repeatElement(UInt32(number), count: count)
        }

        private mutating func appendPacked(_ group: [UInt64], width: Int) {
            bytes += ThriftWriter.varint(UInt64(group.count / 8) << 1 | 1)
            var packed = [UInt8](repeating: 0, count: group.count * width / 8)
            for (place, number) in group.enumerated() {
                for k in 0..<width where number >> UInt64(k) & 1 == 1 {
                    let bit = place * width + k
                    packed[bit / 8] |= UInt8(1) << UInt8(bit % 8)
                }
            }
            bytes += packed
            numbers += group.map { UInt32($0) }
        }
    }

    /// The numbers that come in steps of these sizes; nil when there are fewer.
    private func decoded(_ bytes: [UInt8], width: Int, steps: [Int]) -> [UInt32]? {
        let found: [UInt32]? = bytes.withByteView { view in
            var decoder = RunLengthDecoder(view, width: width)
            var numbers = GrowingBuffer<UInt32>(capacity: 0)
            for step in steps {
                guard decoder.decode(step, into: &numbers) else { return nil }
            }
            return (0..<numbers.count).map { numbers[$0] }
        }
        return found
    }

    @Test("give their numbers, however many are asked for at once", arguments: 1...32)
    func steps(_ width: Int) {
        var random = SeededRandom(UInt64(width))
        for _ in 0..<5 {
            let sample = Sample(width: width, runs: 20, &random)
            var (steps, left): ([Int], Int) = ([], sample.numbers.count)
            while left > 0 {
                steps.append(min(left, random.below(70)))
                left -= steps.last ?? 0
            }
            #expect(decoded(sample.bytes, width: width, steps: steps) == sample.numbers)
            #expect(decoded(sample.bytes, width: width, steps: steps + [1]) == nil)
        }
    }

    @Test("say so when they are cut anywhere", arguments: [1, 2, 3, 7, 8, 9, 17, 31, 32])
    func cuts(_ width: Int) {
        var random = SeededRandom(UInt64(100 + width))
        let sample = Sample(width: width, runs: 4, &random)
        for cut in 0..<sample.bytes.count {
            let found = decoded(Array(sample.bytes[..<cut]), width: width, steps: [sample.numbers.count])
            #expect(found == nil, "cut behind \(cut) of \(sample.bytes.count) bytes")
        }
    }
}
