import Bytes
import Messages
import Recipes
import Shapes
import Stages

/// The reference of recipes in Markdown: every section with its keys, and the rules of its stage.
///
/// It is made from the declarations by which recipes are checked and stages decide.
struct RecipeReference {
    private let stages: StageRegistry
    /// The whole recipe followed by its sections, each before its subsections.
    let sections: [RecipeSection]
    /// The paths of sections by the schemas of their objects, so that each declaration is documented once.
    private let places: [String: String]

    /// Creates the reference of a recipe's shape.
    init(of recipe: Shape = .recipe, stages: StageRegistry = .standard) {
        self.stages = stages
        var sections: [RecipeSection] = []
        var places: [String: String] = [:]
        func add(_ shape: Shape, at path: String, _ summary: String) {
            guard let found = RecipeSection.object(in: shape, at: path),
                let section = RecipeSection(found.shape, at: found.path, summary: summary, isList: found.isList),
                places[Self.identity(of: found.shape)] == nil
            else { return }
            places[Self.identity(of: found.shape)] = found.path
            sections.append(section)
            for entry in section.entries {
                add(entry.key.shape, at: join(found.path, entry.key.name), entry.key.summary)
            }
        }
        add(recipe, at: "", "every key that a recipe can have")
        self.sections = sections
        self.places = places
    }

    private static func identity(of shape: Shape) -> String { JSON.object(shape.schema).compactText }

    /// The lines of the reference.
    var lines: [String] { sections.flatMap(lines(of:)) }

    /// A table of the recipe's sections with the names of their keys.
    var overview: [String] {
        var table = MarkdownTable("section", "what it holds", "keys")
        for entry in sections.first?.entries ?? [] {
            let path = places(of: entry.key.shape, at: entry.key.name)
            let names = sections.first { $0.path == path }?.entries.map { $0.key.name.code } ?? []
            var seen: Set<String> = []
            table.add(
                entry.key.name.code, entry.key.summary,
                names.filter { seen.insert($0).inserted }.joined(separator: ", "))
        }
        return table.lines
    }

    /// Returns the path of the section that documents the object of a value, or nil if there is none.
    private func places(of shape: Shape, at path: String) -> String? {
        RecipeSection.object(in: shape, at: path).flatMap { places[Self.identity(of: $0.shape)] }
    }

    private func lines(of section: RecipeSection) -> [String] {
        let isWhole = section.path.isEmpty
        var table = MarkdownTable("key", "what it is", "values", "default")
        for entry in section.entries {
            let place = places(of: entry.key.shape, at: join(section.path, entry.key.name))
            table.add(
                entry.key.name.code + (entry.variants.isEmpty ? "" : " (\(entry.variants.joined(separator: ", ")))"),
                entry.key.summary, entry.key.shape.words(link: place.map { "[below](#\(Self.anchor(of: $0)))" }),
                Self.words(forDefaultOf: entry.key))
        }
        let rules = stages.definitions.first { $0.section?.name == section.path }?.rules ?? []
        var lines =
            isWhole
            ? ["## All keys", ""]
            : ["### " + section.path.code, "", Self.sentence(section.summary, isList: section.isList), ""]
        lines += table.lines + [""]
        if !section.demands.isEmpty { lines += [section.demands.joined(separator: " "), ""] }
        lines += meanings(in: section, but: Set(rules.map(\.name.rawValue)))
        return lines + (rules.isEmpty ? [] : RuleReference.table(of: rules) + [""])
    }

    /// Returns a table for each key with many choices that no earlier section documents.
    ///
    /// - Parameter names: the names of rules, which are documented in a table of their own.
    private func meanings(in section: RecipeSection, but names: Set<String>) -> [String] {
        let before = sections.prefix { $0.path != section.path }.flatMap(\.entries).compactMap(\.key.shape.longChoice)
        return section.entries.flatMap { entry -> [String] in
            guard let (choices, meanings) = entry.key.shape.longChoice, !names.isSuperset(of: choices),
                !before.contains(where: { $0.choices == choices })
            else { return [] }
            var table = MarkdownTable(entry.key.name.code, "meaning")
            for (choice, meaning) in zip(choices, meanings) where !names.contains(choice) {
                table.add(choice.code, meaning)
            }
            return table.lines + [""]
        }
    }

    private static func sentence(_ summary: String, isList: Bool) -> String {
        summary.prefix(1).uppercased() + summary.dropFirst()
            + (isList ? "; a list, each element with these keys:" : ".")
    }

    private static func words(forDefaultOf key: Key) -> String {
        if key.isRequired { return "required" }
        guard let value = key.defaultValue, value != [:] else { return "" }
        return value.compactText.code
    }

    /// Returns the anchor that GitHub gives a heading: lowercase, with only letters, digits, hyphens and underscores.
    private static func anchor(of path: String) -> String {
        String(path.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    }
}
