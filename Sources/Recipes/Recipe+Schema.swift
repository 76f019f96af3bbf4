import Bytes
import Shapes

extension Recipe {
    /// The JSON Schema (draft 2020-12) of recipes for editors, generated from the declaration that also validates
    /// recipes.
    ///
    /// A recipe that conforms to it can still be invalid: names of tables, and everything that depends on files, are
    /// not covered.
    package static var schema: JSON {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "a recipe of curate",
        ]
        for member in Shape.recipe.schema.members { schema[member.name] = member.value }
        schema["$defs"] = .object(Shape.recipe.namedSchemas)
        return .object(schema)
    }
}
