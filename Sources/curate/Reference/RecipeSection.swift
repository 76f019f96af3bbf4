import Messages
import Shapes

/// A section of the recipe's reference: an object of the recipe with its keys.
struct RecipeSection {
    /// A key, and the variants that have it; empty if all have it.
    struct Entry {
        let key: Key
        var variants: [String] = []
    }

    /// The dotted path of the section, in which `NAME` stands for a name that the user chooses.
    let path: String
    /// The purpose of the section.
    let summary: String
    /// Whether the section is a list of such objects.
    let isList: Bool
    /// The keys, in order.
    let entries: [Entry]
    /// The constraints between keys, a sentence each.
    let demands: [String]
}

extension RecipeSection {
    /// Returns the object that a value is or contains: for a list its elements, for a map its values.
    ///
    /// Returns nil if there is no object with keys of its own.
    static func object(in shape: Shape, at path: String) -> (shape: Shape, path: String, isList: Bool)? {
        switch shape {
        case .object, .variants: (shape, path, false)
        case .either(let shapes): shapes.lazy.compactMap { object(in: $0, at: path) }.first
        case .nullable(let inner), .textOr(_, let inner): object(in: inner, at: path)
        case .named(_, let inner): object(in: inner(), at: path)
        case .list(let inner, _): object(in: inner, at: path).map { ($0.shape, $0.path, true) }
        case .map(_, _, let inner): object(in: inner, at: path + ".NAME")
        case .text, .integer, .number, .boolean, .choice, .anything, .booleanOr: nil
        }
    }

    /// Creates the section of an object, or returns nil if the shape is not an object.
    init?(_ shape: Shape, at path: String, summary: String, isList: Bool) {
        switch shape {
        case .object(let object):
            entries = object.keys.map { Entry(key: $0) }
            demands = object.rules.map(\.sentence)
        case .variants(let key, let variants):
            entries = Self.merged(variants)
            demands = Self.demands(of: variants, toldApartBy: key)
        default: return nil
        }
        self.path = path
        self.summary = summary
        self.isList = isList
    }

    /// Merges the keys of all variants in order.
    ///
    /// Keys of the same name with different summaries are separate entries.
    private static func merged(_ variants: [(value: String, shape: ObjectShape)]) -> [Entry] {
        var entries: [Entry] = []
        for variant in variants {
            var place = 0
            let names = Set(variant.shape.keys.map(\.summary))
            for key in variant.shape.keys {
                // Skips the keys that only other variants have here.
                while place < entries.count, !names.contains(entries[place].key.summary) { place += 1 }
                if let known = entries.firstIndex(where: { $0.key.name == key.name && $0.key.summary == key.summary }) {
                    entries[known].variants.append(variant.value)
                    place = known + 1
                } else {
                    entries.insert(Entry(key: key, variants: [variant.value]), at: place)
                    place += 1
                }
            }
        }
        return entries.map { $0.variants.count == variants.count ? Entry(key: $0.key) : $0 }
    }

    private static func demands(
        of variants: [(value: String, shape: ObjectShape)], toldApartBy key: String
    ) -> [String] {
        var found: [(sentence: String, values: [String])] = []
        for variant in variants {
            for sentence in variant.shape.rules.map(\.sentence) {
                if let known = found.firstIndex(where: { $0.sentence == sentence }) {
                    found[known].values.append(variant.value)
                } else {
                    found.append((sentence, [variant.value]))
                }
            }
        }
        return found.map { sentence, values in
            values.count == variants.count
                ? sentence
                : "With the \(key) \(listed(values.map(\.code))), \(sentence.prefix(1).lowercased() + sentence.dropFirst())"
        }
    }
}

extension ObjectShape.Rule {
    /// The constraint as a sentence.
    fileprivate var sentence: String {
        switch self {
        case .exactlyOne(let names): "Exactly one of \(listed(names.map(\.code), "and")) must be given."
        case .required(let key, unlessOneOf: let others):
            "\(key.code) must be given, unless \(listed(others.map(\.code))) is."
        case .atLeastOne(let names): "At least one of \(listed(names.map(\.code), "and")) must be given."
        case .atMost(let most, let name): "\(name.code) has at most \(Wording.grouped(most)) elements."
        case .key(let key, let section, let other, _): "\("\(section).\(key)".code) requires \(other.code)."
        case .own(let constraint): constraint.sentence
        case .valuesOfMap(let name, _, let what, let key, let value):
            "Where \(key.code) is \(value.code), each value of \(name.code) is \(what)."
        }
    }
}
