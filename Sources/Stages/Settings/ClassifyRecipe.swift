import Bytes
import Messages
import Rows
import Shapes

/// The settings of the stage classify.
package struct ClassifyRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<ClassifyRecipe>.section(
        "classify", "the stage classify: the domains, and the labels that map to them")

    private static let msc = "msc"
    /// The classes.
    package static let taxonomyKey = SettingKey<DomainClasses>(
        .optional(
            "taxonomy", .either([.nullable(.choice([msc])), .object(OwnClasses.shape)]), .null,
            "the classes that labels must belong to: those of the Mathematics Subject Classification, or the recipe's own; "
                + "null allows any label")
    ) { value in
        switch value {
        case .object?: value.map { .own(OwnClasses(CheckedObject($0))) }
        case .string?: .msc
        default: .any
        }
    }
    private static let labelsKey = SettingKey<[String: String]>.textMap(
        "labels", names: .any, .text(.notBlank), "the domain that each label maps to")

    /// The keys of the section.
    package static let shape = ObjectShape(
        keys: [taxonomyKey.key, labelsKey.key],
        rules: [
            .valuesOfMap(
                labelsKey.key.name, areOneOf: Taxonomy.titles, what: "the title of an MSC class or of a science",
                where: taxonomyKey.key.name, is: msc)
        ])

    /// The classes that labels must belong to.
    let classes: DomainClasses
    /// The domain that each label stands for, neither with white space around it.
    private let labels: [String: String]
    /// The same under a taxonomy, by labels in lower case with their white space folded; empty without one.
    private let foldedLabels: [String: String]

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        classes = settings[Self.taxonomyKey]
        // In the order of the bytes, so that it is certain which of several spellings of a label counts.
        let given = settings[Self.labelsKey].sorted { $0.key.precedesInBytes($1.key) }
            .map { (label: $0.key, domain: Self.trimmed($0.value)) }
        labels = Dictionary(given.map { (Self.trimmed($0.label), $0.domain) }, uniquingKeysWith: { first, _ in first })
        foldedLabels =
            classes.areOpen
            ? [:]
            : Dictionary(
                given.map { (Taxonomy.folded($0.label), $0.domain) }, uniquingKeysWith: { first, _ in first })
    }

    /// Returns the domain that a label, which has no white space around it, stands for: itself unless the recipe gives
    /// another.
    ///
    /// Under a taxonomy, labels that differ only in case or spacing stand for the same; one that the recipe spells in the
    /// same way comes first.
    func domain(of label: String) -> String {
        labels[label] ?? (foldedLabels.isEmpty ? nil : foldedLabels[Taxonomy.folded(label)]) ?? label
    }

    private static func trimmed(_ text: String) -> String { text.withByteView { $0.trimmedOfWhiteSpace.text } }

    /// The problems of classes of the recipe's own, each with the dotted path of its key.
    package var problems: [RecipeProblem] {
        guard case .own(let classes) = classes else { return [] }
        let (section, spelling) = (Self.section.key.name, Spelling(classes.titles))
        let unknown = labels.sorted { $0.key.precedesInBytes($1.key) }.filter { classes.title(of: $0.value) == nil }
        return classes.problems(at: "\(section).\(Self.taxonomyKey.key.name)")
            + unknown.map { label, domain in
                RecipeProblem(
                    "\(section).\(Self.labelsKey.key.name).\(label)",
                    "found the text \"\(domain)\"; expected a class of the taxonomy"
                        + Suggestion(for: domain, in: spelling).ending)
            }
    }
}
