/// How a file of delimited values writes its fields.
package struct CSVDialect: Sendable, Equatable {
    /// The byte between two fields.
    package let delimiter: UInt8
    /// The byte around fields that contain delimiters or line ends; nil if none has that meaning.
    package let quote: UInt8?
    /// The byte that takes its meaning from the quote, delimiter, line end or escape after it; nil if none does.
    ///
    /// Whatever it is, two quotes inside quotes stand for one.
    package let escape: UInt8?

    /// Creates a dialect; by default that of RFC 4180 with another delimiter.
    package init(delimiter: UInt8, quote: UInt8? = UInt8(ascii: "\""), escape: UInt8? = nil) {
        self.delimiter = delimiter
        self.quote = quote
        self.escape = escape
    }

    /// Whether a byte after an escape loses its meaning; before any other, the escape is an ordinary character.
    func isSpecial(_ byte: UInt8) -> Bool {
        byte == quote || byte == escape || byte == delimiter || byte == 0x0A || byte == 0x0D
    }
}
