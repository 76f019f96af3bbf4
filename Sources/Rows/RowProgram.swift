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
    }

    private let steps: [Step]
    private let names: [ByteView]
    /// By value the templates that are tried in turn: the first whose value is not null counts.
    private let templates: [[Template]]
    /// By value the fields that its templates name.
    private let fields: [OwnedTexts]

    /// A program of some values.
    ///
    /// - Parameter alternatives: of each value the templates that are tried in turn.
    package init(_ alternatives: [[Template]]) {
        let templates = alternatives.map { $0.map(\.unsharedCopy) }
        var names: [ByteView] = []
        steps = templates.map { templates in
            let plain = templates.compactMap(\.plainName)
            let isOptional = templates.allSatisfy { $0.alone?.isOptional == true }
            guard plain.count == templates.count, plain.count == 1 || isOptional else { return Step(isOptional: false) }
            names += plain
            return Step(firstName: names.count - plain.count, endName: names.count, isOptional: isOptional)
        }
        self.names = names
        self.templates = templates
        fields = templates.map { OwnedTexts($0.flatMap(\.placeholders).map(\.path.whole)) }
    }

    /// How many values it gives.
    package var count: Int { steps.count }

    /// A value of a row; null where the row lacks what it may lack.
    ///
    /// Throws `RowFault` where it lacks what it must have, or where a text would be too long.
    package func value(_ number: Int, of row: Row) throws(RowFault) -> FieldValue {
        let step = steps[number]
        for place in step.firstName..<step.endName {
            if let value = row.value(named: names[place]), value.kind != .null { return value }
        }
        return step.isOptional ? .null : try filledIn(templates[number], of: row)
    }

    private func filledIn(_ templates: [Template], of row: Row) throws(RowFault) -> FieldValue {
        for template in templates {
            let value = try template.value(of: row)
            if value.kind != .null { return value }
        }
        return .null
    }

    /// Whether a row has any of the fields that a value is made of, be they null.
    package func isNamed(_ number: Int, in row: Row) -> Bool { fields[number].views.contains { row.hasField($0) } }
}
