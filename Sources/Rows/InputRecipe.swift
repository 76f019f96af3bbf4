import Files
import Messages
import Shapes

/// What sources, recordings and benchmarks have in common: files of a format, and which of their rows are taken.
package struct InputRecipe: Sendable {
    private static let nameKey = SettingKey<String>.text("name", .filled, "the name under which it is counted")
    private static let pathKey = SettingKey<String>.text(
        "path", .path, "a file or a pattern of files, relative to the recipe's folder")
    private static let whereKey = SettingKey<[Condition]>.sections("where", "which rows are taken")

    private static func formatKey(_ formats: FormatRegistry) -> SettingKey<FormatDefinition> {
        SettingKey(.required("format", .choice(formats.names, meanings: formats.summaries), "the format of its files"))
        {
            $0?.string.flatMap { formats[$0] }
        }
    }

    /// What happens where nothing comes of a file or of the whole.
    private enum Empty: String, DocumentedChoice {
        case fail, allow

        var meaning: String {
            switch self {
            case .fail: "the run fails"
            case .allow: "the run goes on, and tells what was lost"
            }
        }
    }

    /// Whether it may come to nothing; a key of those of which nothing may be lost without a word.
    package static let emptyKey = SettingKey<Bool>(
        .optional(
            "empty", .choice(of: Empty.self), .string(Empty.fail.rawValue), fillsDefault: false,
            "what happens when nothing can be read of a file, or no row is taken")
    ) { $0?.string.flatMap(Empty.init) == .allow }

    /// What an object with files of rows may be: the keys of all, those of its format, and some of its own.
    ///
    /// - Parameters:
    ///   - keys: the keys of its own.
    ///   - rules: what they demand of one another.
    ///   - formats: the formats that its files may have.
    package static func shape(
        _ keys: [Key], rules: [ObjectShape.Rule] = [], formats: FormatRegistry = .standard
    ) -> Shape {
        let formatKey = formatKey(formats).key
        return .variants(
            key: formatKey.name,
            formats.definitions.map { format in
                let common = [nameKey.key, formatKey, pathKey.key] + format.options.keys + [whereKey.key]
                return (format.name, ObjectShape(keys: common + keys, rules: rules + format.options.rules))
            })
    }

    /// The name, by which files and messages call it.
    package let name: String
    /// The format of its files.
    package let format: any InputFormat
    /// The path or pattern of its files, relative to the recipe's folder.
    package let path: String
    /// Which rows are taken: those for which all of these hold.
    package let conditions: [Condition]
    /// The fields of its rows that are looked at.
    package var fields: UsedFields
    /// Where it stands in the recipe, for messages.
    private let place: RecipePlace
    /// Whether it may come to nothing, as a whole or one of its files.
    package let mayBeEmpty: Bool

    /// What files of rows have in common.
    ///
    /// - Parameters:
    ///   - paths: what is looked at in a row besides what its conditions look at; nil for all that there may be.
    ///   - includesRest: whether something is made of the rest of a row, too.
    ///   - formats: the formats that its files may have.
    package init(
        _ settings: CheckedObject, _ place: RecipePlace = RecipePlace("", ""), paths: [FieldPath]? = nil,
        includesRest: Bool = false, formats: FormatRegistry = .standard
    ) {
        name = settings[Self.nameKey]
        format = settings[Self.formatKey(formats)].format(settings)
        path = settings[Self.pathKey]
        let conditions = settings[Self.whereKey]
        self.conditions = conditions
        self.place = place
        fields =
            paths.map { paths in
                let names = (conditions.map(\.field) + paths).flatMap(\.fieldNames)
                return UsedFields(Set(names), includesRest: includesRest)
            } ?? .all
        mayBeEmpty = settings[Self.emptyKey]
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
    /// The mistakes in the options of the format that its files show before rows are read.
    ///
    /// - Parameters:
    ///   - files: the files that its path matches.
    ///   - folder: the folder that they are relative to.
    package func problems(with files: [String], in folder: String, limits: LimitsRecipe) -> [RecipeProblem] {
        let order = ReadingOrder(fields: fields, limits: limits, buffers: BufferPool())
        return format.faults(with: files, in: folder, order).map(problem)
    }

    /// The mistake that its files have no rows.
    package var problemOfNoRows: RecipeProblem { problem(format.faultOfNoRows(in: path)) }

    /// The mistake of the recipe that showed when a file was read.
    func error(_ fault: OptionFault, with file: String) -> CurationError {
        .recipe(file: place.file, [problem(OptionFault(fault.key, "\(file): \(fault.message)"))])
    }

    private func problem(_ fault: OptionFault) -> RecipeProblem {
        RecipeProblem("\(place.path).\(fault.key)", fault.message)
    }
}
