extension SampleRecipe {
    /// Settings of the draw that are valid each, and of which one leaves the other without effect.
    package enum Conflict: Equatable, Sendable {
        /// All draws are uniform: the weights by benchmark questions begin at `uniformUntil`, which is not below the target.
        case neverWeighted(uniformUntil: Int, target: Int)
    }

    /// The settings that are at odds.
    package var conflicts: [Conflict] {
        guard profile == .notebook, uniformUntil >= target else { return [] }
        return [.neverWeighted(uniformUntil: uniformUntil, target: target)]
    }
}
