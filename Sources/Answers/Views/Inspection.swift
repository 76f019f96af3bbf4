import Bytes
import Files
import Messages
import Pools
import Runs
import Stages

/// The questions that a stage kept or dropped, filtered.
package struct Inspection {
    /// The criteria for rows.
    package struct Filter {
        /// Whether dropped questions are wanted instead of kept ones.
        package var dropped = false
        /// The rule that decided on the questions; nil for any.
        package var rule: RuleName?
        /// The source of the questions; nil for any.
        package var source: String?
        /// The domain of the questions; nil for any.
        package var domain: String?

        /// Creates a filter for all kept questions.
        package init() {}
    }

    /// The order of rows.
    package enum Order: String, CaseIterable, Sendable {
        /// The order of the pool.
        case row
        /// The longest trace first; questions without a length last.
        case tokens
        /// The most probable first, as `curate stability` computed; questions without a probability last.
        case probability
    }

    /// A question and the decision of the stage.
    package struct Row {
        /// The question's id; nil for a row that is no question of the pool.
        package let id: String?
        /// The name of its source.
        package let source: String
        /// The domain of the question, or nil if it has none.
        package let domain: String?
        /// The decision of the stage.
        package let decision: StageDecision
        /// The text of the question, which may be truncated.
        package let question: String
    }

    /// A complete question with the decision of the stage, or a row that ingest rejected.
    package enum WholeRow {
        /// The question's line in the pool, which ends with a brace and a line feed.
        ///
        /// The decision is nil if the stage takes none.
        case question(line: [UInt8], decision: StageDecision?)
        /// A row that was rejected.
        case rejected(Row)
    }

    let run: RecordedRun
    let stage: StageName
    private let filter: Filter
    /// The rows that `where` left out; nil if they are not wanted or not available.
    private let leftOut: LeftOutRows?
    /// The order of questions; rejected rows are always in the order of the file.
    private let order: Order
    /// The keys by which questions are sorted, in descending order; nil for the order of the pool.
    private let keys: ((QuestionIndex) -> Double)?

    /// Creates an inspection of a stage.
    ///
    /// Throws `CurationError.usage` when the stage has not run, or has no such rule, source or domain; and `RunRefusal`
    /// when questions are to be sorted by probabilities that have not been computed.
    ///
    /// - Parameter leftOut: the rows that `where` left out, for the stage that makes the pool.
    package init(
        _ run: RecordedRun, _ stage: StageName, _ filter: Filter, by order: Order = .row, leftOut: LeftOutRows? = nil
    ) throws {
        try run.demand(stage)
        self.leftOut = leftOut
        self.run = run
        self.stage = stage
        self.order = order
        switch order {
        case .row: keys = nil
        case .tokens: keys = { Double(run.pool.facts.traceTokens(of: $0) ?? -1) }
        case .probability:
            guard let found = try Stability.probabilities(in: run) else {
                throw RunRefusal.noProbabilities(in: run.folder)
            }
            keys = { found[run.pool.ids[$0]]?.value ?? -1 }
        }
        var filter = filter
        let step = Funnel(run.manifest).steps.first { $0.stage == stage }
        let dropping = step?.rules.map(\.name) ?? []
        let keeping = step?.keptBy.map(\.name) ?? []
        if let rule = filter.rule {
            try Self.check(rule.rawValue, isOneOf: (dropping + keeping).map(\.rawValue), "rule of \(stage.rawValue)")
            // A filter for a rule that only drops implies dropped questions.
            if dropping.contains(rule), !keeping.contains(rule) { filter.dropped = true }
        }
        if let source = filter.source { try Self.check(source, isOneOf: run.pool.facts.sourceNames, "source") }
        if let domain = filter.domain { try Self.check(domain, isOneOf: run.domains.names, "domain") }
        self.filter = filter
    }

    /// Throws `CurationError.usage` for a name that is not one of the known ones.
    static func check(_ name: String, isOneOf known: [String], _ what: String) throws {
        if known.contains(name) { return }
        var seen: Set<String> = []
        let distinct = known.filter { seen.insert($0).inserted }
        let more = distinct.count - 20
        let some = more > 0 ? Array(distinct.prefix(20)) + ["\(more) more"] : distinct
        let ending = Suggestion(for: name, among: known)
            .ending(or: distinct.isEmpty ? "there is none" : "there are \(listed(some, "and"))")
        throw CurationError.usage("\(name): unknown \(what)\(ending)")
    }

    /// Calls `body` with each of the first rows, and returns the number of all rows.
    ///
    /// - Parameters:
    ///   - length: the maximum length of a question's text, in bytes.
    ///   - most: the maximum number of rows that are visited.
    @discardableResult
    package func visit(length: Int, most: Int, _ body: (Row) throws -> Void) throws -> Int {
        if makesPool, filter.dropped { return try visitRejected(most: most, body) }
        return try visitQuestions(most: most) { question, decision in
            var text = try run.pool.text(of: question)
            if text.count > length {
                text.removeSubrange(length...)
                while let last = text.last, last & 0xC0 == 0x80 { text.removeLast() }
                if let last = text.last, last >= 0x80 { text.removeLast() }
                text.append("…")
            }
            try body(
                Row(
                    id: run.pool.id(of: question).description, source: run.pool.facts.sourceName(of: question),
                    domain: run.domains.name(of: question) ?? run.pool.facts.label(of: question),
                    decision: decision?.said(by: stage) ?? StageDecision(stage, .withoutEvidence(isKept: true)),
                    question: String(decoding: text, as: UTF8.self)))
        }
    }

    /// Calls `body` with each of the first complete questions.
    ///
    /// - Parameter most: the maximum number of questions that are visited.
    package func visitWhole(most: Int, _ body: (WholeRow) throws -> Void) throws {
        if makesPool, filter.dropped {
            try visitRejected(most: most) { try body(.rejected($0)) }
            return
        }
        _ = try visitQuestions(most: most) { question, decision in
            let line = try run.pool.line(of: question)
            guard line.suffix(2) == [UInt8(ascii: "}"), 0x0A] || decision == nil else {
                throw CurationError.failed(
                    "line \(question.position + 1) of the pool is not an object; run the stage ingest again")
            }
            try body(.question(line: line, decision: decision?.said(by: stage)))
        }
    }

    /// Calls `body` with each of the first questions in order, and returns the number of all questions.
    private func visitQuestions(most: Int, _ body: (QuestionIndex, DecisionLine?) throws -> Void) throws -> Int {
        guard let keys else {
            var count = 0
            try forEachInPoolOrder { question, decision in
                if count < most { try body(question, decision) }
                count += 1
            }
            return count
        }
        var found: [(key: Double, question: QuestionIndex)] = []
        try forEachInPoolOrder { question, _ in found.append((keys(question), question)) }
        // Questions with the same key stay in the order of the pool.
        found.sort { ($1.key, $0.question) < ($0.key, $1.question) }
        let first = found.prefix(most).map(\.question)
        // Their decisions are read again, so that no others are held in memory.
        let wanted = Set(first)
        var decisions: [QuestionIndex: DecisionLine] = [:]
        try forEachInPoolOrder { question, decision in
            if wanted.contains(question) { decisions[question] = decision }
        }
        for question in first { try body(question, decisions[question]) }
        return found.count
    }

    /// Calls `body` with each question that the filter accepts, in pool order.
    func forEachInPoolOrder(_ body: (QuestionIndex, DecisionLine?) throws -> Void) throws {
        func matches(_ question: QuestionIndex) -> Bool {
            if let source = filter.source, run.pool.facts.sourceName(of: question) != source { return false }
            if let domain = filter.domain, run.domains.name(of: question) != domain { return false }
            return true
        }
        if !run.decided.contains(stage) {
            guard !filter.dropped else { return }
            for question in try run.kept(by: stage) where matches(question) { try body(question, nil) }
            return
        }
        var cursor = try run.decisions(of: stage)
        while let line = try cursor.next() {
            guard line.isKept != filter.dropped, filter.rule.map(line.isRule) ?? true, matches(line.question) else {
                continue
            }
            try body(line.question, line)
        }
    }

    /// Whether the rows are those that the stage rejected, which are no questions.
    var isOfRejectedRows: Bool { makesPool && filter.dropped }

    private var makesPool: Bool { stage == run.stages.poolMaker.name }

    /// Calls `body` with each of the first rows that the stage rejected or left out, and returns the number of all.
    @discardableResult
    func visitRejected(most: Int, _ body: (Row) throws -> Void) throws -> Int {
        var count = 0
        if filter.rule != .leftOut { count = try visitUnreadable(most: most, body) }
        if let leftOut, filter.rule != .rejected {
            try leftOut.visit(of: filter.source, most: max(0, most - count), body)
            count += leftOut.count(of: filter.source)
        }
        return count
    }

    private func visitUnreadable(most: Int, _ body: (Row) throws -> Void) throws -> Int {
        var count = 0
        try run.files.rejected.open().forEachLine { line in
            let row = try JSON(parsing: line)
            let source = row["source"]?.string ?? row["recording"]?.string ?? ""
            if let wanted = filter.source, wanted != source { return }
            count += 1
            guard count <= most else { return }
            let found = try? RejectedRow(reading: EvidenceReader(row))
            try body(
                Row(
                    id: nil, source: source, domain: nil,
                    decision: StageDecision(
                        stage, Decision(isKept: false, rule: .rejected, evidence: found.map { RecordedEvidence($0) })),
                    question: row["excerpt"]?.string ?? ""))
        }
        return count
    }
}
