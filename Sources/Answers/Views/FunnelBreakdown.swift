import Bytes
import Messages
import Stages

/// The funnel source by source or domain by domain: of each how many questions every stage kept.
package struct FunnelBreakdown {
    /// What the questions are grouped by.
    package enum Group: String, CaseIterable, Sendable {
        case source, domain
    }

    /// What the questions are grouped by.
    package let group: Group
    /// The stages up to sample that have run, in their order.
    package let stages: [StageName]
    /// Groups with their counts, one a stage; sources in the order of the pool, domains the largest first.
    package let rows: [(name: String, counts: [Int])]

    /// Counts the questions of a run.
    package init(_ run: RecordedRun, by group: Group) throws {
        self.group = group
        stages = run.stages.definitions.filter { run.manifest.stages[$0.name] != nil && !$0.exports }.map(\.name)
        var numbers: [String: Int] = [:]
        var rows: [(name: String, counts: [Int])] = []
        for (column, stage) in stages.enumerated() {
            for question in try run.kept(by: stage).lazy.map(Int.init) {
                let name =
                    group == .source
                    ? run.pool.sourceName(of: question)
                    : run.domains.name(of: question, in: run.pool) ?? run.pool.label(of: question) ?? "(none)"
                let number = numbers[name] ?? rows.count
                if number == rows.count {
                    numbers[name] = number
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

    /// The table for a terminal of so many columns.
    package func lines(columns: Int) -> [String] {
        var table = TextTable(rightAligned: Set(1...stages.count))
        table.add([group.rawValue] + stages.map(\.rawValue))
        for row in rows { table.add([Wording.printable(row.name)] + row.counts.map(Wording.grouped)) }
        let sums = stages.indices.map { column in rows.reduce(0) { $0 + $1.counts[column] } }
        table.add(["all"] + sums.map(Wording.grouped))
        return table.lines(columns: columns)
    }

    /// The table as JSON: a list of groups with a count for each stage.
    package var json: JSON {
        .list(
            rows.map { row in
                var object = JSONObject()
                object[group.rawValue] = .string(row.name)
                for (stage, count) in zip(stages, row.counts) { object[stage.rawValue] = JSON(count) }
                return .object(object)
            })
    }
}

private func < (a: ([Int], String), b: ([Int], String)) -> Bool {
    a.0 != b.0 ? a.0.lexicographicallyPrecedes(b.0) : a.1.precedesInBytes(b.1)
}
