import Bytes
import Shapes

extension Recipe {
    /// The JSON Schema (draft 2020-12) of recipes, for editors: made from the declaration that the recipe's check uses.
    ///
    /// A recipe that it accepts can still fail: names of tables, and everything that files have a say in, are beyond it.
    package static var schema: JSON {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "a recipe of curate",
        ]
        for member in Shape.recipe.schema.members { schema[member.name] = member.value }
        return .object(schema)
    }
}
