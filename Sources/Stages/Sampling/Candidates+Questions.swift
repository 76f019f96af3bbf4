import Bytes
import Pools

extension Candidates {
    /// Determines what the draw needs to know of the questions that reached it.
    ///
    /// Throws `CurationError.failed` when a question has no domain or no trace length, without which it cannot be grouped or
    /// ranked, and the errors of reading lines of the pool.
    init(
        of questions: [QuestionIndex], in pool: any Questions, _ settings: SampleRecipe, _ domains: Domains,
        threads: Int
    ) throws {
        let facts = pool.facts
        lengths = try TraceLengths.of(questions, in: pool, settings.length, threads: threads)
        try SampleStage.requireDomains(questions, domains)
        domainNames = domains.names
        self.domains = questions.map { Int32(domains.number(of: $0) ?? 0) }
        let types = facts.sourceTypeNames
        func matches(_ pattern: Wildcard?) -> [Bool] {
            (0..<types.count).map { type in types.withText(type) { pattern?.matches($0) ?? false } }
        }
        let (aime, gpqa) = (matches(settings.aime), matches(settings.gpqa))
        isAIME = questions.map { aime[Int(facts.sourceTypes[$0])] }
        isGPQA = questions.map { gpqa[Int(facts.sourceTypes[$0])] }
        if settings.boundsSources {
            sourceNames = facts.sourceNames
            sources = questions.map { Int32(facts.sources[$0]) }
        }
        let others = settings.preselect.filter { !$0.isSimple }
        let holds =
            settings.hasConditions
            ? try QuestionConditions.hold(
                settings.strata.map(\.conditions) + others.map(\.conditions), for: questions, of: pool, threads: threads
            )
            : others.map { _ in Array(repeating: true, count: questions.count) }
        if !settings.strata.isEmpty {
            strata = questions.indices.map { place in
                Int32(settings.strata.indices.first { holds[$0][place] } ?? -1)
            }
        }
        let teacher = facts.model(named: settings.teacher)
        let isRight = questions.map { facts.outcome(of: teacher, for: $0) == .right }
        isPreselected = simplyPreselected(questions, facts, settings.preselect.filter(\.isSimple), isRight)
        for (entry, holds) in zip(others, holds.suffix(others.count)) {
            let isOfType = entry.sourceType.map { matches($0) }
            let found = questions.indices.filter { place in
                holds[place] && (isRight[place] || !entry.needsRightTeacher)
                    && isOfType.map { $0[Int(facts.sourceTypes[questions[place]])] } ?? true
                    && entry.longerThan.map { Int(lengths[place]) > $0 } ?? true
            }
            // The longest traces; of two of one length, the later.
            let longest =
                entry.most.map { found.sorted { (lengths[$0], $0) > (lengths[$1], $1) }.prefix($0) } ?? found[...]
            for place in longest { isPreselected[place] = true }
        }
    }

    /// Returns which questions are named by preselections of source types and lengths.
    private func simplyPreselected(
        _ questions: [QuestionIndex], _ facts: QuestionFacts, _ preselections: [Preselection], _ isRight: [Bool]
    ) -> [Bool] {
        let types = facts.sourceTypeNames
        // For each source type, the length that a trace must exceed; nil when it is not preselected.
        var longerThan = [Int?](repeating: nil, count: types.count)
        for (pattern, least) in Self.easiest(preselections) {
            let matching =
                pattern.isLiteral
                ? pattern.pattern.withByteView { [types.existingIndex(of: $0)].compactMap(\.self) }
                : (0..<types.count).filter { type in types.withText(type) { pattern.matches($0) } }
            for type in matching { longerThan[type] = min(longerThan[type] ?? .max, least) }
        }
        return questions.indices.map { place in
            longerThan[Int(facts.sourceTypes[questions[place]])].map { Int(lengths[place]) > $0 } == true
                && isRight[place]
        }
    }

    /// Returns each pattern of the preselections once, with the lowest of its lengths, or -1 when one of them has no
    /// limit.
    private static func easiest(_ preselections: [Preselection]) -> [(Wildcard, Int)] {
        var least: [ByteKey: Int] = [:]
        for entry in preselections {
            guard let type = entry.sourceType else { continue }
            let pattern = ByteKey(type.pattern)
            least[pattern] = min(least[pattern] ?? .max, entry.longerThan ?? -1)
        }
        return least.map { (Wildcard($0.text), $1) }
    }
}
