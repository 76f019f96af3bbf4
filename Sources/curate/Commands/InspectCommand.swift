import Answers
import Messages
import Stages

/// `curate inspect`: shows what a stage kept or dropped.
enum InspectCommand: Command {
    static let name = "inspect"
    static let summary = "shows the questions that a stage kept or dropped"
    static let operands = Operands.one("STAGE")
    static let options: [Option] = [.dropped, .rule, .source, .domain, .limit, .full]
    static let commonOptions: [Option] = [.config, .run, .seed, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Prints a few lines for each question: its id, source and domain, what the stage said, the beginning of its
        text. With --full each question is a line of JSON, as in the pool, with the stage's decision after it.

        The rules of --rule:
        """
    static let examples = [
        Example(
            "curate inspect quality --dropped --rule emphasis", "what the rule emphasis dropped, and what it found"),
        Example("curate inspect quality --rule emphasis --full | jq .decision", "its decisions as JSON"),
    ]

    static func table(columns: Int) -> [String] { RuleReference.lines(columns: columns) }

    static func run(_ arguments: Arguments) throws {
        let stage = try arguments.stage(for: Self.self)
        var filter = Inspection.Filter()
        filter.dropped = arguments.has(.dropped)
        filter.rule = arguments[.rule].map(RuleName.init)
        filter.source = arguments[.source]
        filter.domain = arguments[.domain]
        let limit = try arguments.integer(.limit, in: 0 ... .max)
        let inspection = try Inspection(arguments.finishedRun(), stage, filter)
        if arguments.has(.full) {
            try writeWhole(inspection, limit ?? .max)
        } else if arguments.has(.json) {
            try showForPrograms(inspection, stage, limit ?? .max, arguments)
        } else {
            try showForPeople(inspection, limit ?? 20, arguments)
        }
    }

    private static func writeWhole(_ inspection: Inspection, _ limit: Int) throws {
        var count = 0
        var pending: [UInt8] = []
        try inspection.visitWhole { row in
            guard count < limit else { return false }
            count += 1
            pending += row.jsonLine
            if pending.count > 1 << 16 {
                try Terminal.write(jsonLines: pending)
                pending.removeAll(keepingCapacity: true)
            }
            return true
        }
        try Terminal.write(jsonLines: pending)
    }

    private static func showForPrograms(
        _ inspection: Inspection, _ stage: StageName, _ limit: Int, _ arguments: Arguments
    ) throws {
        var rows: [Inspection.Row] = []
        var count = 0
        try inspection.visit(length: 200) { row in
            count += 1
            if rows.count < limit { rows.append(row) }
            return true
        }
        try arguments.show(InspectionAnswer(stage: stage, count: count, rows: rows))
    }

    /// Prints each row as it is found, without storing them: there may be many.
    private static func showForPeople(_ inspection: Inspection, _ limit: Int, _ arguments: Arguments) throws {
        var count = 0
        try inspection.visit(length: 400) { row in
            count += 1
            if count <= limit { try arguments.show(row) }
            return true
        }
        let shown = min(count, limit)
        Terminal.printDiagnostic(
            shown < count
                ? "\(Wording.grouped(shown)) of \(Wording.counted(count, "question")); --limit shows more"
                : "\(Wording.counted(count, "question"))")
    }
}

extension Option {
    fileprivate static let dropped = Option("dropped", "what the stage dropped, in place of what it kept")
    fileprivate static let rule = Option("rule", value: "RULE", "only what this rule decided")
    fileprivate static let source = Option("source", value: "SOURCE", "only questions of this source")
    fileprivate static let domain = Option("domain", value: "DOMAIN", "only questions of this domain")
    fileprivate static let full = Option("full", "whole questions, a line of JSON each")
}
