import Bytes
import Files
import Messages
import Rows
import Shapes
import Stages
import Tokenizer

/// Reads a recipe, applies settings of the command line, and validates it as a whole before any work is done.
package struct RecipeFile {
    /// The file, as given on the command line.
    package let path: String
    /// Whether the recipe must not refer to anything outside its folder.
    package var isConfined = false
    private let stages: StageRegistry
    /// The shape of a recipe with these stages.
    private let shape: Shape
    /// The recipe as written, with the settings of the command line.
    private(set) var document: JSON

    /// Reads a file.
    ///
    /// Throws `FileError` when it cannot be read, `CurationError.recipe` when it is not a JSON object.
    ///
    /// - Parameter stages: the stages that are available to the recipe.
    package init(_ path: String, stages: StageRegistry = .standard) throws {
        self.path = path
        self.stages = stages
        shape = .recipe(of: stages)
        var text = try InputFile.contents(of: path)
        let mark = UTF8Check.byteOrderMark
        if text.starts(with: mark) { text.removeFirst(mark.count) }
        do throws(JSONError) {
            document = try text.withByteView { (view) throws(JSONError) in try JSON(parsing: view) }
        } catch {
            let before = text.prefix(error.offset)
            let line = before.count { $0 == 0x0A } + 1
            let column = error.offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
            throw CurationError.recipe(
                file: path, [RecipeProblem("", "line \(line), column \(column): \(error.reason)")])
        }
        guard document.object != nil else {
            throw CurationError.recipe(
                file: path, [RecipeProblem("", "found \(document.kindInWords); expected an object")])
        }
    }

    /// Creates a recipe from the document in a run's manifest.
    package init(path: String, document: JSON, stages: StageRegistry = .standard) {
        self.path = path
        self.stages = stages
        shape = .recipe(of: stages)
        self.document = document
    }

    /// The name of the run, which is sufficient to find its folder; nil if it is not a valid name.
    ///
    /// The rest of the recipe is not validated.
    package var name: String? {
        guard let name = document["name"]?.string, TextRule.fileName.fault(in: name) == nil else { return nil }
        return name
    }

    /// Sets a key by its dotted path.
    ///
    /// Elements of lists are addressed by their index or their name; missing objects along the path are created. A
    /// value that is not valid JSON is a text. Throws `SettingFault`.
    package mutating func set(_ assignment: String) throws {
        guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
            throw SettingFault(assignment, .noAssignment)
        }
        let text = String(assignment[assignment.index(after: equals)...])
        let value = text.withByteView { view in (try? JSON(parsing: view)) ?? .string(text) }
        let names = assignment[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard names.count <= Self.mostNames else {
            throw SettingFault(assignment, .tooManyNames(most: Self.mostNames))
        }
        var tree: JSON? = document
        document = .null
        defer { document = tree ?? .null }
        try Self.set(&tree, names[...], to: value, in: assignment)
    }

    /// The maximum depth of a path.
    ///
    /// No recipe is nested as deeply, but objects created along a path could be.
    private static let mostNames = 100

    /// Sets the value at a path in place.
    ///
    /// Since nothing is copied, many settings of a long recipe take only linear time.
    private static func set(
        _ tree: inout JSON?, _ names: ArraySlice<String>, to value: JSON, in assignment: String
    ) throws {
        guard let name = names.first else { return tree = value }
        switch tree {
        case .list(var list):
            let index = name.withByteView { $0.placeNumber } ?? list.firstIndex { $0["name"]?.string == name }
            guard let index, list.indices.contains(index) else {
                let known = list.compactMap { $0["name"]?.string }
                throw SettingFault(
                    assignment,
                    list.isEmpty ? .emptyList(before: name) : .noElement(name, of: list.count, names: known))
            }
            tree = nil
            defer { tree = .list(list) }
            var element: JSON? = list[index]
            list[index] = .null
            defer { list[index] = element ?? .null }
            try set(&element, names.dropFirst(), to: value, in: assignment)
        case .object(var object):
            tree = nil
            defer { tree = .object(object) }
            // A name may contain dots itself, as in "outcomes.teacher" or a label.
            let whole = names.joined(separator: ".")
            if object[whole] != nil || name == "outcomes" {
                object[whole] = value
            } else {
                try object.update(name) { try set(&$0, names.dropFirst(), to: value, in: assignment) }
            }
        case nil, .null:
            tree = .object(JSONObject())
            try set(&tree, names, to: value, in: assignment)
        case .some(let other):
            throw SettingFault(assignment, .noKeys(found: other.kindInWords, before: name))
        }
    }

    /// Validates everything that can be validated before rows are read, and returns the recipe.
    ///
    /// Throws `CurationError.recipe` with all mistakes.
    ///
    /// - Parameter withFiles: whether paths, XPaths and queries are validated against the files that they refer to.
    package func recipe(withFiles: Bool = true) throws -> Recipe {
        var problems: [RecipeProblem] = []
        shape.check(document, at: "", &problems)
        guard problems.isEmpty else { throw CurationError.recipe(file: path, problems) }
        let document = try ClassesFile.included(in: document, of: path, isConfined: isConfined)
        let recipe = Recipe(shape.filled(document), file: path, isConfined: isConfined, stages: stages, shape: shape)
        problems = SettingsCheck(recipe).problems
        if isConfined {
            // No file outside the folder is accessed, not even for a message.
            problems += ConfinementCheck(recipe).problems
            guard problems.isEmpty else { throw CurationError.recipe(file: path, problems) }
        }
        if withFiles { problems += InputCheck(recipe).problems }
        guard problems.isEmpty else { throw CurationError.recipe(file: path, problems) }
        return recipe
    }
}

