import Bytes
import Messages
import Rows
import Shapes

/// The target in the pool of a template of `map` or `set`.
package enum Target: Hashable, Sendable {
    /// A column.
    case column(QuestionColumn)
    /// The outcome of a model.
    case outcome(model: String)

    /// What precedes the model in the name of an outcome.
    private static let outcomePrefix = QuestionColumn.outcomes.name + "."

    /// Creates the target with a validated name.
    package init(_ name: String) {
        if let column = QuestionColumn(named: name), column.giver != .program {
            self = .column(column)
        } else {
            self = .outcome(model: String(name.dropFirst(Self.outcomePrefix.count)))
        }
    }

    /// The name in a recipe.
    package var name: String {
        switch self {
        case .column(let column): column.name
        case .outcome(let model): Self.outcomePrefix + model
        }
    }

    /// Returns whether a name is that of an outcome: `outcomes.` and something.
    package static func isOutcome(_ name: String) -> Bool {
        name.hasPrefix(outcomePrefix) && name.utf8.count > outcomePrefix.utf8.count
    }

    /// Returns the names of the targets that are columns.
    static func known(isSource: Bool) -> [String] {
        QuestionColumn.given.filter { isSource || $0.giver == .sourceOrRecording }.map(\.name)
    }

    /// Returns the fault in a name, or nil if it names a target.
    ///
    /// A recording cannot set the question, which is its join key.
    static func fault(in name: String, isSource: Bool) -> String? {
        let known = known(isSource: isSource)
        if known.contains(name) || isOutcome(name) { return nil }
        return "unknown key"
            + Suggestion(for: name, among: known).ending(
                or: "allowed keys: \((known + ["outcomes.MODEL"]).joined(separator: ", "))")
    }
}

extension TextRule {
    /// Returns the rule for a name that `map` or `set` can fill, or `outcomes.` followed by a model.
    package static func target(isSource: Bool) -> TextRule {
        TextRule("name of a column", schema: oneOf(Target.known(isSource: isSource))) {
            Target.fault(in: $0, isSource: isSource)
        }
    }

    /// Returns the schema of one of the given names, or of an outcome.
    package static func oneOf(_ names: [String]) -> JSONObject {
        ["type": "string", "anyOf": [["enum": .strings(names)], ["pattern": #"^outcomes\.[\s\S]"#]]]
    }
}

extension Target {
    /// Reads the templates of a map with their targets, in order; returns nil if there is no map.
    @Sendable
    static func templates(_ map: JSON?) -> [(target: Target, template: Template)]?? {
        .some(
            map?.object?.members.map {
                (Target($0.name), Template(checked: CheckedObject.require($0.value.string, $0.name)))
            })
    }
}
