import Bytes
import Pools
import Stages

extension RecipeGuess {
    /// Returns a recipe in which each file is an evaluation set under a name, so that their texts can be compared.
    package static func comparing(_ files: [(name: String, file: FileGuess)]) -> JSON {
        var document: JSONObject = ["name": "overlap"]
        document[Inputs.sourcesKey.key.name] = .list(files.prefix(1).map { .object(input($0.name, $0.file)) })
        document[Inputs.benchmarksKey.key.name] = .list(
            files.map { name, file in
                var benchmark = input(name, file)
                let column = QuestionColumn.question.name
                // Without a map the file has the pool's own keys.
                let template = file.map.map?.first { $0.target == column }?.template ?? "{\(column)}"
                if let sparse = file.map.sparseQuestion {
                    let field = JSON.string(sparse.field)
                    benchmark["where"] = [
                        sparse.isBlank ? ["field": field, "matches": "\\S"] : ["field": field, "is": "present"]
                    ]
                }
                benchmark[column] = .string(template)
                return .object(benchmark)
            })
        document[SampleRecipe.section.key.name] = ["target": 1, "short": "allow"]
        return .object(document)
    }
}
