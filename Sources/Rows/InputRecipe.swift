import Files
import Messages
import Shapes

/// What sources, recordings and benchmarks have in common: files of a format, and which of their rows are taken.
package struct InputRecipe: Sendable {
    /// The name, by which files and messages call it.
    package let name: String
    /// The format of its files.
    package let format: InputFormat
    /// The path or pattern of its files, relative to the recipe's folder.
    package let path: String
    /// The names that lead to a JSON document's list, or the XPath of an XML file's records.
    package let record: String?
    /// Whose rows are read of an SQLite file.
    package let selection: SQLiteSelection?
    /// Which rows are taken: those for which all of these hold.
    package let conditions: [Condition]
    /// The fields of its rows that are looked at.
    package var fields: UsedFields
    /// Where it stands in the recipe, for messages.
    let place: RecipePlace
    /// Whether it may come to nothing, as a whole or one of its files.
    package let mayBeEmpty: Bool

    /// What files of rows have in common.
    ///
    /// - Parameters:
    ///   - paths: what is looked at in a row besides what its conditions look at; nil for all that there may be.
    ///   - includesRest: whether something is made of the rest of a row, too.
    package init(
        _ settings: CheckedObject, _ place: RecipePlace = RecipePlace("", ""), paths: [FieldPath]? = nil,
        includesRest: Bool = false
    ) {
        name = settings.text("name")
        format = InputFormat(rawValue: settings.text("format")) ?? .jsonl
        path = settings.text("path")
        record = settings.optionalText("record")
        selection =
            settings.optionalText("query").map(SQLiteSelection.query)
            ?? settings.optionalText("table").map(SQLiteSelection.table)
        let conditions = settings.list("where").map(Condition.init)
        self.conditions = conditions
        self.place = place
        fields =
            paths.map { paths in
                let names = (conditions.map(\.field) + paths).flatMap(\.fieldNames)
                return UsedFields(Set(names), includesRest: includesRest)
            } ?? .all
        mayBeEmpty = settings.optionalText("empty") == "allow"
    }
}

/// Where something stands in a recipe.
package struct RecipePlace: Sendable {
    /// The recipe's file, as the command line names it.
    let file: String
    /// The dotted path of a key.
    package let path: String

    /// A place in a recipe.
    package init(_ file: String, _ path: String) {
        self.file = file
        self.path = path
    }
}

extension InputRecipe {
    /// The mistake of the recipe that a fault of SQLite tells of.
    package func problem(_ fault: SQLiteError, with file: String) -> RecipeProblem {
        let key = if case .table = selection { "table" } else { "query" }
        return RecipeProblem("\(place.path).\(key)", "\(file): \(fault.message)")
    }
}
