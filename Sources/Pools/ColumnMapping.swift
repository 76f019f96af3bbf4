import Bytes
import Rows

/// What fills a column of a question, or the outcome of a model: one of the values of a program.
///
/// It holds no reference, so that whoever goes through mappings row by row counts none.
struct ColumnMapping {
    /// The column; nil where it is the outcome of a model.
    let column: QuestionColumn?
    /// The model's name, where it is the outcome of one; valid as long as the mappings.
    let model: ByteView
    /// The number of the value in its program.
    let value: Int
}

/// Mappings and the program that gives their values, for one thread.
struct ColumnMappings {
    /// What gives the values.
    let program: RowProgram
    /// The mappings in the order of the recipe.
    let all: [ColumnMapping]
    /// The models' names, by the places of the mappings.
    private let models: OwnedTexts

    /// Mappings of targets to the templates that are tried in turn.
    ///
    /// - Parameter before: templates whose values the program gives first, from 0 on, for other uses.
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
