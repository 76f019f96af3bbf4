import Bytes

/// Templates compiled for one thread into one program, which gives the value of each for one row after the other.
///
/// It is asked for a dozen values a row, most of them a field taken as it is. To follow a template to its field's name costs
/// more than to look for the name, and threads that count references to one object wait for each other. So the names
/// stand side by side, and no reference is counted to find them. What must hold for that:
///
/// - The views in `names` look into memory of the program's own copies of the templates, which `templates` holds as long
///   as there is a program, and which never changes.
/// - Nobody else is given a view out of `names`. A value that is a template's literal text looks into the same memory, and
///   is valid as long as the program; every other value as long as the row.
/// - It belongs to one thread, as does the row.
package final class RowProgram {
    /// How one value is found; it holds no reference.
    private struct Step: BitwiseCopyable {
        /// Where in `names` the fields stand, of which the first that is not null counts; nothing where a template is more
        /// than a field.
        var firstName = 0
        var endName = 0
        /// Whether a row may lack all of them.
        let isOptional: Bool
        /// Where in `templates` those stand that are tried in turn.
        var firstTemplate = 0
        var endTemplate = 0
    }

    private let steps: [Step]
    private let names: [ByteView]
    /// The templates of all values.
    private let templates: [Template]
    /// By value the fields that its templates name.
    private let fields: [OwnedTexts]

    /// A program of some values.
    ///
    /// - Parameter alternatives: of each value the templates that are tried in turn.
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

    /// How many values it gives.
    package var count: Int { steps.count }

    /// A value of a row; null where the row lacks what it may lack.
    ///
    /// Throws `RowFault` where it lacks what it must have, or where a text would be too long.
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

    /// Whether a row has any of the fields that a value is made of, be they null.
    package func isNamed(_ number: Int, in row: Row) -> Bool { fields[number].views.contains { row.hasField($0) } }
}
