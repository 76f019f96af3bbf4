import Bytes

/// Templates compiled into a program that computes their values for one row after the other.
///
/// Not thread-safe.
///
/// A row needs about a dozen values, most of which are a field as it is. Following a template to its field's name would
/// cost more than finding the field, and threads that count references to shared objects contend with each other.
/// Therefore, the names are stored contiguously, and accessing them involves no reference counting. This relies on the
/// following:
///
/// - The views in `names` refer to memory of the program's own copies of the templates, which `templates` keeps alive
///   as long as the program, and which never changes.
/// - Views in `names` are not exposed. A value that is a template's literal text refers to the same memory, and is
///   valid for the lifetime of the program; all other values are valid for the lifetime of the row.
/// - The program is used by a single thread, as is the row.
package final class RowProgram {
    /// How a value is computed; contains no references.
    private struct Step: BitwiseCopyable {
        /// The range in `names` of alternative fields, of which the first that is not null is used; empty if a template
        /// is more than a field.
        var firstName = 0
        var endName = 0
        /// Whether a row may lack all of these fields.
        let isOptional: Bool
        /// The range in `templates` of the alternatives.
        var firstTemplate = 0
        var endTemplate = 0
    }

    private let steps: [Step]
    private let names: [ByteView]
    /// The templates of all values.
    private let templates: [Template]
    /// The fields that the templates of each value name.
    private let fields: [OwnedTexts]

    /// Creates a program.
    ///
    /// - Parameter alternatives: for each value, the templates that are tried in order.
    package init(_ alternatives: [[Template]]) {
        var (names, templates): ([ByteView], [Template]) = ([], [])
        steps = alternatives.map { alternatives in
            let own = alternatives.map(\.unsharedCopy)
            templates += own
            let plain = own.compactMap(\.plainName)
            let isOptional = own.allSatisfy { $0.alone?.isOptional == true }
            let isPlain = plain.count == own.count && (plain.count == 1 || isOptional)
            if isPlain { names += plain }
            return Step(
                firstName: isPlain ? names.count - plain.count : names.count, endName: names.count,
                isOptional: isPlain && isOptional, firstTemplate: templates.count - own.count,
                endTemplate: templates.count)
        }
        self.names = names
        self.templates = templates
        fields = alternatives.map { OwnedTexts($0.flatMap(\.placeholders).map(\.path.whole)) }
    }

    /// The number of values.
    package var count: Int { steps.count }

    /// Returns a value of a row; null if the row lacks optional fields.
    ///
    /// Throws `RowFault` when the row lacks a required field, or when a text would be too long.
    package func value(_ number: Int, of row: Row) throws(RowFault) -> FieldValue {
        let step = steps[number]
        var place = step.firstName
        while place < step.endName {
            if let value = row.value(named: names[place]), value.kind != .null { return value }
            place += 1
        }
        if step.isOptional { return .null }
        place = step.firstTemplate
        while place < step.endTemplate {
            let value = try templates[place].value(of: row)
            if value.kind != .null { return value }
            place += 1
        }
        return .null
    }

    /// Returns what a value is for and the templates that give it, for messages.
    package func words(_ number: Int, for target: String) -> String {
        let texts = templates[steps[number].firstTemplate..<steps[number].endTemplate].map(\.text)
        return "\(target) from \"\(texts.joined(separator: "\" or \""))\""
    }

    /// Returns whether a row has any of the fields of a value, including null ones.
    package func isNamed(_ number: Int, in row: Row) -> Bool { fields[number].views.contains { row.hasField($0) } }
}
