/// A message for users, which consists of the program's own words and of untrusted text.
///
/// Literals are the program's own words and are unchanged, including line breaks. Interpolated values, such as a name,
/// a path or the value of a field, are escaped with `String.shown`: they can neither break the line nor send control
/// characters to the terminal. An interpolated message is already escaped and is unchanged.
package struct Message: Equatable, Sendable, CustomStringConvertible {
    /// The message, of one or more lines.
    package let text: String

    /// The same as `text`.
    package var description: String { text }

    /// Returns the messages joined by a separator.
    package static func joined(_ messages: some Sequence<Message>, by separator: Message) -> Message {
        Message(own: messages.map(\.text).joined(separator: separator.text))
    }

    /// Returns the concatenation of two messages.
    package static func + (first: Message, second: Message) -> Message { Message(own: first.text + second.text) }

    fileprivate init(own text: String) { self.text = text }
}

extension Message: ExpressibleByStringInterpolation {
    /// Creates a message from a literal.
    package init(stringLiteral value: String) { self.init(own: value) }

    /// Creates a message from a literal with interpolated values.
    package init(stringInterpolation: Interpolation) { self.init(own: stringInterpolation.text) }

    /// The builder of an interpolated message.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        /// Creates an empty builder.
        package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        /// Appends a literal.
        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// Appends untrusted text, escaped.
        package mutating func appendInterpolation(_ text: some StringProtocol) { self.text += String(text).shown }

        /// Appends the description of a number, an id or another value, escaped.
        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += value.description.shown
        }

        /// Appends a message, unchanged.
        package mutating func appendInterpolation(_ message: Message) { text += message.text }
    }
}
