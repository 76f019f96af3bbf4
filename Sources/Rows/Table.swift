import Bytes

/// A table that maps texts to other texts.
package struct Table: Sendable {
    /// The entries, in the order of the recipe.
    let entries: [(from: OwnedBytes, to: OwnedBytes)]
    /// The index of the entry for each text; the keys are owned by `entries`.
    private let numbers: [ByteView: Int]

    /// Creates a table from an object of texts.
    package init(_ object: JSONObject) {
        let entries = object.members.map {
            (from: OwnedBytes($0.name.utf8), to: OwnedBytes(($0.value.string ?? "").utf8))
        }
        numbers = Dictionary(
            entries.enumerated().map { ($1.from.view, $0) }, uniquingKeysWith: { first, _ in first })
        self.entries = entries
    }

    /// Returns the entry for a text, or else that for `*`, or else nil; it is valid for the lifetime of the table.
    func entry(for text: ByteView) -> ByteView? {
        (numbers[text] ?? numbers[ByteView("*")]).map { entries[$0].to.view }
    }
}
