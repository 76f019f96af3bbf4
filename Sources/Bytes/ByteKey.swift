/// A text as the key of a dictionary or a set, equal only to a text of the same bytes.
///
/// Swift's strings are equal under Unicode canonical equivalence, in which `é` may be one scalar or two. Names of files
/// and of members of JSON objects are different when their bytes are.
package struct ByteKey: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The text.
    package let text: String

    /// Creates the key of a text.
    package init(_ text: String) { self.text = text }

    /// Creates the key of a literal text.
    package init(stringLiteral text: String) { self.text = text }

    /// Returns whether two texts have the same bytes.
    package static func == (a: ByteKey, b: ByteKey) -> Bool {
        a.text.utf8.count == b.text.utf8.count && a.text.utf8.elementsEqual(b.text.utf8)
    }

    /// Hashes the bytes of the text.
    package func hash(into hasher: inout Hasher) {
        text.withByteView { hasher.combine($0) }
    }
}
