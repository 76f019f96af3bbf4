import Answers
import Messages

/// A table of the statistics of sets, with a column for each set.
struct SetTable {
    private let sets: [SetStatistics]
    private var table: TextTable

    /// Creates a table of named sets.
    init(_ sets: [(name: String, statistics: SetStatistics)]) {
        self.sets = sets.map(\.statistics)
        table = TextTable(rightAligned: Set(1...sets.count))
        table.add([""] + sets.map(\.name))
    }

    /// Adds a row of words.
    mutating func add(_ name: String, _ cells: [String]) { table.add([name] + cells) }

    /// Adds the rows of the statistics.
    mutating func addStatistics() {
        func row(_ name: String, _ cell: (SetStatistics) -> String) { table.add([name] + sets.map(cell)) }
        func tokens(_ value: Double?) -> String { value.map { Wording.grouped(Int($0.rounded())) } ?? "-" }
        row("questions") { Wording.grouped($0.size) }
        row("domains") { Wording.grouped($0.domains) }
        row("domain entropy") { Wording.fixed($0.domainEntropy, 2) }
        row("source entropy") { Wording.fixed($0.sourceEntropy, 2) }
        row("tokens, mean") { tokens($0.meanTokens) }
        row("tokens, median") { tokens($0.medianTokens) }
        row("tokens, 90 %") { tokens($0.tokens90) }
        row("tokens, total") { Wording.grouped($0.totalTokens) }
        row("teacher wrong") { $0.teacher.wrongShare.map { Wording.fixed(100 * $0, 1) + " %" } ?? "-" }
    }

    /// Returns the lines of the table, broken into blocks that fit the terminal.
    func lines(columns: Int) -> [String] { table.blocks(columns: columns) }
}
