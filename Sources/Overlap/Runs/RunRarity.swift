import Bytes

/// How many of the compared texts have each run, and the weight that a run has for it.
///
/// The counts are those of a count-min sketch with two rows, which never counts too few. The weight of a run is that of
/// a rare one unless more than one text in sixteen has it, so what other runs with the same places add does not matter
/// for all but a vanishing number of runs; it depends on the texts alone, not on their order or on the number of threads.
package struct RunRarity: Sendable {
    /// The weight of a run that at most one text in sixteen has.
    package static let fullWeight = 1 << 16

    /// The counters of one thread.
    package struct Counter: Sendable {
        fileprivate var first: [UInt32]
        fileprivate var second: [UInt32]
        fileprivate var texts = 0
        fileprivate let shift: UInt64

        /// Creates counters for texts with about `runs` runs in all.
        package init(runs: Int) {
            // So many slots that what other runs add to a count is far below one text in sixteen.
            var bits: UInt64 = 18
            while bits < 21, 1 << bits < runs / 64 { bits += 1 }
            shift = 64 - bits
            first = Array(repeating: 0, count: 1 << Int(bits))
            second = first
        }

        /// Counts the distinct runs of one text.
        package mutating func count(_ runs: [UInt64]) {
            texts += 1
            for run in runs {
                first[Int(run >> shift)] &+= 1
                second[place(run)] &+= 1
            }
        }

        /// Adds the counts of another thread.
        package mutating func add(_ other: Counter) {
            precondition(first.count == other.first.count)
            texts += other.texts
            for place in first.indices {
                first[place] &+= other.first[place]
                second[place] &+= other.second[place]
            }
        }

        @inline(__always)
        fileprivate func place(_ run: UInt64) -> Int { Int((run &* 0x9E37_79B9_7F4A_7C15) >> shift) }

        @inline(__always)
        fileprivate func count(of run: UInt64) -> UInt32 { min(first[Int(run >> shift)], second[place(run)]) }
    }

    private let counter: Counter
    /// Runs without any weight.
    private let ignored: Set<UInt64>
    /// A bit for each slot of a row, whether its count is above `rare`: for nearly all runs these small tables suffice.
    private let frequentFirst: [UInt64]
    private let frequentSecond: [UInt64]
    /// A run has the full weight if at most this many texts have it.
    private let rare: UInt32

    /// Creates the weights for texts that have been counted.
    ///
    /// - Parameter ignored: runs that have no weight, however rare they are.
    package init(_ counter: Counter, ignoring ignored: Set<UInt64> = []) {
        self.counter = counter
        self.ignored = ignored
        rare = UInt32(truncatingIfNeeded: (counter.texts + 1) / 16)
        frequentFirst = Self.bits(of: counter.first, above: rare)
        frequentSecond = Self.bits(of: counter.second, above: rare)
    }

    private static func bits(of counts: [UInt32], above rare: UInt32) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: counts.count / 64)
        for (slot, count) in counts.enumerated() where count > rare { bits[slot >> 6] |= 1 << UInt64(slot & 63) }
        return bits
    }

    @inline(__always)
    private static func isSet(_ slot: Int, _ bits: [UInt64]) -> Bool { bits[slot >> 6] >> UInt64(slot & 63) & 1 != 0 }

    /// The number of texts.
    package var texts: Int { counter.texts }

    /// Returns the weight of a run: the square of its rarity, which is the logarithm to base 2 of one in how many texts
    /// have it, at most 4, in units of 1/4096.
    package func weight(of run: UInt64) -> Int {
        if !ignored.isEmpty, ignored.contains(run) { return 0 }
        guard Self.isSet(Int(run >> counter.shift), frequentFirst), Self.isSet(counter.place(run), frequentSecond)
        else { return Self.fullWeight }
        let count = counter.count(of: run)
        let bits = Self.logarithm(of: counter.texts + 1, over: Int(count))
        return bits * bits >> 4
    }

    /// Returns the number of 256ths in the logarithm to base 2 of a quotient, rounded down, at most 1024 and at least 0.
    ///
    /// Integers alone, so that it is the same everywhere: the quotient has 32 bits behind the point, and each squaring
    /// gives one bit of the logarithm.
    static func logarithm(of dividend: Int, over divisor: Int) -> Int {
        guard divisor > 0, dividend > divisor else { return 0 }
        guard dividend / divisor < 16 else { return 1024 }
        var quotient = UInt64(dividend).multipliedFullWidth(by: 1 << 32)
        var ratio = UInt64(divisor).dividingFullWidth((quotient.high, quotient.low)).quotient
        var logarithm = 0
        while ratio >= 2 << 32 {
            ratio >>= 1
            logarithm += 1
        }
        for _ in 0..<8 {
            quotient = ratio.multipliedFullWidth(by: ratio)
            ratio = quotient.high << 32 | quotient.low >> 32
            logarithm *= 2
            if ratio >= 2 << 32 {
                ratio >>= 1
                logarithm += 1
            }
        }
        return logarithm
    }
}
