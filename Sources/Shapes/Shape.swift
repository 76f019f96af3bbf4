import Bytes
import Messages

/// The shape of a value in a recipe.
///
/// The recipe's keys are declared once in these terms; checking, defaults and suggestions are derived from the
/// declaration.
package indirect enum Shape: Sendable {
    /// A string that satisfies a rule.
    case text(TextRule)
    /// An integer in a range.
    case integer(ClosedRange<Int>)
    /// A number in a range.
    case number(ClosedRange<Double>)
    case boolean
    /// One of several strings; `meanings`, if not empty, describes each in one line.
    case choice([String], meanings: [String] = [])
    /// Any JSON value.
    case anything
    /// A value of the shape, or null.
    case nullable(Shape)
    /// A list with a minimum number of values.
    case list(Shape, atLeast: Int)
    /// An object with user-defined names that satisfy a rule, some of which are required.
    case map(names: TextRule, requiring: [(name: String, summary: String)] = [], Shape)
    /// An object with the given keys.
    case object(ObjectShape)
    /// An object whose keys depend on the value of one of them.
    case variants(key: String, [(value: String, shape: ObjectShape)])
    /// A Boolean, or a list.
    case booleanOr(list: Shape, atLeast: Int)
    /// A text of the first shape, or a value of the second, which is not a text.
    case textOr(Shape, Shape)
    /// A value of the first of several shapes that takes its kind, such as a number or an object.
    case either([Shape])
    /// A shape that the schema declares once under a name, so that it can contain itself.
    case named(String, @Sendable () -> Shape)
}

/// A key of an object in the recipe.
package struct Key: Sendable {
    /// The name of the key.
    package let name: String
    /// The shape of its value.
    package let shape: Shape
    /// Whether the key is required.
    package let isRequired: Bool
    /// The default for a missing key, or nil if it has none.
    package let defaultValue: JSON?
    /// Whether a filled recipe includes the default; older runs recorded some keys only if they were written.
    package let fillsDefault: Bool
    /// The purpose of the key, in one line.
    package let summary: String

    /// Returns a required key.
    package static func required(_ name: String, _ shape: Shape, _ summary: String) -> Key {
        Key(name: name, shape: shape, isRequired: true, defaultValue: nil, fillsDefault: false, summary: summary)
    }

    /// Returns an optional key.
    package static func optional(_ name: String, _ shape: Shape, _ summary: String) -> Key {
        Key(name: name, shape: shape, isRequired: false, defaultValue: nil, fillsDefault: false, summary: summary)
    }

    /// Returns an optional key with a default.
    ///
    /// - Parameter fillsDefault: Whether a filled recipe, as recorded by a run, includes the default.
    package static func optional(
        _ name: String, _ shape: Shape, _ defaultValue: JSON, fillsDefault: Bool = true, _ summary: String
    ) -> Key {
        Key(
            name: name, shape: shape, isRequired: false, defaultValue: defaultValue, fillsDefault: fillsDefault,
            summary: summary)
    }
}

/// The keys of an object and the constraints between them.
package struct ObjectShape: Sendable {
    /// A constraint between keys.
    package enum Rule: Sendable {
        case exactlyOne([String])
        case atLeastOne([String])
        /// If a key has the given value, each value in the map of another key is one of the given strings.
        case valuesOfMap(String, areOneOf: [String], what: String, where: String, is: String)
        /// The list of a key has at most the given number of values.
        case atMost(Int, in: String)
        /// If a section has the given key, another section is required.
        case key(String, of: String, demands: String, why: String)
        /// A key is required, unless one of the others is there, beside which it means nothing.
        case required(String, unlessOneOf: [String])
        /// A constraint that the other cases cannot express.
        case own(ObjectConstraint)
    }

    /// The keys in order.
    package var keys: [Key]
    /// The constraints between keys.
    package var rules: [Rule] = []

    /// Creates the shape of an object with the given keys.
    package init(keys: [Key], rules: [Rule] = []) {
        self.keys = keys
        self.rules = rules
    }
}

// MARK: - Checking

