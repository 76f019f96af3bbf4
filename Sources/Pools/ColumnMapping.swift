import Bytes
import Rows

/// The mapping of a value of a program to a column of a question, or to the outcome of a model.
///
/// It contains no references, so that iterating over mappings for every row involves no reference counting.
struct ColumnMapping {
    /// The column; nil for the outcome of a model.
    let column: QuestionColumn?
    /// The model's name, for the outcome of a model; valid for the lifetime of the mappings.
    let model: ByteView
    /// The index of the value in its program.
    let value: Int

    /// The target's name in the recipe.
    var target: String { column?.name ?? Target.outcome(model: model.text).name }
}

/// Mappings and the program that computes their values.
///
/// Not thread-safe.
struct ColumnMappings {
    /// The program that computes the values.
    let program: RowProgram
    /// The mappings, in the order of the recipe.
    let all: [ColumnMapping]
    /// The models' names, by the indices of the mappings.
    private let models: OwnedTexts

    /// Creates mappings from targets to the templates that are tried in order.
    ///
    /// - Parameter before: templates whose values the program computes first, from index 0, for other uses.
    init(_ targets: [(target: Target, templates: [Template])], behind before: [Template] = []) {
        let models = OwnedTexts(targets.map { if case .outcome(let name) = $0.target { Array(name.utf8) } else { [] } })
        all = targets.indices.map { place in
            let column: QuestionColumn? = if case .column(let column) = targets[place].target { column } else { nil }
            return ColumnMapping(column: column, model: models.views[place], value: before.count + place)
        }
        self.models = models
        program = RowProgram(before.map { [$0] } + targets.map(\.templates))
    }
}
