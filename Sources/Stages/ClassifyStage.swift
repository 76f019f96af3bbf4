import Bytes
import Messages
import Pools

/// Gives each question its domain: the class that its recorded label names.
///
/// Drops what has no label (`unlabelled`) and what has one that names no class of the taxonomy (`unknown_label`).
package struct ClassifyStage: RuleStage {
    let settings: ClassifyRecipe

    /// The stage under some settings.
    package init(settings: ClassifyRecipe) {
        self.settings = settings
    }

    /// The rules by which the stage drops questions.
    package var rules: [String] { settings.taxonomy == nil ? ["unlabelled"] : ["unlabelled", "unknown_label"] }

    /// Returns what decides on each question.
    package func decider(for entering: [Int32], of pool: Pool, threads: Int) -> Decider {
        let domains = Domains(pool, settings)
        let drops = drops(in: pool, domains)
        return { question in
            guard let domain = domains.name(of: question.index, in: pool) else { return drops(question).first ?? .kept }
            let label = pool.label(of: question.index)
            let evidence = Evidence().with("domain", domain)
            return .kept(nil, domain == label ? evidence : evidence.with("label", label))
        }
    }

    /// Returns what tells all drops of a question.
    package func drops(in pool: Pool) -> @Sendable (Question) -> [Decision] { drops(in: pool, Domains(pool, settings)) }

    private func drops(in pool: Pool, _ domains: Domains) -> @Sendable (Question) -> [Decision] {
        // Few labels may stand for very many questions.
        let spelling = Spelling(Taxonomy.titles)
        let nearest = (0..<pool.labelNames.count).map { label in
            domains.domainOfLabel[label] < 0 ? spelling.nearest(to: pool.labelNames[label]) : nil
        }
        return { question in
            guard domains.number(of: question.index, in: pool) == nil else { return [] }
            guard let label = pool.label(of: question.index) else { return [.dropped("unlabelled", Evidence())] }
            let evidence = Evidence().with("label", label)
            let title = nearest[Int(pool.labels[question.index])]
            return [.dropped("unknown_label", title.map { evidence.with("nearest", $0) } ?? evidence)]
        }
    }
}

extension StageName {
    /// The stage that gives each question its domain, and drops what has none.
    package static let classify = StageName(rawValue: "classify")
}

extension ClassifyStage {
    /// What the stage is.
    package static let definition = StageDefinition(
        .classify,
        section: .optional("classify", .object(ClassifyRecipe.shape), [:], "the stage classify"),
        dependencies: ["classify"], poolFiles: [.index],
        role: .labels { ClassifyStage(settings: ClassifyRecipe($0.settings.section("classify"))) })
}
