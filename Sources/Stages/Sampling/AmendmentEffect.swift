import Pools

/// What an amendment by hand made of a candidate, where it is not what the draw said.
enum AmendmentEffect {
    /// Taken out by hand.
    case amended(reason: String?, replacedBy: Int?)
    /// In the place of one that was taken out, by a draw where its domain had no more.
    case replacement(of: Int, draw: (number: Int, draw: DomainSampler.Draw)?)
    /// Held by hand, though it was not drawn.
    case held(reason: String?, gaveWay: Int?)
    /// Drawn, and left out in favour of one that is held.
    case gaveWay(to: Int)

    /// The decision on a candidate.
    ///
    /// - Parameters:
    ///   - place: its place in its domain.
    ///   - choice: how it was chosen; nil where it was not.
    ///   - id: the ids of candidates.
    func decision(_ place: DomainPlace, _ choice: DomainSampler.Choice?, id: (Int) -> QuestionID) -> Decision {
        switch self {
        case .amended(let reason, let other):
            .dropped(.amended, TakenOut(reason: reason, replacedBy: other.map(id), draw: choice?.draw))
        case .gaveWay(let other):
            .dropped(.gaveWay, GaveWay(to: id(other), draw: choice?.draw))
        case .held(let reason, let other):
            .kept(.held, Held(place: place, reason: reason, insteadOf: other.map(id)))
        case .replacement(let other, let draw):
            .kept(
                .replacement,
                Replacement(place: place, replaces: id(other), draw: draw?.number, weight: draw?.draw.weight))
        }
    }
}
