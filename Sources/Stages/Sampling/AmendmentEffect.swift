import Pools

/// The effect of an amendment on a candidate, where it changes the result of the draw.
enum AmendmentEffect {
    /// Excluded by a reviewer.
    case amended(reason: String?, replacedBy: Int?)
    /// Replaces an excluded candidate; found by a draw if its domain had none left.
    case replacement(of: Int, draw: (number: Int, draw: DomainSampler.Draw)?)
    /// Included by a reviewer, although it was not drawn.
    case held(reason: String?, gaveWay: Int?)
    /// Drawn, but displaced by an included candidate.
    case gaveWay(to: Int)

    /// Returns the decision on a candidate.
    ///
    /// - Parameters:
    ///   - place: its rank in its domain.
    ///   - choice: how it was chosen; nil if it was not.
    ///   - target: the smallest target whose set it is in, if there are several.
    ///   - id: returns the id of a candidate.
    func decision(
        _ place: DomainPlace, _ choice: DomainSampler.Choice?, target: Int?, id: (Int) -> QuestionID
    ) -> Decision {
        switch self {
        case .amended(let reason, let other):
            .dropped(.amended, TakenOut(reason: reason, replacedBy: other.map(id), draw: choice?.draw))
        case .gaveWay(let other):
            .dropped(.gaveWay, GaveWay(to: id(other), draw: choice?.draw))
        case .held(let reason, let other):
            .kept(.held, Held(place: place, reason: reason, insteadOf: other.map(id), target: target))
        case .replacement(let other, let draw):
            .kept(
                .replacement,
                Replacement(
                    place: place, replaces: id(other), draw: draw?.number, weight: draw?.draw.weight, target: target))
        }
    }
}
