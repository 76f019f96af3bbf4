import Shapes

/// The settings of the stage difficulty.
package struct DifficultyRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<DifficultyRecipe>.section(
        "difficulty", "the stage difficulty: the models whose success means that a question is too easy")

    /// What happens to a question for which a solver's outcome is unknown.
    private enum Unknown: String, DocumentedChoice {
        case drop, keep

        var meaning: String {
            switch self {
            case .drop: "they are dropped, since unknown does not mean wrong"
            case .keep: "they are kept, unless another solver solved them"
            }
        }
    }

    private static let solversKey = SettingKey<[String]>.texts(
        "solvers", .text(.filled), default: [], "the models whose success means that a question is too easy")
    private static let unknownKey = SettingKey<Unknown>.choice(
        "unknown", default: .drop, "what happens to questions with an unknown outcome")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [solversKey.key, unknownKey.key])

    /// The models whose success drops a question.
    ///
    /// The stage quality requires their outcomes as well.
    package let solvers: [String]
    /// Whether a question with an unknown outcome is kept.
    package let keepsUnknown: Bool

    /// Returns the models that the section in the settings of a stage names.
    static func models(in settings: CheckedObject) -> [NamedModel] {
        settings[section].solvers.map { NamedModel($0, at: "\(section.key.name).\(solversKey.key.name)") }
    }

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        solvers = settings[Self.solversKey]
        keepsUnknown = settings[Self.unknownKey] == .keep
    }
}
