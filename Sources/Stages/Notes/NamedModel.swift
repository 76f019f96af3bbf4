/// A model that a recipe names, and whose outcomes a stage depends on.
package struct NamedModel: Hashable, Sendable {
    /// The dotted path of the key that names it.
    package let path: String
    /// The name.
    package let name: String

    /// Creates a named model.
    package init(_ name: String, at path: String) {
        (self.name, self.path) = (name, path)
    }
}
