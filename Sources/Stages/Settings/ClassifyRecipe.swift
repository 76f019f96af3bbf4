import Shapes

/// The settings of the stage classify.
package struct ClassifyRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<ClassifyRecipe>.section(
        "classify", "the stage classify: the domains, and the labels that map to them")

    private static let taxonomyKey = SettingKey<String?>.nullableChoice(
        "taxonomy", ["msc"],
        "the classes that labels must belong to: those of the Mathematics Subject Classification; null allows any label"
    )
    private static let labelsKey = SettingKey<[String: String]>.textMap(
        "labels", names: .any, .text(.notBlank), "the domain that each label maps to")

    /// The keys of the section.
    package static let shape = ObjectShape(
        keys: [taxonomyKey.key, labelsKey.key],
        rules: [
            .valuesOfMap(
                "labels", areOneOf: Taxonomy.titles, what: "the title of an MSC class or of a science",
                where: "taxonomy", is: "msc")
        ])

    /// The taxonomy that labels must belong to; if nil, any label is a domain.
    package let taxonomy: String?
    /// The domain that each label stands for.
    package let labels: [String: String]

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        taxonomy = settings[Self.taxonomyKey]
        labels = settings[Self.labelsKey]
    }
}
