import Bytes
import Messages
import Shapes

extension Shape {
    /// Returns a description of the permitted values in Markdown.
    ///
    /// - Parameter link: the heading under which the keys of the value's object are documented; nil if there is none.
    func words(link: String?) -> String {
        let place = link.map { ", see \($0)" } ?? ""
        return switch self {
        case .text(let rule): rule.noun
        case .integer(let range):
            "whole number from \(Wording.grouped(range.lowerBound)) to \(Wording.grouped(range.upperBound))"
        case .number(let range):
            "number from \(JSON(range.lowerBound).compactText) to \(JSON(range.upperBound).compactText)"
        case .boolean: "`true` or `false`"
        case .choice(let choices, let meanings):
            longChoice != nil || meanings.isEmpty
                ? listed(choices.map(\.code))
                : zip(choices, meanings).map { "\($0.code): \($1)" }.joined(separator: "; ")
        case .anything: "any value"
        case .booleanOr(list: let shape, let least):
            "`true`, `false` or \(Shape.list(shape, atLeast: least).words(link: link))"
        case .either(let shapes): listed(shapes.map { $0.words(link: link) })
        case .named(_, let shape): shape().words(link: link)
        case .nullable(let shape): "\(shape.words(link: link)) or `null`"
        case .textOr(let text, let other): "\(text.words(link: nil)) or \(other.words(link: link))"
        case .list(let shape, let least): "list of \(least > 0 ? "\(least) or more " : "")\(shape.plural)\(place)"
        case .map(_, _, let shape): "object of \(shape.plural) with names of your choice\(place)"
        case .object, .variants: "object" + place
        }
    }

    /// The description of several such values.
    private var plural: String {
        switch self {
        case .text(let rule):
            rule.noun.split(separator: " ").enumerated().map { $0 == 0 ? $1 + "s" : $1 }.joined(separator: " ")
        case .integer: "whole numbers"
        case .number: "numbers"
        case .choice(let choices, _): listed(choices.map(\.code))
        case .boolean, .anything, .nullable, .booleanOr, .either: "values"
        case .named(_, let shape): shape().plural
        case .textOr(let text, let other): "\(text.plural) or \(other.plural)"
        case .list(let shape, _): "lists of \(shape.plural)"
        case .map(_, _, let shape): "objects of \(shape.plural)"
        case .object, .variants: "objects"
        }
    }

    /// The choices with their meanings if there are too many for one line, otherwise nil.
    var longChoice: (choices: [String], meanings: [String])? {
        switch self {
        case .choice(let choices, let meanings): meanings.isEmpty || choices.count < 3 ? nil : (choices, meanings)
        case .list(let shape, _), .nullable(let shape), .textOr(let shape, _): shape.longChoice
        default: nil
        }
    }
}
