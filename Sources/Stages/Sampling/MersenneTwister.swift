/// MT19937 with exactly the output of NumPy's legacy `RandomState(seed)`, so that a selection can be verified with a
/// few lines of NumPy.
package struct MersenneTwister: Sendable {
    private var state: [UInt32]
    private var next: Int

    /// Creates a generator like `RandomState(seed)`, which uses Matsumoto and Nishimura's `init_genrand`.
    package init(seed: UInt32) {
        state = [UInt32](repeating: seed, count: 624)
        for i in 1..<624 { state[i] = 1_812_433_253 &* (state[i - 1] ^ state[i - 1] >> 30) &+ UInt32(i) }
        next = 624
    }

    /// Returns 32 random bits.
    package mutating func nextWord() -> UInt32 {
        if next == 624 { twist() }
        var word = state[next]
        next += 1
        word ^= word >> 11
        word ^= word << 7 & 0x9D2C_5680
        word ^= word << 15 & 0xEFC6_0000
        return word ^ word >> 18
    }

    private mutating func twist() {
        func mixed(_ upper: UInt32, _ lower: UInt32, _ far: UInt32) -> UInt32 {
            let y = upper & 0x8000_0000 | lower & 0x7FFF_FFFF
            return far ^ y >> 1 ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        var words = state.mutableSpan
        for i in 0..<227 { words[i] = mixed(words[i], words[i + 1], words[i + 397]) }
        for i in 227..<623 { words[i] = mixed(words[i], words[i + 1], words[i - 227]) }
        words[623] = mixed(words[623], words[0], words[396])
        next = 0
    }

    /// Returns a number in `0..<1` from 53 random bits, as `random_sample()` does.
    package mutating func unit() -> Double {
        let high = Double(nextWord() >> 5)
        let low = Double(nextWord() >> 6)
        return (high * 67_108_864 + low) / 9_007_199_254_740_992
    }

    /// Returns a number in `0..<count`, as `randint(0, count)` does.
    ///
    /// NumPy masks 32 random bits and retries while the value is too large; for a count of 1 it draws nothing.
    package mutating func integer(below count: Int) -> Int {
        precondition(count > 0 && count <= 1 << 32)
        let most = UInt32(count - 1)
        if most == 0 { return 0 }
        let mask = UInt32.max >> UInt32(most.leadingZeroBitCount)
        while true {
            let word = nextWord() & mask
            if word <= most { return Int(word) }
        }
    }

    /// Returns the numbers in `0..<count`, shuffled from the end as `permutation(count)` does.
    package mutating func permutation(_ count: Int) -> [Int] {
        var numbers = Array(0..<count)
        for i in stride(from: count - 1, to: 0, by: -1) { numbers.swapAt(i, integer(below: i + 1)) }
        return numbers
    }
}
