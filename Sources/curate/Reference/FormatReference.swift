import Rows

/// The formats of files with rows, in Markdown.
enum FormatReference {
    /// The table of all formats, with the keys that are their own.
    static func overview(of formats: FormatRegistry = .standard) -> [String] {
        var table = MarkdownTable("format", "its rows", "keys of its own")
        for format in formats.definitions {
            table.add(
                format.name.code, format.summary, format.options.keys.map(\.name.code).joined(separator: ", "))
        }
        return table.lines
    }
}
