import Files
import Messages
import Shapes

/// The common settings of sources, recordings and benchmarks: files of a format, and conditions on their rows.
package struct InputRecipe: Sendable {
    private static let nameKey = SettingKey<String>.text("name", .filled, "the name under which it is counted")
    private static let pathKey = SettingKey<String>.text(
        "path", .path, "a file or a pattern of files, relative to the recipe's folder")
    private static let whereKey = SettingKey<[Condition]>(
        .optional("where", .list(Condition.namedShape, atLeast: 0), [], "which rows are taken")
    ) { $0?.list?.map { Condition(CheckedObject($0)) } }

    private static func formatKey(_ formats: FormatRegistry) -> SettingKey<FormatDefinition> {
        SettingKey(.required("format", .choice(formats.names, meanings: formats.summaries), "the format of its files"))
        {
            $0?.string.flatMap { formats[$0] }
        }
    }

    /// What happens when a file or the input as a whole yields nothing.
    private enum Empty: String, DocumentedChoice {
        case fail, allow

        var meaning: String {
            switch self {
            case .fail: "the run fails"
            case .allow: "the run goes on, and tells what was lost"
            }
        }
    }

    /// Whether the input may yield nothing; a key of those inputs whose data must not be lost silently.
    package static let emptyKey = SettingKey<Bool>(
        .optional(
            "empty", .choice(of: Empty.self), .string(Empty.fail.rawValue), fillsDefault: false,
            "what happens when nothing can be read of a file, or no row is taken")
    ) { $0?.string.flatMap(Empty.init) == .allow }

    /// Returns the shape of an object with files of rows: the common keys, those of its format, and additional ones.
    ///
    /// - Parameters:
    ///   - keys: the additional keys.
    ///   - rules: the rules between the keys.
    ///   - formats: the available formats.
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

    /// The name, which is used in files and messages.
    package let name: String
    /// The format of the files.
    package let format: any InputFormat
    /// The path or pattern of the files, relative to the recipe's folder.
    package let path: String
    /// The conditions, all of which a row must meet.
    package let conditions: [Condition]
    /// The fields of the rows that are used.
    package var fields: UsedFields
    /// The place in the recipe, for messages.
    private let place: RecipePlace
    /// Whether the input as a whole or one of its files may yield nothing.
    package let mayBeEmpty: Bool

    /// Reads the common settings.
    ///
    /// - Parameters:
    ///   - paths: the fields that are used in addition to those of the conditions; nil for all fields.
    ///   - texts: those of the paths of which the whole text is used.
    ///   - includesRest: whether the remaining fields of a row are used as well.
    ///   - formats: the available formats.
    package init(
        _ settings: CheckedObject, _ place: RecipePlace = RecipePlace("", ""), paths: [FieldPath]? = nil,
        texts: [FieldPath] = [], includesRest: Bool = false, formats: FormatRegistry = .standard
    ) {
        name = settings[Self.nameKey]
        format = settings[Self.formatKey(formats)].format(settings)
        path = settings[Self.pathKey]
        let conditions = settings[Self.whereKey]
        self.conditions = conditions
        self.place = place
        fields =
            paths.map { paths in
                let names = (conditions.flatMap(\.fields).map(\.path) + paths).flatMap(\.fieldNames)
                return UsedFields(Set(names), includesRest: includesRest)
            } ?? .all
        fields.wholeTexts = texts.map { XMLWholeText($0.names, whole: $0.whole) }
        mayBeEmpty = settings[Self.emptyKey]
    }
}

/// A place in a recipe.
package struct RecipePlace: Sendable {
    /// The recipe's file, as given on the command line.
    let file: String
    /// The dotted path of a key.
    package let path: String

    /// Creates a place in a recipe.
    package init(_ file: String, _ path: String) {
        self.file = file
        self.path = path
    }
}

extension InputRecipe {
    /// Returns the mistakes in the options of the format that can be found in the files before rows are read.
    ///
    /// - Parameters:
    ///   - files: the files that the path matches.
    ///   - folder: the folder that they are relative to.
    package func problems(with files: [String], in folder: String, limits: LimitsRecipe) -> [RecipeProblem] {
        let order = ReadingOrder(fields: fields, limits: limits, buffers: BufferPool())
        return format.faults(with: files, in: folder, order).map(problem)
    }

    /// The problem that the files have no rows.
    package var problemOfNoRows: RecipeProblem { problem(format.faultOfNoRows(in: path)) }

    /// Returns the error for a mistake in the recipe that was found when a file was read.
    func error(_ fault: OptionFault, with file: String) -> CurationError {
        .recipe(file: place.file, [problem(fault.found(in: file))])
    }

    private func problem(_ fault: OptionFault) -> RecipeProblem {
        RecipeProblem("\(place.path).\(fault.key)", fault.message)
    }
}
