import Bytes
import Messages
import Pools

/// Assigns each question its domain: the class that its recorded label names.
///
/// Drops questions without a label (`unlabelled`) and questions whose label names no class of the taxonomy
/// (`unknown_label`).
package struct ClassifyStage: RuleStage {
    let settings: ClassifyRecipe

    /// Creates the stage with the given settings.
    package init(settings: ClassifyRecipe) {
        self.settings = settings
    }

    /// The rules by which the stage drops questions.
    package var rules: [RuleName] { settings.classes.areOpen ? [.unlabelled] : [.unlabelled, .unknownLabel] }

    /// Returns a function that decides on each question.
    package func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) -> Decider {
        let domains = Domains(questions.facts, settings)
        let drops = drops(in: questions.facts, domains)
        return { question in
            guard let domain = domains.name(of: question) else { return drops(question).first ?? .kept }
            let label = question.label
            return .kept(nil, DomainOfLabel(domain: domain, label: domain == label ? nil : label))
        }
    }

    /// Returns a function that lists all drops of a question.
    package func drops(in facts: QuestionFacts) -> @Sendable (Question) -> [Decision] {
        drops(in: facts, Domains(facts, settings))
    }

    /// Reports the domains whose names differ only in case or spacing, which a taxonomy would have made one.
    package func remarks(onKept kept: [QuestionIndex], of questions: any Questions) -> [Message] {
        guard settings.classes.areOpen else { return [] }
        let domains = Domains(questions.facts, settings)
        var counts = [Int](repeating: 0, count: domains.names.count)
        for question in kept { if let domain = domains.number(of: question) { counts[domain] += 1 } }
        let groups = Dictionary(grouping: counts.indices.filter { counts[$0] > 0 }) {
            Taxonomy.folded(domains.names[$0])
        }
        // By their first occurrence, since the order of a dictionary is arbitrary.
        let alike = groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
        let most = 5
        let remarks = alike.prefix(most).map { group -> Message in
            let names = group.prefix(10).map { "\"\(domains.names[$0])\" (\(Wording.counted(counts[$0], "question")))" }
            let rest = group.count > names.count ? ["\(group.count - names.count) more"] : []
            return
                "\(listed(names + rest, "and")) differ only in case or spacing, and are domains of their own; "
                + "classify.labels can say that they stand for the same"
        }
        return remarks + (alike.count > most ? ["so it is with \(alike.count - most) more domains"] : [])
    }

    private func drops(in facts: QuestionFacts, _ domains: Domains) -> @Sendable (Question) -> [Decision] {
        // There are few labels and possibly very many questions, so the suggestions are computed once per label.
        let spelling = Spelling(settings.classes.titles)
        let nearest = (0..<facts.labelNames.count).map { label in
            domains.domainOfLabel[label] < 0 ? spelling.nearest(to: facts.labelNames[label]) : nil
        }
        return { question in
            guard domains.number(of: question) == nil else { return [] }
            guard let number = question.labelNumber, let label = question.label else {
                return [.dropped(.unlabelled, EmptyEvidence())]
            }
            return [.dropped(.unknownLabel, UnknownLabel(label: label, nearest: nearest[number]))]
        }
    }
}

extension StageName {
    /// The stage that assigns each question its domain and drops questions without one.
    package static let classify = StageName(rawValue: "classify")
}

extension ClassifyStage {
    /// The definition of the stage.
    package static let definition = StageDefinition(
        .classify, section: ClassifyRecipe.section.key, rules: ClassifyRules.all,
        dependencies: ["classify"], poolFiles: [.index],
        role: .labels { ClassifyStage(settings: $0.settings[ClassifyRecipe.section]) })
}
