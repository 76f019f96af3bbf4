import Answers
import Bytes
import Messages
import Stages

/// `curate inspect`: shows what a stage kept or dropped.
enum InspectCommand: Command {
    static let name = "inspect"
    static let summary = "shows the questions that a stage kept or dropped"
    static let usage = "inspect STAGE [--dropped] [--rule R] [--source S] [--domain D] [--limit N] [--full]"
    static let options: [Option] = [.dropped, .rule, .source, .domain, .limit, .full]
    static let asksAboutRun = true
    static let discussion = """
        Prints a few lines for each question: its id, source and domain, what the stage said, the beginning of its
        text. With --full each question is a line of JSON, as in the pool, with the stage's decision after it:

          curate inspect quality --rule emphasis --full | jq .decision
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 1, Self.self)
        let known = StageRegistry.standard.names.map(\.rawValue)
        guard let word = arguments.words.first else {
            throw CurationError.usage("inspect needs a stage: \(inWords(known))")
        }
        guard let stage = StageRegistry.standard.name(word) else {
            let nearest = Spelling.nearest(to: word, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
            throw CurationError.usage("\(Wording.printable(word)): no stage; \(inWords(known)) is right\(nearest)")
        }
        var filter = Inspection.Filter()
        filter.dropped = arguments.has(.dropped)
        filter.rule = arguments[.rule]
        filter.source = arguments[.source]
        filter.domain = arguments[.domain]
        let isForPrograms = arguments.has(.full) || arguments.has(.json)
        let limit = try arguments.integer(.limit, in: 0 ... .max) ?? (isForPrograms ? .max : 20)
        let inspection = try Inspection(arguments.finishedRun(), stage, filter)
        if arguments.has(.full) {
            try printWhole(inspection, limit)
        } else if arguments.has(.json) {
            try printJSON(inspection, stage, limit)
        } else {
            try printReadable(inspection, limit)
        }
    }

    private static func printWhole(_ inspection: Inspection, _ limit: Int) throws {
        var count = 0
        var pending: [UInt8] = []
        try inspection.visitWhole { line in
            guard count < limit else { return false }
            count += 1
            pending += line
            if pending.count > 1 << 16 {
                try Terminal.write(jsonLines: pending)
                pending.removeAll(keepingCapacity: true)
            }
            return true
        }
        try Terminal.write(jsonLines: pending)
    }

    private static func printJSON(_ inspection: Inspection, _ stage: StageName, _ limit: Int) throws {
        var rows: [JSON] = []
        var count = 0
        try inspection.visit(length: 200) { row in
            count += 1
            if rows.count < limit { rows.append(row.json) }
            return true
        }
        let answer: JSON = ["stage": .string(stage.rawValue), "count": JSON(count), "rows": .list(rows)]
        try Terminal.write(json: answer)
    }

    private static func printReadable(_ inspection: Inspection, _ limit: Int) throws {
        let columns = Terminal.columns
        var count = 0
        try inspection.visit(length: 400) { row in
            count += 1
            if count <= limit { try Terminal.write(lines: lines(of: row, columns)) }
            return true
        }
        let shown = min(count, limit)
        Terminal.tell(
            shown < count
                ? "\(Wording.grouped(shown)) of \(Wording.counted(count, "question")); --limit shows more"
                : "\(Wording.counted(count, "question"))")
    }

    private static func lines(of row: Inspection.Row, _ columns: Int) -> [String] {
        let head = [row.id, row.source, row.domain ?? ""].filter { !$0.isEmpty }
        var verdict = row.rule ?? ""
        if let evidence = row.evidence, evidence.object?.members.isEmpty == false {
            verdict += (verdict.isEmpty ? "" : ": ") + EvidenceWording.words(for: evidence)
        }
        var lines = [Wording.clipped(head.joined(separator: "  ").shown, to: columns)]
        if !verdict.isEmpty { lines.append("  " + Wording.clipped(verdict.shown, to: columns - 2)) }
        lines.append("  " + Wording.clipped(row.question.shown, to: columns - 2))
        return lines + [""]
    }
}
