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

    /// A question and the decision of the stage.
    package struct Row {
        /// The question's id.
        package let id: String
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

    private let run: RecordedRun
    private let stage: StageName
    private let filter: Filter

    /// Creates an inspection of a stage.
    ///
    /// Throws `CurationError.usage` when the stage has not run, or has no such rule, source or domain.
    package init(_ run: RecordedRun, _ stage: StageName, _ filter: Filter) throws {
        try run.demand(stage)
        self.run = run
        self.stage = stage
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

    private static func check(_ name: String, isOneOf known: [String], _ what: String) throws {
        if known.contains(name) { return }
        var seen: Set<String> = []
        let distinct = known.filter { seen.insert($0).inserted }
        let more = distinct.count - 20
        let some = more > 0 ? Array(distinct.prefix(20)) + ["\(more) more"] : distinct
        let ending = Suggestion(for: name, among: known)
            .ending(or: distinct.isEmpty ? "there is none" : "there are \(listed(some, "and"))")
        throw CurationError.usage("\(name): unknown \(what)\(ending)")
    }

    /// Calls `body` with each row in pool order until it returns false.
    ///
    /// - Parameter length: the maximum length of a question's text, in bytes.
    package func visit(length: Int, _ body: (Row) throws -> Bool) throws {
        if makesPool, filter.dropped { return try visitRejected(body) }
        try visitQuestions { question, decision in
            var text = try run.pool.text(of: question)
            if text.count > length {
                text.removeSubrange(length...)
                while let last = text.last, last & 0xC0 == 0x80 { text.removeLast() }
                if let last = text.last, last >= 0x80 { text.removeLast() }
                text.append("…")
            }
            return try body(
                Row(
                    id: run.pool.id(of: question).description, source: run.pool.facts.sourceName(of: question),
                    domain: run.domains.name(of: question) ?? run.pool.facts.label(of: question),
                    decision: decision?.said(by: stage) ?? StageDecision(stage, .withoutEvidence(isKept: true)),
                    question: String(decoding: text, as: UTF8.self)))
        }
    }

    /// Calls `body` with each complete question in pool order until it returns false.
    package func visitWhole(_ body: (WholeRow) throws -> Bool) throws {
        if makesPool, filter.dropped { return try visitRejected { try body(.rejected($0)) } }
        try visitQuestions { question, decision in
            let line = try run.pool.line(of: question)
            guard line.suffix(2) == [UInt8(ascii: "}"), 0x0A] || decision == nil else {
                throw CurationError.failed(
                    "line \(question.position + 1) of the pool is not an object; run the stage ingest again")
            }
            return try body(.question(line: line, decision: decision?.said(by: stage)))
        }
    }

    private func visitQuestions(_ body: (QuestionIndex, DecisionLine?) throws -> Bool) throws {
        func matches(_ question: QuestionIndex) -> Bool {
            if let source = filter.source, run.pool.facts.sourceName(of: question) != source { return false }
            if let domain = filter.domain, run.domains.name(of: question) != domain { return false }
            return true
        }
        if !run.decided.contains(stage) {
            guard !filter.dropped else { return }
            for question in try run.kept(by: stage) where matches(question) {
                if try !body(question, nil) { return }
            }
            return
        }
        var cursor = try run.decisions(of: stage)
        while let line = try cursor.next() {
            guard line.isKept != filter.dropped, filter.rule.map(line.isRule) ?? true, matches(line.question) else {
                continue
            }
            if try !body(line.question, line) { return }
        }
    }

    private var makesPool: Bool { stage == run.stages.poolMaker.name }

    private struct Enough: Error {}

    private func visitRejected(_ body: (Row) throws -> Bool) throws {
        do {
            try run.files.rejected.open().forEachLine { line in
                let row = try JSON(parsing: line)
                let source = row["source"]?.string ?? row["recording"]?.string ?? ""
                if let wanted = filter.source, wanted != source { return }
                let found = try? RejectedRow(reading: EvidenceReader(row))
                let rejected = Row(
                    id: "", source: source, domain: nil,
                    decision: StageDecision(
                        stage, Decision(isKept: false, rule: .rejected, evidence: found.map { RecordedEvidence($0) })),
                    question: row["excerpt"]?.string ?? "")
                if try !body(rejected) { throw Enough() }
            }
        } catch is Enough {}
    }
}
