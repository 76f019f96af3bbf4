import Bytes
import Messages
import Shapes

/// The settings of the stage quality.
package struct QualityRecipe: SettingsSection, Sendable {
    /// An element of `rules`.
    enum Entry: Sendable {
        /// A built-in rule, as the recipe names it.
        case builtIn(String)
        case own(OwnRule)

        /// Reads a validated element.
        init(_ element: JSON) {
            self = element.string.map { .builtIn($0) } ?? .own(OwnRule(CheckedObject(element)))
        }
    }

    /// The section as a key of the recipe.
    package static let section = SettingKey<QualityRecipe>.section(
        "quality", "the stage quality: what a question must have, and which faults of form it must not have")

    private static let requireKey = SettingKey<[String]>.texts(
        "require", .text(.requirement), default: ["trace", "trace_tokens", "domain", "outcomes"],
        "what a question must have: \(listed(MissingRule.known + ["outcomes.MODEL"], "and")), where outcomes are those "
            + "of all solvers and the teacher")
    private static let rulesKey = SettingKey<[Entry]>(
        .optional(
            "rules",
            .list(
                .textOr(.choice(QualityRules.names, meanings: QualityRules.meanings), .object(OwnRule.shape)),
                atLeast: 0), .strings(QualityRules.namesOnByDefault),
            "the faults of form for which a question is dropped: names of rules, and rules of your own; "
                + "\(listed(QualityRules.namesOnByDefault.map { "`\($0)`" }, "and")) together are the rules of s1, with the "
                + "published patterns, as `: s1` behind a name asks for")
    ) { $0?.list?.map { Entry($0) } }

    /// The keys of the section.
    package static let shape = ObjectShape(
        keys: [requireKey.key, rulesKey.key], rules: [.own(distinctNames)])

    private static let distinctNames = ObjectConstraint(
        "No two elements of `\(rulesKey.key.name)` have one name in decisions."
    ) { object in
        var spellings: [String: String] = [:]
        for (place, element) in (object[rulesKey.key.name]?.list ?? []).enumerated() {
            guard let spelling = element.string ?? element["name"]?.string else { continue }
            let name = QualityRules.name(spelled: spelling)
            // A built-in rule that is named twice over is tried once more, without effect.
            if let other = spellings[name], element.string == nil || other != spelling {
                return ("\(rulesKey.key.name).\(place)", "the name \"\(name)\" is given twice; expected another")
            }
            spellings[name] = spelling
        }
        return nil
    }

    /// What a question must have, by the names of `MissingRule`.
    package let require: [String]
    /// The names of the rules that drop a question: of the built-in ones, as the recipe has them.
    package var rules: [String] {
        entries.map {
            switch $0 {
            case .builtIn(let name): name
            case .own(let rule): rule.name.rawValue
            }
        }
    }
    /// The rules that drop a question.
    let entries: [Entry]

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        require = settings[Self.requireKey]
        entries = settings[Self.rulesKey]
    }
}