extension Shape {
    /// Appends a problem for each way in which a value does not match the shape.
    package func check(_ value: JSON, at path: String, _ problems: inout [RecipeProblem]) {
        switch self {
        case .anything: return
        case .named(_, let shape): shape().check(value, at: path, &problems)
        case .booleanOr(list: let shape, let least):
            if value.bool != nil { return }
            guard value.list != nil else { return problems.append(expected("true, false or a list", value, path)) }
            Shape.list(shape, atLeast: least).check(value, at: path, &problems)
        case .textOr(let text, let other):
            if value.string != nil { return text.check(value, at: path, &problems) }
            guard other.kindsOfValue.contains(where: { $0.isMet(by: value) }) else {
                let kinds = other.kindsOfValue.map(\.rawValue)
                return problems.append(expected("a text or \(listed(kinds))", value, path))
            }
            other.check(value, at: path, &problems)
        case .nullable(let shape):
            if value != .null { shape.check(value, at: path, &problems) }
        case .either(let shapes):
            guard let shape = shapes.first(where: { $0.takes(kindOf: value) }) else {
                return problems.append(expected(listed(shapes.flatMap(\.kinds)), value, path))
            }
            shape.check(value, at: path, &problems)
        case .boolean:
            if value.bool == nil { problems.append(expected("true or false", value, path)) }
        case .choice(let choices, _):
            check(value, isOneOf: choices, at: path, &problems)
        case .integer(let range):
            if value.integer.map(range.contains) != true { problems.append(expected(words, value, path)) }
        case .number(let range):
            if value.double.map(range.contains) != true { problems.append(expected(words, value, path)) }
        case .text(let rule):
            guard let text = value.string else { return problems.append(expected("a text", value, path)) }
            if let fault = rule.fault(in: text) { problems.append(RecipeProblem(path, fault)) }
        case .list(let shape, let least):
            guard let list = value.list else { return problems.append(expected("a list", value, path)) }
            if list.count < least { problems.append(expected("a list of at least \(least)", value, path)) }
            for (k, element) in list.enumerated() { shape.check(element, at: "\(path).\(k)", &problems) }
        case .map(let rule, let required, let shape):
            guard let object = value.object else { return problems.append(expected("an object", value, path)) }
            for (name, summary) in required where object[name] == nil {
                problems.append(RecipeProblem(join(path, name), "missing; \(summary)"))
            }
            for member in object.members {
                if let fault = rule.fault(in: member.name) {
                    problems.append(RecipeProblem(join(path, member.name), fault))
                }
                shape.check(member.value, at: join(path, member.name), &problems)
            }
        case .object(let shape):
            guard let object = value.object else { return problems.append(expected("an object", value, path)) }
            shape.check(object, at: path, &problems)
        case .variants(let key, let variants):
            guard let object = value.object else { return problems.append(expected("an object", value, path)) }
            guard let chosen = object[key] else {
                // The other keys that are allowed depend on this one, so only misspellings of its name are reported.
                let spelling = Spelling([key])
                for member in object.members where spelling.nearest(to: member.name) != nil {
                    problems.append(RecipeProblem(join(path, member.name), "unknown key" + Suggestion(key).ending))
                }
                return problems.append(
                    RecipeProblem(join(path, key), "missing; \(expectedOne(of: variants.map(\.value)))"))
            }
            if let variant = variants.first(where: { $0.value == chosen.string }) {
                variant.shape.check(object, at: path, &problems)
            } else {
                check(chosen, isOneOf: variants.map(\.value), at: join(path, key), &problems)
            }
        }
    }

    private func check(_ value: JSON, isOneOf choices: [String], at path: String, _ problems: inout [RecipeProblem]) {
        if let text = value.string, choices.contains(text) { return }
        let suggestion = Suggestion(value.string.flatMap { Spelling.nearest(to: $0, among: choices) })
        problems.append(
            RecipeProblem(path, "found \(value.kindInWords); \(expectedOne(of: choices))" + suggestion.ending))
    }

    private func expected(_ words: String, _ value: JSON, _ path: String) -> RecipeProblem {
        RecipeProblem(path, "found \(value.kindInWords); expected \(words)")
    }

    /// Returns whether a value is of the kind that the shape describes, whether or not it matches.
    fileprivate func takes(kindOf value: JSON) -> Bool {
        switch (self, value) {
        case (.anything, _), (.text, .string), (.choice, .string), (.integer, .number), (.number, .number),
            (.boolean, .bool), (.booleanOr, .bool), (.booleanOr, .list), (.list, .list), (.map, .object),
            (.object, .object), (.variants, .object), (.nullable, .null):
            true
        case (.nullable(let shape), _): shape.takes(kindOf: value)
        case (.named(_, let shape), _): shape().takes(kindOf: value)
        case (.either(let shapes), _): shapes.contains { $0.takes(kindOf: value) }
        case (.textOr(_, let other), _): value.string != nil || other.takes(kindOf: value)
        default: false
        }
    }

    /// The kinds of values that the shape describes, in words.
    private var kinds: [String] {
        switch self {
        case .anything: ["any value"]
        case .text: ["a text"]
        case .choice(let choices, _): choices
        case .integer, .number: [words]
        case .boolean: ["true", "false"]
        case .booleanOr: ["true", "false", "a list"]
        case .list: ["a list"]
        case .map, .object, .variants: ["an object"]
        case .nullable(let shape): shape.kinds + ["null"]
        case .named(_, let shape): shape().kinds
        case .either(let shapes): shapes.flatMap(\.kinds)
        case .textOr(let text, let other): text.kinds + other.kinds
        }
    }

    private var words: String {
        switch self {
        case .integer(let range):
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range):
            "a number from \(JSON(range.lowerBound).compactText) to \(JSON(range.upperBound).compactText)"
        default: ""
        }
    }
}

