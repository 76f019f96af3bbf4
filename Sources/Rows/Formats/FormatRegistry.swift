/// The formats there are, in the order in which they are named.
///
/// A format is added by a line here, beside a file of its own.
package struct FormatRegistry: Sendable {
    /// The formats of curate.
    package static let standard = FormatRegistry([
        JSONLinesFormat.definition,
        JSONListFormat.definition,
        CSVFormat.commaSeparated,
        CSVFormat.tabSeparated,
        SQLiteFormat.definition,
        XMLFormat.definition,
    ])

    /// The definitions in order.
    package let definitions: [FormatDefinition]

    /// A registry of some formats.
    package init(_ definitions: [FormatDefinition]) {
        self.definitions = definitions
    }

    /// All names, in order.
    package var names: [String] { definitions.map(\.name) }

    /// What the rows of each are, in the order of the names.
    package var summaries: [String] { definitions.map(\.summary) }

    /// The definition of a format, or nil when there is none of the name.
    package subscript(name: String) -> FormatDefinition? { definitions.first { $0.name == name } }
}
