/// The reason why a setting, such as `sample.target=500`, cannot be made in a recipe.
///
/// The command line words it and names the option.
package struct SettingFault: Error, Equatable, Sendable {
    /// What is wrong.
    package enum Kind: Equatable, Sendable {
        /// There is no key before an equals sign.
        case noAssignment
        /// The key has more names than any key of a recipe.
        case tooManyNames(most: Int)
        /// The list that is to have an element of a name or number is empty.
        case emptyList(before: String)
        /// A list of a number of elements, some of which have names, has none of the given name or number.
        case noElement(String, of: Int, names: [String])
        /// The value before a name is no object.
        ///
        /// - Parameter found: the value, in words.
        case noKeys(found: String, before: String)
    }

    /// The setting.
    package let assignment: String
    /// What is wrong.
    package let kind: Kind

    /// Creates the fault of a setting.
    package init(_ assignment: String, _ kind: Kind) {
        (self.assignment, self.kind) = (assignment, kind)
    }
}
