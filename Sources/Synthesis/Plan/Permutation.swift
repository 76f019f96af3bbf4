/// A permutation of the integers below a count, computed one element at a time.
///
/// It is a Feistel network over the next power of four, applied repeatedly until the result is below the count (Black
/// and Rogaway, "Ciphers with arbitrary finite domains").
struct Permutation: Sendable {
    private let count: Int
    private let halfBits: UInt64
    private let mask: UInt64
    private let key: UInt64

    init(count: Int, key: UInt64) {
        self.count = count
        var bits: UInt64 = 1
        while count > 1 << (2 * bits) { bits += 1 }
        halfBits = bits
        mask = (1 << bits) - 1
        self.key = key
    }

    /// The image of a number.
    subscript(number: Int) -> Int {
        precondition(number >= 0 && number < count)
        var value = UInt64(number)
        repeat {
            var (left, right) = (value >> halfBits, value & mask)
            for round: UInt64 in 0..<4 {
                (left, right) = (right, left ^ Chance.mix(right ^ round << 40, key) & mask)
            }
            value = left << halfBits | right
        } while value >= UInt64(count)
        return Int(value)
    }
}

/// Stateless random numbers: the same position and purpose always give the same number.
struct Chance: Sendable {
    private let key: UInt64

    init(seed: UInt64, source: Int, row: Int) {
        key = Self.mix(UInt64(row), Self.mix(UInt64(source), seed))
    }

    /// Mixes 64 bits with a key (the finalizer of SplitMix64, applied twice).
    static func mix(_ value: UInt64, _ key: UInt64) -> UInt64 {
        var z = value &* 0x9E37_79B9_7F4A_7C15 &+ key
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// The purpose of a random number.
    enum Purpose: UInt64 {
        case length, teacher, solvers, qwq, defect, decoy, place, target, format, trace
    }

    /// Returns 64 random bits for a purpose.
    func bits(_ purpose: Purpose) -> UInt64 { Self.mix(purpose.rawValue &+ 1, key) }

    /// Returns a random number below a count.
    func below(_ count: Int, _ purpose: Purpose) -> Int { Int(bits(purpose) % UInt64(count)) }

    /// Returns true with a probability in thousandths.
    func happens(_ perMille: Int, _ purpose: Purpose) -> Bool { below(1000, purpose) < perMille }

    /// A random length in tokens, log-normal with median 1,500 and clamped to 120...30,000.
    ///
    /// The normal variate is a sum of twelve uniform ones and the exponential a polynomial, so that the result does not
    /// depend on the system's math library.
    var tokens: Int {
        var sum = -6.0
        for part: UInt64 in 0..<12 {
            sum += Double(Self.mix(part, bits(.length)) >> 11) / 9_007_199_254_740_992
        }
        return min(30_000, max(120, Int(1500 * Self.exponential(0.72 * sum))))
    }

    private static func exponential(_ x: Double) -> Double {
        // e^x = (e^(x/64))^64, with five terms of the series for the small exponent.
        let y = x / 64
        var value = 1 + y * (1 + y / 2 * (1 + y / 3 * (1 + y / 4)))
        for _ in 0..<6 { value *= value }
        return value
    }
}
