/// What the program says to people: its own words, and among them texts from elsewhere.
///
/// A literal is the program's own and stands as it is, line breaks and all. What is interpolated is somebody else's, a name, a
/// path, a field's value, and is shown (`String.shown`): it can neither break the line nor reach the terminal. A message
/// within a message has been through this and stands as it is.
package struct Message: Equatable, Sendable, CustomStringConvertible {
    /// The message, of one line or several.
    package let text: String

    /// The same as `text`.
    package var description: String { text }

    /// A message of several, with something between each two.
    package static func joined(_ messages: some Sequence<Message>, by separator: Message) -> Message {
        Message(own: messages.map(\.text).joined(separator: separator.text))
    }

    /// Two messages, one after the other.
    package static func + (first: Message, second: Message) -> Message { Message(own: first.text + second.text) }

    fileprivate init(own text: String) { self.text = text }
}

extension Message: ExpressibleByStringInterpolation {
    /// The program's own words.
    package init(stringLiteral value: String) { self.init(own: value) }

    /// Words with texts between them.
    package init(stringInterpolation: Interpolation) { self.init(own: stringInterpolation.text) }

    /// A message in the making.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        /// A message of no words yet.
        package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        /// Appends words of the program.
        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// Appends a text from elsewhere.
        package mutating func appendInterpolation(_ text: some StringProtocol) { self.text += String(text).shown }

        /// Appends a number, an id or another value that has a text.
        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += value.description.shown
        }

        /// Appends a message.
        package mutating func appendInterpolation(_ message: Message) { text += message.text }
    }
}