extension ObjectShape {
    /// Appends a problem for each way in which an object does not match the shape.
    package func check(_ object: JSONObject, at path: String, _ problems: inout [RecipeProblem]) {
        let spelling = Spelling(keys.map(\.name))
        for member in object.members {
            if let key = keys.first(where: { $0.name == member.name }) {
                key.shape.check(member.value, at: join(path, member.name), &problems)
            } else {
                let ending = Suggestion(for: member.name, in: spelling)
                    .ending(or: "allowed keys: \(keys.map(\.name).joined(separator: ", "))")
                problems.append(RecipeProblem(join(path, member.name), "unknown key" + ending))
            }
        }
        for key in keys where key.isRequired && object[key.name] == nil {
            problems.append(RecipeProblem(join(path, key.name), "missing; \(key.summary)"))
        }
        for rule in rules {
            switch rule {
            case .exactlyOne(let names):
                let count = names.count { object[$0] != nil }
                if count != 1 {
                    problems.append(
                        RecipeProblem(
                            path, "has \(count == 0 ? "none" : "\(count)") of \(listed(names)); expected exactly one"))
                }
            case .atLeastOne(let names):
                if names.allSatisfy({ object[$0] == nil }) {
                    problems.append(RecipeProblem(path, "has none of \(listed(names)); expected at least one"))
                }
            case .atMost(let most, let name):
                guard let list = object[name]?.list, list.count > most else { break }
                problems.append(
                    RecipeProblem(
                        join(path, name), "found a list of \(list.count); expected a list of at most \(most)"))
            case .key(let key, let section, let other, let why):
                guard let value = object[section]?[key], object[other] == nil else { break }
                problems.append(
                    RecipeProblem(
                        join(join(path, section), key), "found \(value.kindInWords) without a \"\(other)\", \(why)"))
            case .required(let key, unlessOneOf: let others):
                let other = others.first { object[$0] != nil }
                if let other, object[key] != nil {
                    problems.append(RecipeProblem(join(path, key), "cannot stand beside \"\(other)\""))
                } else if other == nil, object[key] == nil {
                    let summary = keys.first { $0.name == key }?.summary ?? ""
                    problems.append(RecipeProblem(join(path, key), "missing; \(summary)"))
                }
            case .own(let constraint):
                guard let fault = constraint.fault(object) else { break }
                problems.append(RecipeProblem(fault.place.isEmpty ? path : join(path, fault.place), fault.message))
            case .valuesOfMap(let name, let choices, let what, let key, let value):
                guard object[key]?.string == value, let map = object[name]?.object else { break }
                let (known, spelling) = (Set(choices), Spelling(choices))
                for member in map.members {
                    guard let text = member.value.string, !known.contains(text) else { continue }
                    problems.append(
                        RecipeProblem(
                            join(join(path, name), member.name),
                            "found the text \"\(text)\"; expected \(what)" + Suggestion(for: text, in: spelling).ending)
                    )
                }
            }
        }
    }
}

/// Returns a dotted path extended by a name.
package func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : path + "." + name }

// MARK: - Defaults and spelling

/// The way in which a value is rewritten according to its shape.
private enum Rewriting {
    case filling, spelling
}

extension Shape {
    /// Returns the value with defaults for all missing keys that have one.
    package func filled(_ value: JSON) -> JSON { rewritten(value, .filling) }

    /// Returns the value with its numbers in canonical spelling, for comparison.
    package func spelled(_ value: JSON) -> JSON { rewritten(value, .spelling) }

    fileprivate func rewritten(_ value: JSON, _ how: Rewriting) -> JSON {
        switch (self, value) {
        case (.integer, _) where how == .spelling: return value.integer.map { JSON($0) } ?? value
        case (.number, _) where how == .spelling: return value.double.map { JSON($0) } ?? value
        case (.named(_, let shape), _): return shape().rewritten(value, how)
        case (.textOr(let text, let other), _):
            return value.string == nil ? other.rewritten(value, how) : text.rewritten(value, how)
        case (.either(let shapes), _):
            return shapes.first { $0.takes(kindOf: value) }?.rewritten(value, how) ?? value
        case (.nullable(let shape), _): return value == .null ? value : shape.rewritten(value, how)
        case (.list(let shape, _), .list(let list)): return .list(list.map { shape.rewritten($0, how) })
        case (.map(_, _, let shape), .object(var object)):
            for member in object.members { object[member.name] = shape.rewritten(member.value, how) }
            return .object(object)
        case (.object(let shape), .object(let object)): return .object(shape.rewritten(object, how))
        case (.variants(let key, let variants), .object(let object)):
            let variant = variants.first { $0.value == object[key]?.string }
            return .object(variant?.shape.rewritten(object, how) ?? object)
        default: return value
        }
    }
}

extension ObjectShape {
    /// Returns the object's keys in declaration order, with defaults filled in.
    package func filled(_ object: JSONObject) -> JSONObject { rewritten(object, .filling) }

    fileprivate func rewritten(_ object: JSONObject, _ how: Rewriting) -> JSONObject {
        var rewritten = how == .filling ? JSONObject() : object
        for key in keys {
            let value = object[key.name] ?? (how == .filling && key.fillsDefault ? key.defaultValue : nil)
            if let value { rewritten[key.name] = key.shape.rewritten(value, how) }
        }
        return rewritten
    }
}
