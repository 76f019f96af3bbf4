import Answers
import Bytes
import Files
import Messages
import Pools
import Stages

/// `curate inspect`: shows what a stage kept or dropped.
enum InspectCommand: Command {
    static let name = "inspect"
    static let summary = "shows the questions that a stage kept or dropped"
    static let operands = Operands.one("STAGE")
    static let options: [Option] = [
        .dropped, .rule, .source, .domain, .groupBy, .sort, .limit, .full, .parquet,
    ]
    static let commonOptions: [Option] = [.config, .run, .seed, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Prints a few lines for each question: its id, source and domain, the stage's decision, and the beginning of its
        text. With --full, each question is a line of JSON as in the pool, followed by the stage's decision; --parquet
        writes these rows to a new Parquet file instead, with outcomes, origin and decision as texts of JSON. inspect ingest
        --dropped shows the rows that could not be read, and those that the conditions of "where" left out, which it reads
        again from the sources.

        --group-by counts the questions by a property. A question with several values, such as two solvers, counts once
        for each. --sort probability needs the probabilities that curate stability computes.

        The rules for --rule:
        """
    static let examples = [
        Example(
            "curate inspect quality --dropped --rule emphasis", "what the rule emphasis dropped, and what it found"),
        Example("curate inspect quality --rule emphasis --full | jq .decision", "its decisions as JSON"),
        Example("curate inspect quality --dropped --full --parquet dropped.parquet", "all that it dropped, as a table"),
        Example("curate inspect decontaminate --rule benchmark --group-by benchmark", "the overlaps by evaluation set"),
        Example("curate inspect sample --sort tokens --limit 5", "the longest traces of the set"),
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
        let order = try arguments.choice(.sort) ?? Inspection.Order.row
        let property: InspectionGroups.Property? = try arguments.choice(.groupBy)
        if let table = arguments[.parquet] { try demandTable(table, stage, filter, arguments) }
        let run = try arguments.finishedRun()
        let wantsRows = filter.dropped || filter.rule == .leftOut
        let leftOut = stage == run.stages.poolMaker.name && wantsRows ? try leftOutRows(of: run, arguments) : nil
        let inspection = try Inspection(run, stage, filter, by: order, leftOut: leftOut)
        if let property {
            try arguments.show(InspectionGroups(inspection, by: property))
        } else if let table = arguments[.parquet] {
            try writeTable(inspection, limit ?? .max, to: table)
        } else if arguments.has(.full) {
            try writeWhole(inspection, limit ?? .max, of: arguments.has(.json) ? stage : nil)
        } else if arguments.has(.json) {
            try showForPrograms(inspection, stage, limit ?? .max, arguments)
        } else {
            try showForPeople(inspection, limit ?? 20, arguments)
        }
    }

    /// Returns the rows that `where` left out, or nil with a note if they cannot be read again.
    private static func leftOutRows(of run: RecordedRun, _ arguments: Arguments) throws -> LeftOutRows? {
        do {
            return try LeftOutRows(of: run, recipeFile: arguments[.config] ?? "pipeline.json")
        } catch let fault as LeftOutRows.Unavailable {
            Terminal.printDiagnostic(
                "note: the rows that \"where\" left out are not shown: \(fault.file) "
                    + (fault.isMissing ? "is missing" : "has changed since it was read")
                    + "; --config names the recipe that sources are relative to")
            return nil
        }
    }

    /// Throws `CurationError.usage` for options that make no table, and for a name that is taken.
    private static func demandTable(
        _ path: String, _ stage: StageName, _ filter: Inspection.Filter, _ arguments: Arguments
    ) throws {
        guard arguments.has(.full), !arguments.has(.json), arguments[.groupBy] == nil else {
            throw CurationError.usage(
                "--parquet writes whole questions; it needs --full, without --json and --group-by")
        }
        guard stage != StageRegistry.standard.poolMaker.name || !filter.dropped && filter.rule != .leftOut else {
            throw CurationError.usage(
                "--parquet writes questions, and what \(stage.rawValue) dropped are rows that did not become any")
        }
        guard PathEnd(of: path) == .nothing else {
            throw CurationError.usage("\(path): it exists; --parquet needs the name of a new file")
        }
    }

    /// Writes whole questions to a Parquet file, with the columns of the pool and the decision.
    private static func writeTable(_ inspection: Inspection, _ limit: Int, to path: String) throws {
        let file = try OutputFile(path)
        let table = try ParquetExport(of: QuestionColumn.allCases, and: ["decision"], to: file)
        var count = 0
        try inspection.visitWhole(most: limit) { row in
            try row.jsonLine.withByteView { try table.append(object: $0[..<($0.count - 1)]) }
            count += 1
        }
        try table.finish()
        try file.commit()
        Terminal.printDiagnostic("\(path): \(Wording.counted(count, "question"))")
    }

    /// Writes whole questions as they are found, without storing them: there may be many.
    ///
    /// - Parameter stage: the stage, for a single document; nil for a line per question.
    private static func writeWhole(_ inspection: Inspection, _ limit: Int, of stage: StageName?) throws {
        var pending: [UInt8] = []
        if let stage { pending += Array("{\"stage\":\(JSON.string(stage.rawValue).compactText),\"rows\":[".utf8) }
        var count = 0
        try inspection.visitWhole(most: limit) { row in
            if stage != nil, count > 0 { pending.append(UInt8(ascii: ",")) }
            count += 1
            pending += stage == nil ? row.jsonLine : row.jsonLine.dropLast()
            if pending.count > 1 << 16 {
                try Terminal.write(jsonLines: pending)
                pending.removeAll(keepingCapacity: true)
            }
        }
        if stage != nil { pending += Array("]}\n".utf8) }
        try Terminal.write(jsonLines: pending)
    }

    private static func showForPrograms(
        _ inspection: Inspection, _ stage: StageName, _ limit: Int, _ arguments: Arguments
    ) throws {
        var rows: [Inspection.Row] = []
        let count = try inspection.visit(length: 200, most: limit) { rows.append($0) }
        try arguments.show(InspectionAnswer(stage: stage, count: count, rows: rows))
    }

    /// Prints each row as it is found, without storing them: there may be many.
    private static func showForPeople(_ inspection: Inspection, _ limit: Int, _ arguments: Arguments) throws {
        let count = try inspection.visit(length: 400, most: limit) { try arguments.show($0) }
        let shown = min(count, limit)
        Terminal.printDiagnostic(
            shown < count
                ? "\(Wording.grouped(shown)) of \(Wording.counted(count, "question")); --limit shows more"
                : "\(Wording.counted(count, "question"))")
    }
}

extension Option {
    fileprivate static let dropped = Option("dropped", "the questions that the stage dropped, instead of those it kept")
    fileprivate static let rule = Option("rule", value: "RULE", "only questions that this rule kept or dropped")
    fileprivate static let source = Option("source", value: "SOURCE", "only questions of this source")
    fileprivate static let domain = Option("domain", value: "DOMAIN", "only questions of this domain")
    fileprivate static let groupBy = Option(
        "group-by", value: "PROPERTY",
        "counts the questions by \(listed(InspectionGroups.Property.allCases.map(\.rawValue)))")
    fileprivate static let sort = Option(
        "sort", value: "ORDER",
        "row, the order of the pool (default); tokens, longest trace first; or probability, most probable first")
    fileprivate static let full = Option("full", "whole questions, one line of JSON each")
    fileprivate static let parquet = Option(
        "parquet", value: "FILE", "writes the questions of --full to a new Parquet file")
}
