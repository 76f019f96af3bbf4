/// A mistake in a recipe: where it is, what was found, and what would be right.
package struct RecipeProblem: Error, Equatable, Sendable {
    /// The dotted path of the key; empty for the whole recipe.
    package let path: String
    /// What was found and what would be right.
    package let message: String

    /// Creates a problem at a key.
    package init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }
}
