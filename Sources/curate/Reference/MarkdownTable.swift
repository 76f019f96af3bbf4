/// A table in Markdown of trusted texts.
///
/// Columns with only empty cells are omitted.
struct MarkdownTable {
    private let head: [String]
    private var rows: [[String]] = []

    /// Creates a table with the given columns.
    init(_ head: String...) {
        self.head = head
    }

    /// Adds a row.
    mutating func add(_ cells: String...) {
        rows.append(cells)
    }

    /// The lines of the table; empty if it has no rows.
    var lines: [String] {
        let shown = head.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        guard !shown.isEmpty else { return [] }
        func line(_ cells: [String]) -> String {
            "| " + shown.map { Self.cell(cells[$0]) }.joined(separator: " | ") + " |"
        }
        return [line(head), line(head.map { _ in "---" })] + rows.map(line)
    }

    /// Returns a text with escaped vertical bars.
    ///
    /// The backslash is also removed within code (GitHub Flavored Markdown, 4.10).
    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}

extension String {
    /// The text as a code span.
    var code: String { "`\(self)`" }
}
