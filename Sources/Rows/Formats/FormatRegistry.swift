/// The available formats, in the order in which they are listed.
///
/// To add a format, add a line here and a file for the format.
package struct FormatRegistry: Sendable {
    /// The standard formats.
    package static let standard = FormatRegistry([
        JSONLinesFormat.definition,
        JSONListFormat.definition,
        CSVFormat.commaSeparated,
        CSVFormat.tabSeparated,
        SQLiteFormat.definition,
        XMLFormat.definition,
        ParquetFormat.definition,
    ])

    /// The definitions, in order.
    package let definitions: [FormatDefinition]

    /// Creates a registry of the given formats.
    package init(_ definitions: [FormatDefinition]) {
        self.definitions = definitions
    }

    /// All names, in order.
    package var names: [String] { definitions.map(\.name) }

    /// A description of the rows of each format, in the order of the names.
    package var summaries: [String] { definitions.map(\.summary) }

    /// The definition of the format with the given name, or nil if there is no such format.
    package subscript(name: String) -> FormatDefinition? { definitions.first { $0.name == name } }
}
