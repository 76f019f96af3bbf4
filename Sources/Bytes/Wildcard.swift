/// A pattern for a whole text in which `*` matches any number of characters, including none.
package struct Wildcard: Equatable, Sendable {
    /// The pattern as written.
    package let pattern: String
    private let pieces: [[UInt8]]

    /// Creates a pattern; every text is a valid one.
    package init(_ pattern: String) {
        self.pattern = pattern
        pieces = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// Whether it matches only itself.
    package var isLiteral: Bool { pieces.count == 1 }

    /// Returns whether the whole text matches the pattern.
    package func matches(_ text: ByteView) -> Bool {
        guard let first = pieces.first, let last = pieces.last else { return text.isEmpty }
        if pieces.count == 1 { return first.withByteView { $0 == text } }
        guard first.withByteView({ text.starts(with: $0) }), text.count >= first.count + last.count,
            last.withByteView({ text[(text.count - last.count)...] == $0 })
        else { return false }
        // In the middle, the leftmost match of each piece leaves the most room for the next.
        let middle = text[first.count..<text.count - last.count]
        var offset = 0
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let place = piece.withByteView({ middle.firstIndex(of: $0, from: offset) }) else { return false }
            offset = place + piece.count
        }
        return true
    }
}
