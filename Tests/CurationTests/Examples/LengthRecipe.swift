import Shapes

/// The settings of a stage that drops questions of very few characters.
struct LengthRecipe: SettingsSection {
    /// The section as a key of the recipe.
    static let section = SettingKey<LengthRecipe>.section("length", "the stage length: how long a question must be")

    private static let shortestKey = SettingKey<Int>.integer(
        "shortest", 0...1_000_000, default: 20, "how many characters a question must have")

    /// The keys of the section.
    static let shape = ObjectShape(keys: [shortestKey.key])

    /// How many characters a question must have.
    let shortest: Int

    /// Reads a section that has been checked.
    init(_ settings: CheckedObject) {
        shortest = settings[Self.shortestKey]
    }
}
