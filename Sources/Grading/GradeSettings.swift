/// What counts as equal.
package struct GradeSettings: Equatable, Sendable {
    /// The largest absolute difference at which two numbers are equal; nil if only equal values are.
    package var tolerance: Rational?
    /// Whether a number is equal to one that it is the rounded form of, at three significant digits or more.
    package var acceptsRounded: Bool
    /// Whether the items of a list must come in the reference's order.
    package var keepsOrder: Bool

    /// Creates settings; the defaults are those of a recipe that sets none.
    package init(tolerance: Rational? = nil, acceptsRounded: Bool = true, keepsOrder: Bool = false) {
        self.tolerance = tolerance
        self.acceptsRounded = acceptsRounded
        self.keepsOrder = keepsOrder
    }
}
