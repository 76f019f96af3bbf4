/// A table in Markdown, of texts of the program's own; columns in which nothing stands are left out.
struct MarkdownTable {
    private let head: [String]
    private var rows: [[String]] = []

    /// A table with these columns.
    init(_ head: String...) {
        self.head = head
    }

    /// Adds a row.
    mutating func add(_ cells: String...) {
        rows.append(cells)
    }

    /// The table's lines; none without rows.
    var lines: [String] {
        let shown = head.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        guard !shown.isEmpty else { return [] }
        func line(_ cells: [String]) -> String {
            "| " + shown.map { Self.cell(cells[$0]) }.joined(separator: " | ") + " |"
        }
        return [line(head), line(head.map { _ in "---" })] + rows.map(line)
    }

    /// A text in which no bar ends the cell: a back-slash before it goes away again, in code too (GitHub Flavored Markdown, 4.10).
    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}

extension String {
    /// The text as code within a line.
    var code: String { "`\(self)`" }
}
