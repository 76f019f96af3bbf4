import Pools

/// Chooses questions uniformly: the first elements of `rs.permutation(n)` over the questions in pool order.
struct RandomStage: Stage {
    let settings: SampleRecipe
    let seed: UInt32

    var rules: [RuleName] { [.notDrawn] }

    func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider {
        let size = try settings.size(of: entering.count)
        var random = MersenneTwister(seed: seed)
        var draws = [Int](repeating: -1, count: entering.count)
        for (draw, place) in random.permutation(entering.count).prefix(size).enumerated() { draws[place] = draw }
        let drawOf = draws
        return { question in
            guard let place = entering.firstIndexOfSorted(question.index), drawOf[place] >= 0 else {
                return .dropped(.notDrawn, EmptyEvidence())
            }
            return .kept(.drawn, UniformDraw(draw: drawOf[place]))
        }
    }
}

/// Chooses questions evenly across domains: a domain with `rs.randint`, then one of its questions with `rs.randint`.
struct DiverseStage: Stage {
    let settings: SampleRecipe
    let classify: ClassifyRecipe
    let seed: UInt32

    var rules: [RuleName] { [.notDrawn] }

    func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider {
        let domains = Domains(questions.facts, classify)
        try SampleStage.requireDomains(entering, domains)
        let size = try settings.size(of: entering.count)
        var members = [[QuestionIndex]](repeating: [], count: domains.names.count)
        for question in entering { members[domains.number(of: question) ?? 0].append(question) }
        let sorted = members.indices.filter { !members[$0].isEmpty }
            .sorted { domains.names[$0].precedesInBytes(domains.names[$1]) }
        var open = RemainingPlaces(count: sorted.count)
        var remaining = sorted.map { RemainingPlaces(count: members[$0].count) }
        var random = MersenneTwister(seed: seed)
        var draws: [QuestionIndex: Int] = [:]
        while draws.count < size {
            let domain = open[random.integer(below: open.count)]
            let place = remaining[domain][random.integer(below: remaining[domain].count)]
            remaining[domain].remove(place)
            if remaining[domain].count == 0 { open.remove(domain) }
            draws[members[sorted[domain]][place]] = draws.count
        }
        let drawOf = draws
        return { question in
            let draw = drawOf[question.index]
            let evidence = DomainDraw(domain: domains.name(of: question), draw: draw)
            return draw == nil ? .dropped(.notDrawn, evidence) : .kept(.drawn, evidence)
        }
    }
}

/// Chooses the longest traces.
///
/// Of two traces of equal length, the later one is taken first.
struct LongestStage: Stage {
    let settings: SampleRecipe

    var rules: [RuleName] { [.shorter] }

    func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider {
        let lengths = try TraceLengths.of(entering, in: questions, settings.length, threads: threads)
        let size = try settings.size(of: entering.count)
        let byLength = entering.indices.sorted { (lengths[$0], $0) > (lengths[$1], $1) }
        let ranks = byLength.enumerated().reduce(into: [:]) { $0[entering[$1.element]] = $1.offset }
        return { question in
            let rank = ranks[question.index] ?? 0
            let evidence = LengthRank(rank: rank)
            return rank < size ? .kept(.longest, evidence) : .dropped(.shorter, evidence)
        }
    }
}

/// Chooses every question.
struct WholeStage: Stage {
    var rules: [RuleName] { [] }

    func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) -> Decider {
        { _ in .kept }
    }
}
