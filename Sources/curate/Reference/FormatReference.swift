import Rows

/// The reference of source formats in Markdown.
enum FormatReference {
    /// Returns a table of all formats with their own keys.
    static func overview(of formats: FormatRegistry = .standard) -> [String] {
        var table = MarkdownTable("format", "its rows", "keys")
        for format in formats.definitions {
            table.add(
                format.name.code, format.summary, format.options.keys.map(\.name.code).joined(separator: ", "))
        }
        return table.lines
    }
}
