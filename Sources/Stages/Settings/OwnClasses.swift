import Bytes
import Messages
import Rows
import Shapes

/// The classes that a domain can belong to.
package enum DomainClasses: Sendable {
    /// Any label is a class.
    case any
    /// Those of the Mathematics Subject Classification, and the sciences outside it.
    case msc
    /// Those of the recipe.
    case own(OwnClasses)

    /// Whether any label is a class.
    var areOpen: Bool { if case .any = self { true } else { false } }

    /// The titles of the classes, from which suggestions are made.
    var titles: [String] {
        switch self {
        case .any, .msc: Taxonomy.titles
        case .own(let classes): classes.titles
        }
    }

    /// Returns the title of the class that a label names, or nil if it names none.
    func title(of label: String) -> String? {
        switch self {
        case .any: label
        case .msc: Taxonomy.title(of: label)
        case .own(let classes): classes.title(of: label)
        }
    }

    /// Returns whether a domain keeps the spelling of the first label that names it, instead of having that of the title.
    func keepsSpelling(of label: String) -> Bool {
        switch self {
        case .any: true
        case .msc: Taxonomy.spelledTitle(of: label) != nil
        case .own: false
        }
    }
}

/// The classes of a recipe, and the labels that are folded into them.
package struct OwnClasses: SettingsSection, Sendable {
    /// The name of the key with a file that has the other keys.
    package static let fileKey = SettingKey<String?>.text(
        "file", .path, "a JSON file with `classes` and `fold`, relative to the recipe's folder, instead of these keys")
    private static let classesKey = SettingKey<[String]?>(
        .optional("classes", .list(.text(.notBlank), atLeast: 1), "the titles of the classes")
    ) { .some($0?.list?.compactMap(\.string)) }
    private static let foldKey = SettingKey<[String: String]?>(
        .optional(
            "fold", .map(names: .any, .text(.notBlank)), "the class that each finer class or other title is folded into"
        )
    ) { value in .some(value?.object?.members.reduce(into: [:]) { $0[$1.name] = $1.value.string }) }

    /// The keys of the section.
    package static let shape = ObjectShape(
        keys: [fileKey.key, classesKey.key, foldKey.key],
        rules: [.exactlyOne([fileKey.key.name, classesKey.key.name]), .atMost(mostClasses, in: classesKey.key.name)])
    /// The keys of a file.
    package static let shapeOfFile = ObjectShape(
        keys: [.required(classesKey.key.name, classesKey.key.shape, classesKey.key.summary), foldKey.key],
        rules: [.atMost(mostClasses, in: classesKey.key.name)])
    private static let mostClasses = 100_000

    /// The titles, as the recipe spells them.
    let titles: [String]
    /// The titles that are folded, as the recipe spells them, with the classes they are folded into.
    private let folds: [(title: String, into: String)]
    /// The index in `titles` by titles and folded titles in lower case with their white space folded.
    private let byKey: [String: Int]

    /// Reads a validated section, whose file has been read.
    package init(_ settings: CheckedObject) {
        titles = settings[Self.classesKey] ?? []
        folds = (settings[Self.foldKey] ?? [:]).sorted { $0.key.precedesInBytes($1.key) }.map { ($0.key, $0.value) }
        var byKey: [String: Int] = [:]
        for (number, title) in titles.enumerated().reversed() { byKey[Taxonomy.folded(title)] = number }
        let classes = byKey
        for (title, into) in folds where classes[Taxonomy.folded(title)] == nil {
            byKey[Taxonomy.folded(title)] = classes[Taxonomy.folded(into)]
        }
        self.byKey = byKey
    }

    /// Returns the title of the class that a label names, ignoring case and spacing, or nil if it names none.
    func title(of label: String) -> String? { byKey[Taxonomy.folded(label)].map { titles[$0] } }

    /// Returns the problems of the section: a class that is given twice, a fold of a class, and a fold into none.
    ///
    /// - Parameter path: the dotted path of the section.
    func problems(at path: String) -> [RecipeProblem] {
        var problems: [RecipeProblem] = []
        var seen: [String: String] = [:]
        for (number, title) in titles.enumerated() {
            if let other = seen.updateValue(title, forKey: Taxonomy.folded(title)) {
                problems.append(
                    RecipeProblem(
                        "\(path).\(Self.classesKey.key.name).\(number)",
                        "found \"\(title)\"; "
                            + (other == title ? "it is given twice" : "\"\(other)\" differs only in case or spacing")))
            }
        }
        let spelling = Spelling(titles)
        for (title, into) in folds {
            let place = "\(path).\(Self.foldKey.key.name).\(title)"
            if seen[Taxonomy.folded(title)] != nil {
                problems.append(RecipeProblem(place, "this is a class itself; expected a title that is none"))
            }
            if seen[Taxonomy.folded(into)] == nil {
                problems.append(
                    RecipeProblem(
                        place,
                        "found the text \"\(into)\"; expected one of the classes"
                            + Suggestion(for: into, in: spelling).ending))
            }
        }
        return problems
    }
}
