import Bytes

/// A text in bytes, written with interpolation: the quick way to fill templates.
package struct Phrase: ExpressibleByStringInterpolation, Sendable {
    /// The UTF-8 bytes.
    package var bytes: [UInt8]

    /// What a literal with interpolations is written into.
    package struct StringInterpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        /// Takes room for a literal's bytes and some digits for each interpolation.
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

    /// A phrase of a literal with interpolations.
    package init(stringInterpolation: StringInterpolation) {
        bytes = stringInterpolation.bytes
    }

    /// A phrase of a literal without.
    package init(stringLiteral value: String) {
        bytes = Array(value.utf8)
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Phrases one after the other with something between them.
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
