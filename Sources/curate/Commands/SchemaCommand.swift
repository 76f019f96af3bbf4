import Recipes

/// `curate schema`: prints the JSON Schema of recipes.
enum SchemaCommand: Command {
    static let name = "schema"
    static let summary = "prints the JSON Schema of recipes, for editors"
    static let usage = "schema"
    static let options: [Option] = []
    static let discussion = """
        The schema follows from the declaration that recipes are checked with. A recipe names it with "$schema":

          curate schema > pipeline.schema.json
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 0, Self.self)
        try Terminal.write(jsonLines: Array(Recipe.schema.readableText.utf8))
    }
}
