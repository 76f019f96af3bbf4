import Bytes
import Pools
import Stages

/// A funnel by source or by domain: the number of questions of each group that each stage kept.
package struct FunnelBreakdown {
    /// The property by which questions are grouped.
    package enum Group: String, CaseIterable, Sendable {
        case source, domain

        /// Returns the name of a question's group.
        func name(of question: QuestionIndex, in run: RecordedRun) -> String {
            switch self {
            case .source: run.pool.facts.sourceName(of: question)
            case .domain: run.domains.name(of: question) ?? run.pool.facts.label(of: question) ?? "(none)"
            }
        }
    }

    /// The property by which the questions are grouped.
    package let group: Group
    /// The stages that have run, up to sample, in order.
    package let stages: [StageName]
    /// The groups with a count for each stage.
    ///
    /// Sources are in pool order, domains in descending order of size.
    package let rows: [(name: String, counts: [Int])]

    /// Counts the questions of a run.
    package init(_ run: RecordedRun, by group: Group) throws {
        self.group = group
        stages = run.stages.definitions.filter { run.manifest.stages[$0.name] != nil && !$0.exports }.map(\.name)
        var numbers: [ByteKey: Int] = [:]
        var rows: [(name: String, counts: [Int])] = []
        for (column, stage) in stages.enumerated() {
            for question in try run.kept(by: stage) {
                let name = group.name(of: question, in: run)
                let number = numbers[ByteKey(name)] ?? rows.count
                if number == rows.count {
                    numbers[ByteKey(name)] = number
                    rows.append((name, Array(repeating: 0, count: stages.count)))
                }
                rows[number].counts[column] += 1
            }
        }
        if group == .domain {
            rows.sort { ($1.counts, $0.name) < ($0.counts, $1.name) }
        }
        self.rows = rows
    }
}

private func < (a: ([Int], String), b: ([Int], String)) -> Bool {
    a.0 != b.0 ? a.0.lexicographicallyPrecedes(b.0) : a.1.precedesInBytes(b.1)
}
