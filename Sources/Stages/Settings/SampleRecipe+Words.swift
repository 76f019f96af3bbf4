import Bytes
import Messages

extension SampleRecipe {
    /// What the settings change of the draw of s1, a sentence each without its full stop.
    package var ownSettings: [String] {
        var own: [String] = []
        if length != .tokens { own.append("questions are ranked by the \(length.rawValue) of their traces") }
        switch weight {
        case .s1: break
        case .rank(let decay):
            own.append("each rank of a domain has \(JSON(decay).compactText) times the weight of the rank before it")
        case .uniform: own.append("the questions of a domain are drawn uniformly")
        case .length(let power):
            own.append(
                "the questions of a domain are drawn with weights by the \(length.rawValue) of their traces"
                    + (power == 1 ? "" : ", to the power of \(power)"))
        }
        if domains.contains(where: { $0.weight != nil }) { own.append("domains are drawn with weights of the recipe") }
        if domains.contains(where: { $0.least > 0 || $0.most != nil }) {
            own.append("the numbers of questions of domains have bounds")
        }
        if boundsSources { own.append("the numbers of questions of sources have bounds") }
        if strata.contains(where: { $0.share != nil }) {
            own.append("the strata \(listed(strata.map(\.name), "and")) have shares of the set")
        } else if !strata.isEmpty {
            own.append("the numbers of questions of the strata \(listed(strata.map(\.name), "and")) have bounds")
        }
        if targets.count > 1 {
            own.append("each set is part of the next larger: \(listed(targets.map(Wording.grouped), "and")) questions")
        }
        return own
    }

    /// Whether domains, sources or strata have weights or bounds.
    var hasBounds: Bool { !domains.isEmpty || boundsSources || !strata.isEmpty }

    /// Whether sources have a maximum or a minimum.
    var boundsSources: Bool {
        [mostOfSources, leastOfSources].contains { $0.all != nil || !$0.named.isEmpty }
    }
}
