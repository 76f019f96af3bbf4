/// A generator of random numbers that are the same in every run: SplitMix64.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    /// Creates a generator.
    package init(_ seed: UInt64) {
        state = seed &+ 0x9E37_79B9_7F4A_7C15
    }

    /// Returns 64 random bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// Returns a number in `0..<count`.
    package mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    /// Returns one of some elements.
    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
