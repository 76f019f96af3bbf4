import Bytes
import Messages
import Rows
import Shapes

/// What a template of `map` or `set` fills in the pool.
enum Target: Hashable, Sendable {
    case column(QuestionColumn)
    case outcome(model: String)

    /// The target of a name that has been checked.
    init(_ name: String) {
        if let column = QuestionColumn(named: name), column.giver != .program {
            self = .column(column)
        } else {
            self = .outcome(model: String(name.dropFirst("outcomes.".count)))
        }
    }

    /// The name it has in a recipe.
    var name: String {
        switch self {
        case .column(let column): column.name
        case .outcome(let model): "outcomes." + model
        }
    }

    /// The names that stand for themselves.
    static func known(isSource: Bool) -> [String] {
        QuestionColumn.given.filter { isSource || $0.giver == .sourceOrRecording }.map(\.name)
    }

    /// What is wrong with a name; nil when it is a target.
    ///
    /// A recording cannot set the question, by which it is joined.
    static func fault(in name: String, isSource: Bool) -> String? {
        let known = known(isSource: isSource)
        if known.contains(name) || name.hasPrefix("outcomes.") && name.utf8.count > "outcomes.".utf8.count {
            return nil
        }
        return "unknown key"
            + Suggestion(for: name, among: known).ending(or: "\(listed(known + ["outcomes.MODEL"])) can stand here")
    }
}

extension TextRule {
    /// A name that `map` or `set` can fill, or `outcomes.` and a model.
    package static func target(isSource: Bool) -> TextRule {
        TextRule("name of a column", schema: oneOf(Target.known(isSource: isSource))) {
            Target.fault(in: $0, isSource: isSource)
        }
    }

    /// The schema of one of some names, or of an outcome.
    package static func oneOf(_ names: [String]) -> JSONObject {
        ["type": "string", "anyOf": [["enum": .strings(names)], ["pattern": #"^outcomes\.[\s\S]"#]]]
    }
}

extension Target {
    /// Reads the templates of a map by what each fills, in its order; nil where there is no map.
    @Sendable
    static func templates(_ map: JSON?) -> [(target: Target, template: Template)]?? {
        .some(
            map?.object?.members.map {
                (Target($0.name), Template(checked: CheckedObject.require($0.value.string, $0.name)))
            })
    }
}
