/// A set of Unicode scalars, as the ranges of their numbers in ascending order.
struct ScalarSet: Equatable {
    /// Ranges that neither touch nor overlap, in ascending order; none holds a surrogate.
    private(set) var ranges: [ClosedRange<UInt32>]

    /// The last scalar, U+10FFFF.
    static let last: UInt32 = 0x10FFFF
    private static let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF

    /// Takes ranges in any order, which may overlap; surrogates in them are no scalars and do not count.
    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = Self.merged(ranges.flatMap(Self.withoutSurrogates))
    }

    /// Every scalar.
    static let all = ScalarSet([0...last])
    /// 0 to 9.
    static let digits = ScalarSet([0x30...0x39])
    /// Letters, digits and the low line, of ASCII.
    static let wordCharacters = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// White space of ASCII.
    static let whiteSpace = ScalarSet([0x09...0x0D, 0x20...0x20])

    /// The scalars that are not in the set.
    var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.last { gaps.append(next...Self.last) }
        return ScalarSet(gaps)
    }

    /// The scalars of either set.
    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    /// The set with the other case of every letter in it, where that is one scalar (Unicode's simple case mappings).
    var ignoringCase: ScalarSet {
        var more: [ClosedRange<UInt32>] = []
        for range in ranges {
            // No scalar from here on has a case (Adlam's letters end at U+1E943).
            for number in range where number <= 0x1E943 {
                guard let scalar = Unicode.Scalar(number), scalar.properties.isCased else { continue }
                for mapping in [
                    scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping,
                    scalar.properties.titlecaseMapping,
                ] {
                    let mapped = mapping.unicodeScalars
                    if mapped.count == 1, let only = mapped.first, only != scalar {
                        more.append(only.value...only.value)
                    }
                }
            }
        }
        return union(ScalarSet(more))
    }

    private static func withoutSurrogates(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        guard range.overlaps(surrogates) else { return [range] }
        var parts: [ClosedRange<UInt32>] = []
        if range.lowerBound < surrogates.lowerBound { parts.append(range.lowerBound...surrogates.lowerBound - 1) }
        if range.upperBound > surrogates.upperBound { parts.append(surrogates.upperBound + 1...range.upperBound) }
        return parts
    }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
