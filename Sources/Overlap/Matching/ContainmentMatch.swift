/// An item that a question contains, or that contains it.
package struct ContainmentMatch: Equatable, Sendable {
    /// The item's number.
    package let item: Int
    /// How much of the shorter one's weight is in the longer one, in thousandths.
    package let score: Int
    /// Whether the two differ in their numbers, so that they have the same template only.
    package let isTemplate: Bool
}
