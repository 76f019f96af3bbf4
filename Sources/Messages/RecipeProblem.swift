/// One mistake in a recipe: where, what was found, what would be right.
package struct RecipeProblem: Error, Equatable, Sendable {
    /// The dotted path of the key; empty for the recipe as a whole.
    package let path: String
    /// What was found and what would be right.
    package let message: String

    /// A mistake at a key.
    package init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }
}
