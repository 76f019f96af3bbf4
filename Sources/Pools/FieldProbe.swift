import Bytes
import Files
import Messages
import Rows

/// Looks, before any work is done, whether the fields that a recipe names are there: a field that no row of its files
/// has is a mistake in the recipe.
///
/// It reads on only until every field was seen once, which is nearly always in the first rows.
package struct FieldProbe {
    let recipe: Inputs

    /// A probe of the inputs of a recipe.
    package init(recipe: Inputs) {
        self.recipe = recipe
    }

    /// A field that some row must have, and the place of the recipe that names it.
    struct Need {
        /// The way to the field.
        package let field: FieldPath
        let path: String
    }

    /// The mistakes of all inputs of the recipe.
    package func problems() throws -> [RecipeProblem] {
        var problems: [RecipeProblem] = []
        for (k, source) in recipe.sources.enumerated() {
            problems += try self.problems(
                of: source.input, needs: Self.needs(source, "sources.\(k)"))
        }
        for (k, recording) in recipe.recordings.enumerated() {
            problems += try self.problems(of: recording.input, needs: Self.needs(recording, "recordings.\(k)"))
        }
        for (k, benchmark) in recipe.benchmarks.enumerated() {
            let path = "benchmarks.\(k)"
            problems += try self.problems(
                of: benchmark.input,
                needs: Self.needs(benchmark.input, path) + Self.needs(benchmark.question, "\(path).question"))
        }
        return problems
    }

    // MARK: - What is needed

    private static func needs(_ template: Template, _ path: String) -> [Need] {
        template.placeholders.filter { !$0.isOptional }.map { Need(field: $0.path, path: path) }
    }

    private static func needs(_ input: InputRecipe, _ path: String) -> [Need] {
        input.conditions.enumerated().map { Need(field: $1.field, path: "\(path).where.\($0).field") }
    }

    private static func needs(_ source: SourceRecipe, _ path: String) -> [Need] {
        guard let map = source.map else {
            return needs(source.input, path) + [Need(field: FieldPath("question"), path: path)]
        }
        return needs(source.input, path) + map.flatMap { needs($0.template, "\(path).map.\($0.target.name)") }
    }

    private static func needs(_ recording: RecordingRecipe, _ path: String) -> [Need] {
        var needs = Self.needs(recording.input, path)
        switch recording.join {
        case .question(let template): needs += Self.needs(template, "\(path).question")
        case .id(let template): needs += Self.needs(template, "\(path).id")
        }
        if let outcome = recording.outcome {
            needs += Self.needs(outcome.model, "\(path).outcome.model")
            needs += Self.needs(outcome.correct, "\(path).outcome.correct")
        }
        return needs + recording.set.flatMap { Self.needs($0.template, "\(path).set.\($0.target.name)") }
    }

    // MARK: - Looking

    private func problems(of input: InputRecipe, needs: [Need]) throws -> [RecipeProblem] {
        var missing = needs
        var names = FieldNames()
        var (rows, readable) = (0, 0)
        let visitor = RowVisitor(tables: recipe.tables, longestText: recipe.limits.rowBytes)
        var input = input
        // For the names, of which one may be meant.
        input.fields.includesRest = true
        _ = try recipe.forEachBatch(of: input) { batch, _ in
            try visitor.visit(batch) { _, result, _ in
                rows += 1
                guard !missing.isEmpty || readable == 0, let row = try? result.get() else { return }
                readable += 1
                missing.removeAll { row.value(at: $0.field) != nil }
                names.take(row.fields)
            }
            return rows == 0 || !missing.isEmpty
        }
        if rows == 0 { return input.mayBeEmpty ? [] : [input.problemOfNoRows] }
        if readable == 0 { return [] }
        let spelling = Spelling(missing.isEmpty ? [] : names.all)
        return missing.map { need in
            let hint = Suggestion(for: need.field.text, in: spelling).ending(
                or: names.all.isEmpty
                    ? "its rows are no objects" : "the fields are \(listed(Array(names.all.prefix(12)), "and"))")
            return RecipeProblem(need.path, "no row of \"\(input.path)\" has the field \"\(need.field.text)\"\(hint)")
        }
    }
}

/// The names of fields that rows show first, for hints: those of some rows, and no more than anybody could have meant.
struct FieldNames {
    /// The names in the order in which they were first seen.
    private(set) var all: [String] = []
    private var seen: Set<[UInt8]> = []
    /// How many fields were looked at.
    private(set) var steps = 0
    /// With so many names no further row is looked at, and with so many no further field.
    private static let (enough, most) = (200, 10_000)

    /// Takes in the names of a row's fields.
    mutating func take(_ fields: [Field]) {
        if all.count >= Self.enough { return }
        for field in fields {
            steps += 1
            if seen.insert(field.name.array).inserted { all.append(field.name.text) }
            if all.count >= Self.most { return }
        }
    }
}
