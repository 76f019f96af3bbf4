import Shapes

/// How questions are compared with benchmark items.
package enum DecontaminationMethod: String, DocumentedChoice {
    case words
    case containment

    /// A one-line description of the method.
    package var meaning: String {
        switch self {
        case .words: "`ngram` words in a row that both have drop a question, the published rule"
        case .containment:
            "the share of the shorter text's weight that is in the longer one drops a question, by runs of three units "
                + "of the normal form, which weigh the more the rarer they are"
        }
    }
}

/// What is done with questions that a rule finds.
package enum RuleEffect: String, DocumentedChoice {
    case drop
    case keep

    /// A one-line description of the effect.
    package var meaning: String {
        switch self {
        case .drop: "the question is dropped"
        case .keep: "the question is kept"
        }
    }
}

/// Which of several near duplicates is kept.
package enum NearDuplicateChoice: String, DocumentedChoice {
    case first
    case longestSolution = "longest_solution"
    case longestTrace = "longest_trace"
    case hasOutcomes = "has_outcomes"

    /// A one-line description of the choice.
    package var meaning: String {
        switch self {
        case .first: "the first in the order of the pool"
        case .longestSolution: "the one whose solution has the most bytes, then the first"
        case .longestTrace: "the one whose trace has the most tokens, then the first"
        case .hasOutcomes: "the one with known outcomes of the most models, then the first"
        }
    }
}

/// The settings of the search for near duplicates.
package struct NearDuplicateRecipe: SettingsSection, Sendable {
    private static let thresholdKey = SettingKey<Double>.number(
        "threshold", 0.1...1, default: "0.8",
        "the least similarity of near duplicates: of the distinct runs of three units that one of them has, the share "
            + "that both have")
    private static let keepKey = SettingKey<NearDuplicateChoice>.choice(
        "keep", default: .first, "which of several near duplicates is kept")
    private static let templatesKey = SettingKey<Bool>.boolean(
        "templates", default: false, "whether questions with other numbers are near duplicates, too")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [thresholdKey.key, keepKey.key, templatesKey.key])

    /// The least similarity, in thousandths.
    package let threshold: Int
    /// Which one is kept.
    package let keep: NearDuplicateChoice
    /// Whether questions with other numbers are near duplicates.
    package let templates: Bool

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        threshold = Thousandths.of(settings[Self.thresholdKey])
        keep = settings[Self.keepKey]
        templates = settings[Self.templatesKey]
    }
}

/// Shares in thousandths, in which they are compared.
enum Thousandths {
    /// Returns the number of thousandths that is nearest to a share.
    static func of(_ share: Double) -> Int { Int((share * 1000).rounded()) }
}
