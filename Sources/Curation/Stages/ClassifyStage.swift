import Bytes

/// Gives each question its domain: the class that its recorded label names.
///
/// Drops what has no label (`unlabelled`) and what has one that names no class of the taxonomy (`unknown_label`).
struct ClassifyStage: Stage {
    let settings: ClassifyRecipe

    var rules: [String] { settings.taxonomy == nil ? ["unlabelled"] : ["unlabelled", "unknown_label"] }

    func decider(for entering: [Int32], of pool: Pool, threads: Int) -> Decider {
        let domains = Domains(pool, settings)
        return { question in
            guard let label = pool.label(of: question.index) else { return .dropped("unlabelled", Evidence()) }
            guard let domain = domains.name(of: question.index, in: pool) else {
                let nearest = Spelling.nearest(to: label, among: Taxonomy.titles)
                let evidence = Evidence().with("label", label)
                return .dropped("unknown_label", nearest.map { evidence.with("nearest", $0) } ?? evidence)
            }
            let evidence = Evidence().with("domain", domain)
            return .kept(nil, domain == label ? evidence : evidence.with("label", label))
        }
    }
}
