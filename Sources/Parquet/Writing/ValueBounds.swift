import Bytes

/// The least and the greatest value of a page or of a column's part of a row group, and the number of nulls.
struct ValueBounds: Equatable {
    private(set) var least: [UInt8]?
    private(set) var greatest: [UInt8]?
    private(set) var nulls = 0
    private let kind: WrittenColumn.Kind

    /// The most bytes of a text that stand for it in statistics.
    private static let longest = 64

    init(_ kind: WrittenColumn.Kind) {
        self.kind = kind
    }

    mutating func takeNull() { nulls += 1 }

    /// Takes in a value as PLAIN writes it, a text without its length.
    mutating func take(_ value: ByteView) {
        // A byte more than a bound has says whether the text is longer than that.
        let short = value[..<min(value.count, Self.longest + 1)]
        if least?.withByteView({ precedes(short, $0) }) ?? true { least = short.array }
        if greatest?.withByteView({ precedes($0, short) }) ?? true { greatest = short.array }
    }

    /// Takes in the bounds of another page.
    mutating func merge(_ other: ValueBounds) {
        nulls += other.nulls
        // What was cut from a text is more than a bound has, as before.
        for value in [other.least, other.greatest].compactMap(\.self) { value.withByteView { take($0) } }
    }

    /// The least value, or a beginning of it, and whether it is the value itself.
    var lowerBound: (bytes: [UInt8], isExact: Bool)? {
        least.map { least in
            guard kind != .integer, least.count > Self.longest else { return (least, true) }
            return (Self.beginning(of: least), false)
        }
    }

    /// The greatest value, or a short text that no value follows, and whether it is the value itself; nil without values,
    /// and where no short text follows them: U+10FFFF has no next character.
    var upperBound: (bytes: [UInt8], isExact: Bool)? {
        guard let greatest else { return nil }
        guard kind != .integer, greatest.count > Self.longest else { return (greatest, true) }
        return Self.next(after: Self.beginning(of: greatest)).map { ($0, false) }
    }

    /// Whether there are values, and no bound that none of them follows.
    var isUnbounded: Bool { greatest != nil && upperBound == nil }

    /// Returns the statistics of a column's part of a row group (parquet.thrift: Statistics).
    var statistics: [UInt8] {
        ThriftEncoder.structure {
            $0.int64(3, nulls)
            guard let lowerBound else { return }
            if let upperBound { $0.binary(5, upperBound.bytes) }
            $0.binary(6, lowerBound.bytes)
            if let upperBound { $0.bool(7, upperBound.isExact) }
            $0.bool(8, lowerBound.isExact)
        }
    }

    /// Texts are compared by their bytes, numbers by their value.
    private func precedes(_ a: ByteView, _ b: ByteView) -> Bool {
        guard kind == .integer else { return a.buffer.lexicographicallyPrecedes(b.buffer) }
        return Self.number(a) < Self.number(b)
    }

    private static func number(_ bytes: ByteView) -> Int64 {
        bytes.buffer.reversed().reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Returns whole characters from the beginning of a long text.
    private static func beginning(of text: [UInt8]) -> [UInt8] {
        var end = longest
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(text[..<end])
    }

    /// Returns the least text of at most as many characters that follows every text with this beginning; nil if there is
    /// none.
    static func next(after beginning: [UInt8]) -> [UInt8]? {
        var scalars = Array(String(decoding: beginning, as: UTF8.self).unicodeScalars)
        while let last = scalars.popLast() {
            let value = last.value == 0xD7FF ? 0xE000 : last.value + 1
            guard let next = Unicode.Scalar(value) else { continue }
            var text = String.UnicodeScalarView(scalars)
            text.append(next)
            return Array(String(text).utf8)
        }
        return nil
    }
}