/// The checks that the shape of a recipe cannot express: names that are defined in one place and used in another.
private struct SettingsCheck {
    var problems: [RecipeProblem] = []

    init(_ recipe: Recipe) {
        for name in [Ablation.comparison.json, Ablation.comparison.csv] where recipe.document["ablations"]?[name] != nil
        {
            problems.append(
                RecipeProblem(
                    "ablations.\(name)", "a file with this name is written beside the sets; choose another name"))
        }
        if recipe.document["ablations"]?[recipe.name] != nil {
            problems.append(
                RecipeProblem(
                    "ablations.\(recipe.name)",
                    "this is the name of the run, whose own set is compared with the ablations; choose another name"))
        }
        if recipe.decontaminate.nearDuplicate != nil, recipe.decontaminate.method != .containment {
            problems.append(
                RecipeProblem(
                    "decontaminate.near_duplicate", "it needs the method containment; set decontaminate.method"))
        }
        problems += recipe.classify.problems + recipe.sample.problems(at: SampleRecipe.section.key.name)
        for ablation in recipe.ablations where recipe.document["ablations"] != nil {
            problems += ablation.sample.problems(at: "ablations.\(ablation.name)")
        }
        let spelling = Spelling(recipe.inputs.tables.keys.sorted())
        for (path, template) in recipe.inputs.templates {
            for table in template.placeholders.flatMap(\.filters).compactMap(\.table)
            where recipe.inputs.tables[table] == nil {
                problems.append(
                    RecipeProblem(
                        path,
                        "found the table \"\(table)\", which \"tables\" does not define"
                            + Suggestion(for: table, in: spelling).ending))
            }
        }
    }
}

/// The checks that involve files: paths that match nothing, and XPaths and queries that do not compile.
private struct InputCheck {
    var problems: [RecipeProblem] = []
    private let recipe: Recipe

    init(_ recipe: Recipe) {
        self.recipe = recipe
        for (path, input) in recipe.inputs.all { check(input, at: path) }
        if let tokenizer = recipe.tokenizer {
            do throws(FileError) {
                _ = try TokenizerFiles(Folder.join(recipe.folder, tokenizer.path))
            } catch {
                problems.append(RecipeProblem("tokenizer.path", "\"\(tokenizer.path)\": \(error.cause)"))
            }
        }
    }

    private mutating func check(_ input: InputRecipe, at path: String) {
        let matches = FileMatches(of: input.path, in: recipe.folder)
        let files = matches.files
        report(matches.faults, of: input.path, at: path)
        if files.isEmpty, matches.faults.isEmpty {
            problems.append(
                RecipeProblem(
                    "\(path).path",
                    "\"\(input.path)\" matches no file" + Suggestion(nearestFile(to: input.path)).ending))
        }
        checkLinks(of: files, input.path, at: path)
        problems += input.problems(with: files, in: recipe.folder, limits: recipe.limits)
    }

    /// Reports matches that cannot be read, which would otherwise be omitted silently.
    private mutating func report(_ faults: [FileMatches.Fault], of pattern: String, at path: String) {
        let most = 5
        for fault in faults.prefix(most) {
            let advice = fault.name == nil ? "" : "; expected a pattern that matches only files that can be read"
            problems.append(RecipeProblem("\(path).path", fault.words(of: "\"\(pattern)\"") + advice))
        }
        if faults.count > most {
            problems.append(
                RecipeProblem(
                    "\(path).path", "the same is true of \(faults.count - most) more that \"\(pattern)\" matches"))
        }
    }

    /// Reports links that lead out of the pattern's folder: such files must be named by their own path, since a pattern
    /// does not make explicit which files it includes.
    private mutating func checkLinks(of files: [String], _ pattern: String, at path: String) {
        guard files != [pattern], let start = FileMatches.folderBefore(pattern) else { return }
        guard let folder = Location(of: Folder.join(recipe.folder, start.isEmpty ? "." : start)) else { return }
        for file in files {
            guard let target = Location(of: Folder.join(recipe.folder, file)), !target.isInside(folder) else {
                continue
            }
            problems.append(
                RecipeProblem(
                    "\(path).path",
                    "\"\(pattern)\" matches \"\(file)\", which leads out of its folder to \(target.shown); a link of that "
                        + "kind must be named by its own path"))
        }
    }

    private func nearestFile(to path: String) -> String? {
        let folder = Folder.parent(of: path)
        let names = Folder.names(in: Folder.join(recipe.folder, folder ?? "."))
        let name = folder.map { String(path.dropFirst($0.count + 1)) } ?? path
        return Spelling.nearest(to: name, among: names).map { folder == nil ? $0 : Folder.join(folder ?? "", $0) }
    }
}
