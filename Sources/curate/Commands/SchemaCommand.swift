import Recipes

/// `curate schema`: prints the JSON Schema of recipes.
enum SchemaCommand: Command {
    static let name = "schema"
    static let summary = "prints the JSON Schema of recipes, for editors"
    static let options: [Option] = [.markdown]
    static let commonOptions: [Option] = [.help, .version]
    static let discussion = """
        The schema follows from the declaration that recipes are checked with. A recipe names it with "$schema".

        --markdown tells the same to people: every key with its values and default, and every rule.
        """
    static let examples = [Example("curate schema > pipeline.schema.json", "the file that \"$schema\" names")]

    static func run(_ arguments: Arguments) throws {
        if arguments.has(.markdown) { return try Terminal.write(lines: RecipeReference().lines) }
        try Terminal.write(jsonLines: Array(Recipe.schema.readableText.utf8))
    }
}

extension Option {
    fileprivate static let markdown = Option(
        "markdown", "the reference of recipes and rules in Markdown, in place of the schema")
}
