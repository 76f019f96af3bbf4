import Answers
import Messages
import Stages

/// `curate inspect`: shows what a stage kept or dropped.
enum InspectCommand: Command {
    static let name = "inspect"
    static let summary = "shows the questions that a stage kept or dropped"
    static let usage = "inspect STAGE [--dropped] [--rule R] [--source S] [--domain D] [--limit N] [--full]"
    static let options: [Option] = [.dropped, .rule, .source, .domain, .limit, .full]
    static let asksAboutRun = true
    static var discussion: String {
        explanation + "\n" + RuleReference.lines(columns: 100).joined(separator: "\n")
    }

    private static let explanation = """
        Prints a few lines for each question: its id, source and domain, what the stage said, the beginning of its
        text. With --full each question is a line of JSON, as in the pool, with the stage's decision after it:

          curate inspect quality --rule emphasis --full | jq .decision

        The rules of --rule:

        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 1, Self.self)
        guard let word = arguments.words.first else {
            throw CurationError.usage("inspect needs a stage: \(inWords(StageName.allCases.map(\.rawValue)))")
        }
        guard let stage = StageName(rawValue: word) else {
            let known = StageName.allCases.map(\.rawValue)
            let nearest = Spelling.nearest(to: word, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
            throw CurationError.usage("\(Wording.printable(word)): no stage; \(inWords(known)) is right\(nearest)")
        }
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

    /// Shows each row as it is found: there may be many, and none is kept.
    private static func showForPeople(_ inspection: Inspection, _ limit: Int, _ arguments: Arguments) throws {
        var count = 0
        try inspection.visit(length: 400) { row in
            count += 1
            if count <= limit { try arguments.show(row) }
            return true
        }
        let shown = min(count, limit)
        Terminal.tell(
            shown < count
                ? "\(Wording.grouped(shown)) of \(Wording.counted(count, "question")); --limit shows more"
                : "\(Wording.counted(count, "question"))")
    }
}
