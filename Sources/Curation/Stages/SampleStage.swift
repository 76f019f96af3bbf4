import Bytes

/// Chooses the questions: the preselected ones, and then by the two-stage draw.
///
/// Drops the others (`not_drawn`).
struct SampleStage: Stage {
    let settings: SampleRecipe
    let classify: ClassifyRecipe
    let seed: UInt32

    var rules: [String] { ["not_drawn"] }

    func decider(for entering: [Int32], of pool: Pool, threads: Int) throws -> Decider {
        let candidates = try Self.candidates(entering, of: pool, settings, Domains(pool, classify))
        var sampler = DomainSampler(candidates, settings, seed: seed)
        let choices = sampler.run()
        if choices.count < settings.target, !settings.allowsShort {
            throw CurationError.failed(
                "sample.target is \(settings.target), and only \(choices.count) questions reached the stage sample; "
                    + "a lower target or \"short\": \"allow\" would do")
        }
        let choiceOf = choices.enumerated().reduce(into: [Int](repeating: -1, count: candidates.count)) {
            $0[$1.element.candidate] = $1.offset
        }
        let ranks = Self.ranks(of: candidates)
        let sizes = candidates.domains.reduce(into: [Int](repeating: 0, count: candidates.domainNames.count)) {
            $0[Int($1)] += 1
        }
        return { question in
            guard let candidate = entering.firstIndexOfSorted(Int32(question.index)) else { return .kept }
            let domain = Int(candidates.domains[candidate])
            guard choiceOf[candidate] >= 0 else {
                let evidence = Evidence().with("domain", candidates.domainNames[domain])
                    .with("domain_size", sizes[domain]).with("rank", ranks[candidate])
                return .dropped("not_drawn", evidence)
            }
            let choice = choices[choiceOf[candidate]]
            let evidence = Evidence().with("draw", choice.draw).with("phase", choice.phase.rawValue)
                .with("domain", candidates.domainNames[domain]).with("rank", choice.rank)
                .with("weight", choice.weight.map { JSON($0) } ?? .null)
            return .kept(choice.phase == .preselected ? "preselected" : "drawn", evidence)
        }
    }

    /// What the draw asks of the questions that reached it.
    ///
    /// Throws when one of them has no domain or no trace length, without which it has neither a place nor a rank.
    static func candidates(
        _ questions: [Int32], of pool: Pool, _ settings: SampleRecipe, _ domains: Domains
    ) throws -> Candidates {
        var candidates = Candidates()
        candidates.domainNames = domains.names
        let teacher = pool.model(named: settings.teacher)
        let types = pool.sourceTypeNames
        func matches(_ pattern: Wildcard?) -> [Bool] {
            (0..<types.count).map { type in types.withText(type) { pattern?.matches($0) ?? false } }
        }
        let (isAIME, isGPQA) = (matches(settings.aime), matches(settings.gpqa))
        let preselections = settings.preselect.map { (matches: matches($0.sourceType), longerThan: $0.longerThan) }
        var (lengthless, domainless) = (0, 0)
        for question in questions.lazy.map(Int.init) {
            let (type, length) = (Int(pool.sourceTypes[question]), pool.tokens[question])
            if length < 0 { lengthless += 1 }
            guard let domain = domains.number(of: question, in: pool) else {
                domainless += 1
                continue
            }
            candidates.domains.append(Int32(domain))
            candidates.lengths.append(length)
            candidates.isAIME.append(isAIME[type])
            candidates.isGPQA.append(isGPQA[type])
            candidates.isPreselected.append(
                preselections.contains { $0.matches[type] && $0.longerThan.map { Int(length) > $0 } ?? true }
                    && pool.outcome(of: teacher, for: question) == .right)
        }
        guard lengthless == 0, domainless == 0 else {
            let (what, key) = lengthless > 0 ? ("trace_tokens", lengthless) : ("a domain", domainless)
            let remedy = lengthless > 0 ? TraceTokens.remedy : "a recording that sets it"
            throw CurationError.failed(
                "\(key) of \(questions.count) questions that reached the stage sample are without \(what); "
                    + "\(remedy), or \"\(lengthless > 0 ? "trace_tokens" : "domain")\" in quality.require, would do")
        }
        return candidates
    }

    /// Every candidate's rank by length in its domain before anything is drawn.
    static func ranks(of candidates: Candidates) -> [Int] {
        var ranks = [Int](repeating: 0, count: candidates.count)
        var members = [[Int]](repeating: [], count: candidates.domainNames.count)
        for candidate in 0..<candidates.count { members[Int(candidates.domains[candidate])].append(candidate) }
        for domain in members {
            let sorted = DomainSampler.Domain(domain, lengths: candidates.lengths)
            for (candidate, rank) in zip(sorted.members, sorted.ranks) { ranks[candidate] = rank }
        }
        return ranks
    }
}

extension Array where Element == Int32 {
    /// Where a number stands in an ascending list, or nil when it does not.
    func firstIndexOfSorted(_ number: Int32) -> Int? {
        var (lower, upper) = (0, count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if self[middle] < number { lower = middle + 1 } else { upper = middle }
        }
        return lower < count && self[lower] == number ? lower : nil
    }
}
