/// The ranges of bytes that write the scalars of a range in UTF-8.
///
/// A range of scalars is cut where the number of bytes changes and where a part of a scalar's trailing bytes does not run
/// from 80 to BF, so that each piece is a product of ranges, a byte each. (The way of RE2's compiler.)
enum UTF8Ranges {
    /// Returns the sequences of byte ranges whose products are the scalars of a set, in the order of the scalars.
    static func sequences(of set: ScalarSet) -> [[ClosedRange<UInt8>]] {
        set.ranges.flatMap { sequences(from: $0.lowerBound, through: $0.upperBound) }
    }

    private static func sequences(from lower: UInt32, through upper: UInt32) -> [[ClosedRange<UInt8>]] {
        // Where more bytes are needed.
        for last: UInt32 in [0x7F, 0x7FF, 0xFFFF] where lower <= last && upper > last {
            return sequences(from: lower, through: last) + sequences(from: last + 1, through: upper)
        }
        if upper < 0x80 { return [[UInt8(lower)...UInt8(upper)]] }
        // Where the trailing bytes do not run their whole range while one before them changes.
        for bits: UInt32 in [6, 12, 18] {
            let mask = (UInt32(1) << bits) - 1
            guard lower & ~mask != upper & ~mask else { continue }
            if lower & mask != 0 {
                return sequences(from: lower, through: lower | mask)
                    + sequences(from: (lower | mask) + 1, through: upper)
            }
            if upper & mask != mask {
                return sequences(from: lower, through: (upper & ~mask) - 1)
                    + sequences(from: upper & ~mask, through: upper)
            }
        }
        let (first, last) = (bytes(of: lower), bytes(of: upper))
        return [zip(first, last).map { $0...$1 }]
    }

    private static func bytes(of number: UInt32) -> [UInt8] {
        guard let scalar = Unicode.Scalar(number) else { return [] }
        return Array(UTF8.encode(scalar) ?? .init())
    }
}
