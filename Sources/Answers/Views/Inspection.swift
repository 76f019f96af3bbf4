import Bytes
import Files
import Messages
import Pools
import Runs
import Stages

/// The questions that a stage kept or dropped, some of them picked out.
package struct Inspection {
    /// Which rows are asked for.
    package struct Filter {
        /// Whether dropped questions are asked for, not kept ones.
        package var dropped = false
        /// The rule of which questions are asked for; nil for any.
        package var rule: String?
        /// The source; nil for any.
        package var source: String?
        /// The domain; nil for any.
        package var domain: String?

        /// All questions that are kept.
        package init() {}
    }

    /// One row: a question and what the stage said of it.
    package struct Row {
        /// The question's id.
        package let id: String
        /// Its source's name.
        package let source: String
        /// Its domain; nil where it has none.
        package let domain: String?
        /// Whether the stage kept it.
        package let isKept: Bool
        /// The rule that the stage names, if it names one.
        package let rule: String?
        /// The evidence that the stage gives, if it gives any.
        package let evidence: JSON?
        /// The question's text, or its beginning.
        package let question: String

        /// The row as JSON.
        package var json: JSON {
            [
                "id": .string(id), "source": .string(source), "domain": domain.map { .string($0) } ?? .null,
                "keep": .bool(isKept), "rule": rule.map { .string($0) } ?? .null, "evidence": evidence ?? .null,
                "question": .string(question),
            ]
        }
    }

    private let run: RecordedRun
    private let stage: StageName
    private let filter: Filter

    /// Rows of a stage.
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
            try Self.check(rule, isOneOf: dropping + keeping, "rule of \(stage.rawValue)")
            // Asking for a rule that drops is asking for what it dropped.
            if dropping.contains(rule), !keeping.contains(rule) { filter.dropped = true }
        }
        if let source = filter.source { try Self.check(source, isOneOf: run.pool.sourceNames, "source") }
        if let domain = filter.domain { try Self.check(domain, isOneOf: run.domains.names, "domain") }
        self.filter = filter
    }

    private static func check(_ name: String, isOneOf known: [String], _ what: String) throws {
        if known.contains(name) { return }
        let nearest = Spelling.nearest(to: name, among: known).map { "did you mean \"\($0)\"?" }
        var seen: Set<String> = []
        let distinct = known.filter { seen.insert($0).inserted }
        let more = distinct.count - 20
        let some = more > 0 ? Array(distinct.prefix(20)) + ["\(more) more"] : distinct
        let hint = nearest ?? (distinct.isEmpty ? "there is none" : "there are \(inWords(some, "and"))")
        throw CurationError.usage("\(Wording.printable(name)): no \(what); \(Wording.printable(hint))")
    }

    /// Visits the rows in pool order until the body returns false.
    ///
    /// - Parameter length: how many bytes of a question's text are wanted.
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
                    id: run.pool.id(of: question).description, source: run.pool.sourceName(of: question),
                    domain: run.domains.name(of: question, in: run.pool) ?? run.pool.label(of: question),
                    isKept: decision?.isKept ?? true, rule: decision?.rule, evidence: decision?.evidence,
                    question: String(decoding: text, as: UTF8.self)))
        }
    }

    /// Visits whole questions as lines of JSON, each the question's line of the pool with `decision` after it, until
    /// the body returns false.
    package func visitWhole(_ body: ([UInt8]) throws -> Bool) throws {
        if makesPool, filter.dropped {
            return try visitRejected { try body(Array($0.json.compactText.utf8) + [0x0A]) }
        }
        try visitQuestions { question, decision in
            var line = try run.pool.line(of: question)
            if let decision {
                guard line.suffix(2) == [UInt8(ascii: "}"), 0x0A] else {
                    throw CurationError.failed(
                        "line \(question + 1) of the pool is no object; run the stage ingest again")
                }
                line.removeLast(2)
                var fields: JSON = ["stage": .string(stage.rawValue), "keep": .bool(decision.isKept)]
                if case .object(var object) = fields {
                    object["rule"] = decision.rule.map { .string($0) }
                    object["evidence"] = decision.evidence
                    fields = .object(object)
                }
                line.append(",\"decision\":")
                line.append(json: fields)
                line.append("}\n")
            }
            return try body(line)
        }
    }

    private var makesPool: Bool { stage == run.stages.poolMaker.name }

    private struct Enough: Error {}

    private func visitQuestions(_ body: (Int, DecisionLine?) throws -> Bool) throws {
        func matches(_ question: Int) -> Bool {
            if let source = filter.source, run.pool.sourceName(of: question) != source { return false }
            if let domain = filter.domain, run.domains.name(of: question, in: run.pool) != domain { return false }
            return true
        }
        do {
            if !run.decided.contains(stage) {
                guard !filter.dropped else { return }
                for question in try run.kept(by: stage).lazy.map(Int.init) where matches(question) {
                    if try !body(question, nil) { return }
                }
                return
            }
            try run.visit(stage) { decision in
                guard decision.isKept != filter.dropped, filter.rule.map(decision.isRule) ?? true,
                    matches(decision.question)
                else { return }
                if try !body(decision.question, decision) { throw Enough() }
            }
        } catch is Enough {}
    }

    private func visitRejected(_ body: (Row) throws -> Bool) throws {
        do {
            try run.files.rejected.open().forEachLine { line in
                let row = try JSON(parsing: line)
                let source = row["source"]?.string ?? row["recording"]?.string ?? ""
                if let wanted = filter.source, wanted != source { return }
                var evidence = JSONObject()
                for name in ["file", "line", "row", "byte_offset", "reason"] { evidence[name] = row[name] }
                let rejected = Row(
                    id: "", source: source, domain: nil, isKept: false, rule: "rejected", evidence: .object(evidence),
                    question: row["excerpt"]?.string ?? "")
                if try !body(rejected) { throw Enough() }
            }
        } catch is Enough {}
    }
}
