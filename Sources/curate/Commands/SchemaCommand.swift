import Recipes

/// `curate schema`: prints the JSON Schema of recipes.
enum SchemaCommand: Command {
    static let name = "schema"
    static let summary = "prints the JSON Schema of recipes, for editors"
    static let usage = "schema [--markdown]"
    static let options: [Option] = [.markdown]
    static let discussion = """
        The schema follows from the declaration that recipes are checked with. A recipe names it with "$schema":

          curate schema > pipeline.schema.json

        --markdown tells the same to people: every key with its values and default, and every rule.
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 0, Self.self)
        if arguments.has(.markdown) { return try Terminal.write(lines: RecipeReference().lines) }
        try Terminal.write(jsonLines: Array(Recipe.schema.readableText.utf8))
    }
}
