import Bytes
import Pools
import Stages

/// The questions of an inspection, counted by a property.
package struct InspectionGroups: Sendable {
    /// The property by which questions are counted.
    package enum Property: String, CaseIterable, Sendable {
        /// The name of the source.
        case source
        /// The domain, or the label where the taxonomy gives none.
        case domain
        /// The rule that decided.
        case rule
        /// The evaluation set with which a question overlaps.
        case benchmark
        /// What a question lacks.
        case missing
        /// The models that solved a question, or of which no outcome is known.
        case model
    }

    /// The stage.
    package let stage: StageName
    /// The property.
    package let property: Property
    /// The number of all questions.
    package let count: Int
    /// The values with the number of their questions, in descending order; a nil name is that of questions without one.
    ///
    /// A question that has several values, such as two solvers, counts for each of them.
    package let groups: [(name: String?, count: Int)]

    /// Counts the questions of an inspection.
    package init(_ inspection: Inspection, by property: Property) throws {
        var counts: [ByteKey?: Int] = [:]
        var all = 0
        func add(_ names: [String]) {
            all += 1
            for name in names { counts[ByteKey(name), default: 0] += 1 }
            if names.isEmpty { counts[nil, default: 0] += 1 }
        }
        if inspection.isOfRejectedRows {
            try inspection.visitRejected(most: .max) { row in
                switch property {
                case .source: add([row.source])
                case .rule: add([row.decision.rule?.rawValue].compactMap(\.self))
                default: add([])
                }
            }
        } else {
            let (facts, domains) = (inspection.run.pool.facts, inspection.run.domains)
            try inspection.forEachInPoolOrder { question, line in
                switch property {
                case .source: add([facts.sourceName(of: question)])
                case .domain: add([domains.name(of: question) ?? facts.label(of: question)].compactMap(\.self))
                case .rule: add([line?.decision.rule?.rawValue].compactMap(\.self))
                case .benchmark, .missing, .model: add(line?.decision.names(property) ?? [])
                }
            }
        }
        stage = inspection.stage
        self.property = property
        count = all
        groups = counts.map { ($0.key?.text, $0.value) }
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : ($0.0 ?? "").precedesInBytes($1.0 ?? "") }
    }
}

extension Decision {
    /// Returns what the evidence names, for a property that evidence has.
    fileprivate func names(_ property: InspectionGroups.Property) -> [String] {
        guard let evidence else { return [] }
        return switch property {
        case .benchmark: [evidence.benchmark].compactMap(\.self)
        case .missing: evidence.missing
        case .model: evidence.models
        default: []
        }
    }
}
