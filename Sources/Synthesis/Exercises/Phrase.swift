import Bytes

/// A text in bytes that is built by string interpolation.
///
/// It is a fast way to fill in templates.
package struct Phrase: ExpressibleByStringInterpolation, Sendable {
    /// The UTF-8 bytes.
    package var bytes: [UInt8]

    /// The buffer that collects a literal and its interpolations.
    package struct StringInterpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        /// Reserves capacity for the bytes of the literal and several digits for each interpolation.
        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 8 * interpolationCount)
        }

        /// Appends a part of the literal.
        package mutating func appendLiteral(_ literal: String) {
            bytes.append(contentsOf: literal.utf8)
        }

        /// Appends a number in decimal digits.
        package mutating func appendInterpolation(_ number: Int) {
            bytes.append(decimal: number)
        }

        /// Appends a text.
        package mutating func appendInterpolation(_ text: String) {
            bytes.append(contentsOf: text.utf8)
        }

        /// Appends another phrase.
        package mutating func appendInterpolation(_ phrase: Phrase) {
            bytes.append(contentsOf: phrase.bytes)
        }
    }

    /// Creates a phrase from a literal with interpolations.
    package init(stringInterpolation: StringInterpolation) {
        bytes = stringInterpolation.bytes
    }

    /// Creates a phrase from a literal without interpolations.
    package init(stringLiteral value: String) {
        bytes = Array(value.utf8)
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Returns phrases joined by a separator.
    static func joined(_ phrases: [Phrase], by separator: StaticString) -> Phrase {
        var joined = Phrase([])
        for (k, phrase) in phrases.enumerated() {
            if k > 0 { joined.bytes.append(separator) }
            joined.bytes.append(contentsOf: phrase.bytes)
        }
        return joined
    }

    /// The text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
