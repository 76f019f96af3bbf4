import Bytes
import Files
import Messages
import Rows

/// Checks in advance that the fields that a recipe names exist: a field that no row has is a mistake in the recipe.
///
/// It reads only until every field has been seen once, which is usually in the first rows.
package struct FieldProbe {
    let recipe: Inputs

    /// Creates a probe of the inputs of a recipe.
    package init(recipe: Inputs) {
        self.recipe = recipe
    }

    /// A required field and the place in the recipe that names it.
    struct Need {
        /// The path to the field.
        package let field: FieldPath
        let path: String
    }

    /// Returns the mistakes in all inputs of the recipe.
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

    // MARK: - Required fields

    private static func needs(_ template: Template, _ path: String) -> [Need] {
        template.placeholders.filter { !$0.isOptional }.map { Need(field: $0.path, path: path) }
    }

    private static func needs(_ input: InputRecipe, _ path: String) -> [Need] {
        input.conditions.enumerated().flatMap { number, condition in
            condition.fields.map { Need(field: $0.path, path: "\(path).where.\(number).\($0.place)") }
        }
    }

    private static func needs(_ source: SourceRecipe, _ path: String) -> [Need] {
        guard let map = source.map else {
            return needs(source.input, path) + [Need(field: FieldPath("question"), path: path)]
        }
        return needs(source.input, path) + map.flatMap { needs($0.template, "\(path).map.\($0.target.name)") }
    }

    private static func needs(_ recording: RecordingRecipe, _ path: String) -> [Need] {
        var needs = Self.needs(recording.input, path)
        needs += Self.needs(recording.join.template, "\(path).\(recording.join.name)")
        if let outcome = recording.outcome {
            needs += Self.needs(outcome.model, "\(path).outcome.model")
            needs += Self.needs(outcome.correct, "\(path).outcome.correct")
        }
        return needs + recording.set.flatMap { Self.needs($0.template, "\(path).set.\($0.target.name)") }
    }

    // MARK: - Reading

    private func problems(of input: InputRecipe, needs: [Need]) throws -> [RecipeProblem] {
        var missing = needs
        var names = FieldNames()
        var (rows, readable) = (0, 0)
        let visitor = RowVisitor(tables: recipe.tables, longestText: recipe.limits.rowBytes)
        var input = input
        // The rest is included for the names of fields, which are used for suggestions, unless a schema has them.
        let fieldNames = input.format.fieldNames
        input.fields.includesRest = fieldNames == nil
        _ = try recipe.forEachBatch(of: input) { batch, _ in
            try visitor.visit(batch) { _, result, _ in
                rows += 1
                guard !missing.isEmpty || readable == 0, let row = try? result.get() else { return }
                readable += 1
                missing.removeAll { row.value(at: $0.field) != nil }
                if fieldNames == nil { names.take(row.fields) }
            }
            return rows == 0 || !missing.isEmpty
        }
        if rows == 0 { return input.mayBeEmpty ? [] : [input.problemOfNoRows] }
        if readable == 0 { return [] }
        if let fieldNames, !missing.isEmpty {
            for path in try recipe.files(of: input) where !names.isEnough {
                names.take(try fieldNames(InputFile(Folder.join(recipe.folder, path))))
            }
        }
        let spelling = Spelling(missing.isEmpty ? [] : names.all)
        let advice = input.format.advice(forFields: names.all) ?? ""
        return missing.map { need in
            let hint = Suggestion(for: need.field.text, in: spelling).ending(
                or: names.all.isEmpty
                    ? "its rows are not objects\(advice)"
                    : "the fields are \(listed(Array(names.all.prefix(12)), "and"))\(advice)")
            return RecipeProblem(need.path, "no row of \"\(input.path)\" has the field \"\(need.field.text)\"\(hint)")
        }
    }
}

/// The field names of the first rows, for suggestions.
///
/// Their number is limited.
struct FieldNames {
    /// The names in the order of first occurrence.
    private(set) var all: [String] = []
    private var seen: Set<[UInt8]> = []
    /// The number of fields that were examined.
    private(set) var steps = 0
    /// The number of names from which on further rows are skipped, and the maximum number of names.
    private static let (enough, most) = (200, 10_000)

    /// Whether further rows are skipped.
    var isEnough: Bool { all.count >= Self.enough }

    /// Adds the names of a row's fields.
    mutating func take(_ fields: [Field]) {
        if isEnough { return }
        for field in fields {
            take(field.name.array)
            if all.count >= Self.most { return }
        }
    }

    /// Adds the names of a schema.
    mutating func take(_ schema: [[UInt8]]) {
        for name in schema where all.count < Self.most { take(name) }
    }

    private mutating func take(_ name: [UInt8]) {
        steps += 1
        if seen.insert(name).inserted { all.append(name.withByteView { $0.text }) }
    }
}
