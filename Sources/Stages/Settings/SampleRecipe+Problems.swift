import Bytes
import Messages

extension SampleRecipe {
    /// Settings that cannot be met together whatever the questions are, with the dotted paths of their keys.
    ///
    /// - Parameter path: the dotted path of the section.
    package func problems(at path: String) -> [RecipeProblem] {
        var problems: [RecipeProblem] = []
        func add(_ key: String, _ message: String) { problems.append(RecipeProblem("\(path).\(key)", message)) }
        for (before, number) in zip(targets, targets.dropFirst()) where before == number {
            add("target", "\(number) is given twice")
        }
        if let unit = weightText?.length?.unit, unit != length {
            add("weight", "its unit is \(unit.rawValue), but \"length\" is \(length.rawValue); expected the same unit")
        }
        if rankDecay != nil, weight != .rank(decay: rankDecay ?? 0) {
            add("rank_decay", "cannot stand beside a \"weight\" other than rank, which does not use it")
        }
        if profile == .notebook, domains.contains(where: { $0.weight != nil }) {
            add("domains", "weights cannot stand beside the profile notebook, which has weights of its own")
        }
        let shares = strata.filter { $0.share != nil }
        if !shares.isEmpty, shares.count < strata.count {
            add("strata", "either all strata have a share or none; \(shares.count) of \(strata.count) have one")
        }
        if profile == .notebook, !shares.isEmpty {
            add("strata", "shares cannot stand beside the profile notebook, whose weights are those of all questions")
        }
        for (number, stratum) in strata.enumerated() {
            if strata.prefix(number).contains(where: { $0.name.utf8.elementsEqual(stratum.name.utf8) }) {
                add("strata.\(number).name", "\"\(stratum.name)\" is given twice")
            }
            if let most = stratum.most, most < stratum.least {
                add("strata.\(number)", "its min, \(stratum.least), is more than its max, \(most)")
            }
        }
        for domain in domains {
            if let most = domain.most, most < domain.least {
                add("domains.\(domain.name)", "its min, \(domain.least), is more than its max, \(most)")
            }
        }
        for source in ["*"] + namedSources {
            if let most = mostOfSources.number(of: source), let least = leastOfSources.number(of: source), most < least
            {
                add(
                    "min_per_source",
                    "\(least)\(source == "*" ? "" : " of \(source)") is more than max_per_source allows, \(most)")
            }
        }
        let sums = [
            ("domains", domains.reduce(0) { $0 + $1.least }),
            ("min_per_source", leastOfSources.named.reduce(0) { $0 + $1.number }),
            ("strata", strata.reduce(0) { $0 + $1.least }),
        ]
        for (key, sum) in sums where sum > target {
            add(key, "the minima are \(sum) together, more than \"target\", \(target)")
        }
        return problems
    }
}
