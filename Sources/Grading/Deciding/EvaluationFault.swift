/// Why an expression has no value at a point.
enum EvaluationFault: Error, Equatable {
    /// It has no value there, such as a quotient by zero.
    case undefined
    /// The way of computing does not know an operation of it.
    case unsupported
    /// The budget of operations is spent.
    case exhausted
}

/// The number of elementary operations that a comparison may still take.
///
/// It counts operations and no time, so a verdict is the same on every machine.
struct Budget {
    private(set) var remaining: Int

    init(_ remaining: Int) { self.remaining = remaining }

    mutating func spend(_ operations: Int) throws(EvaluationFault) {
        remaining -= operations
        if remaining < 0 { throw .exhausted }
    }
}

/// Pseudo-random numbers from a fixed seed: the generator SplitMix64 of Steele, Lea and Flood (2014).
struct RandomPoints {
    private var state: UInt64 = 0x5EED_0F_6AAD1E

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func next(below bound: UInt64) -> UInt64 { next() % bound }
}
