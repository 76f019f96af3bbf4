import Bytes
import Files
import Rows

/// The pool after ingest: of every question what the stages ask for, in columns, and the way to its text and its line.
///
/// The columns are in memory (about 40 bytes a question); texts and lines stay on the disk. It may be used by several
/// threads at once.
package final class Pool: Sendable {
    /// The files of a pool, in the folder of the stage ingest.
    package enum FileName {
        /// A line of JSON for each question.
        package static let lines = "pool.jsonl"
        /// The questions' texts, one after the other.
        package static let texts = "pool.texts"
        /// The columns.
        package static let index = "pool.index"
    }

    /// How many questions there are.
    package let count: Int
    /// The name of the source of each number in `sources`.
    package let sourceNames: [String]
    /// Of each question its id as a number.
    package let ids: [UInt64]
    /// Of each question the number of its source.
    package let sources: [UInt16]
    /// Of each question the number of its source type.
    package let sourceTypes: [Int32]
    /// Of each question the number of its label, -1 for none.
    package let labels: [Int32]
    /// Of each question the length of its trace in tokens, -1 where it is unknown.
    package let tokens: [Int32]
    /// Of each question which parts it has, as `QuestionContents` has them.
    package let contents: [UInt8]
    /// The source types by their numbers.
    package let sourceTypeNames: StringTable
    /// The labels by their numbers.
    package let labelNames: StringTable
    /// Of each question what each model came to.
    package let outcomes: OutcomeColumns
    /// Of each question the line or row of its file, and the files in the order of the pool.
    private let originNumbers: [Int]
    private let files: [OriginFile]
    private let lineEnds: [Int]
    private let textEnds: [Int]
    private let lineFile: InputFile
    private let textFile: InputFile

    /// A pool of three files; of its lines only the size need be there yet.
    ///
    /// Throws `FileError` when one is damaged, or they do not belong together.
    package init(_ parts: PoolFiles<InputFile>) throws {
        let index = try ColumnFileReader(parts.index)
        (textFile, lineFile) = (parts.texts, parts.lines)
        ids = try index.column("ids")
        sources = try index.column("sources")
        sourceTypes = try index.column("source_types")
        labels = try index.column("domains")
        tokens = try index.column("trace_tokens")
        contents = try index.column("contents")
        originNumbers = try index.column("origins")
        files = (index.header["files"]?.list ?? []).compactMap(OriginFile.init)
        lineEnds = try index.column("line_ends")
        textEnds = try index.column("text_ends")
        sourceTypeNames = try index.table("source_type_names")
        labelNames = try index.table("domain_names")
        let models = try index.table("model_names")
        outcomes = OutcomeColumns(
            models: models, columns: try (0..<models.count).map { try index.column("outcomes.\($0)") })
        sourceNames = (index.header["sources"]?.list ?? []).compactMap(\.string)
        count = ids.count
        let isWhole =
            [
                sources.count, sourceTypes.count, labels.count, tokens.count, contents.count, lineEnds.count,
                textEnds.count, originNumbers.count,
            ]
            .allSatisfy { $0 == ids.count }
            && (files.first?.first ?? 0) == 0 && files.isEmpty == ids.isEmpty
            && lineEnds.last ?? 0 == lineFile.size && textEnds.last ?? 0 == textFile.size
        guard isWhole, holdsTogether else {
            throw FileError(
                .notThisFormat, "read", parts.index.path, cause: "it does not belong to the pool beside it")
        }
    }

    /// How many questions a pool can have: numbers of 31 bits say which.
    static let mostQuestions = Int(Int32.max)
    /// How many sources a pool can have: numbers of 16 bits say which.
    package static let mostSources = Int(UInt16.max)

    /// Whether every column leads somewhere: a file that another program wrote may say anything.
    private var holdsTogether: Bool {
        guard count <= Self.mostQuestions, sourceNames.count <= Self.mostSources else { return false }
        let highest = (
            source: sources.max().map(Int.init) ?? -1, type: sourceTypes.max().map(Int.init) ?? -1,
            label: labels.max().map(Int.init) ?? -1
        )
        return highest.source < sourceNames.count
            && highest.type < sourceTypeNames.count && (sourceTypes.min() ?? 0) >= 0
            && highest.label < labelNames.count
            && Self.areEnds(lineEnds, longest: JSONError.longest + 1)
            && Self.areEnds(textEnds, longest: Words.longestText)
            && zip(files, files.dropFirst()).allSatisfy { $0.first < $1.first } && (files.last?.first ?? -1) < count
    }

    /// Whether numbers are where pieces end that follow one another, none longer than so much.
    private static func areEnds(_ ends: [Int], longest: Int) -> Bool {
        var before = 0
        var isRight = true
        for end in ends {
            isRight = isRight && end >= before && end &- before <= longest
            before = end
        }
        return isRight
    }

    /// The id of a question.
    package func id(of question: Int) -> QuestionID { QuestionID(ids[question]) }

    /// The file in which a question stands, and its line or row there.
    package func origin(of question: Int) -> (file: String, unit: Origin.Unit, number: Int) {
        let after = files.partitioningIndex { $0.first > question }
        let file = files[after - 1]
        return (file.path, file.unit, originNumbers[question])
    }

    /// The name of a question's source.
    package func sourceName(of question: Int) -> String { sourceNames[Int(sources[question])] }

    /// A question's source type.
    package func sourceType(of question: Int) -> String { sourceTypeNames[Int(sourceTypes[question])] }

    /// A question's label, the domain as it was recorded, or nil.
    package func label(of question: Int) -> String? {
        labels[question] < 0 ? nil : labelNames[Int(labels[question])]
    }

    /// A question's trace length in tokens, or nil.
    package func traceTokens(of question: Int) -> Int? { tokens[question] < 0 ? nil : Int(tokens[question]) }

    /// True when some question has a trace.
    package var hasTraces: Bool { contents.contains { QuestionContents(rawValue: $0).contains(.trace) } }

    /// The number of a model, or nil when nothing is recorded of it.
    package func model(named name: String) -> Int? {
        name.withByteView { outcomes.models.existingIndex(of: $0) }
    }

    /// The outcome of a model for a question; unknown when the model is nil or nothing is recorded.
    package func outcome(of model: Int?, for question: Int) -> Outcome {
        model.flatMap { outcomes[row: question, model: $0] } ?? .unknown
    }

    /// A question's text.
    package func text(of question: Int) throws(FileError) -> [UInt8] {
        let start = question == 0 ? 0 : textEnds[question - 1]
        return try textFile.bytes(at: start, count: textEnds[question] - start)
    }

    /// A question's line of `pool.jsonl`, line end included.
    package func line(of question: Int) throws(FileError) -> [UInt8] {
        let range = lineRange(of: question)
        return try lineFile.bytes(at: range.lowerBound, count: range.count)
    }

    /// Has the lines of questions fetched that will be read soon, where they stand here and there.
    ///
    /// Each takes the system a while to ask the disk for, so that nobody waits for it, and there is an end to it: of many
    /// questions the first, of most of the pool none, which is read on anyhow.
    package func willReadLines(of questions: [Int32]) {
        guard questions.count < count / 4 else { return }
        let first = questions.prefix(1 << 14)
        let ask = { @Sendable in self.lineFile.willRead(first.lazy.map { self.lineRange(of: Int($0)) }) }
        if !Threads.detach(ask) { ask() }
    }

    /// Reads a question's line into a buffer, and calls with it.
    package func withLine<Result>(
        of question: Int, buffer: inout [UInt8], _ body: (ByteView) throws -> Result
    ) throws -> Result {
        let range = lineRange(of: question)
        if buffer.count < range.count { buffer = [UInt8](repeating: 0, count: range.count) }
        let read = try buffer.withUnsafeMutableBytes {
            try lineFile.read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: $0[..<range.count]))
        }
        return try buffer.withByteView { try body($0[..<read]) }
    }

    private func lineRange(of question: Int) -> Range<Int> {
        (question == 0 ? 0 : lineEnds[question - 1])..<lineEnds[question]
    }

    /// Calls with the texts of questions that follow one another in the pool, read at once into a buffer.
    func withTexts<Result>(
        of questions: Range<Int>, buffer: inout [UInt8], _ body: ((Int) -> ByteView) throws -> Result
    ) throws -> Result {
        let start = questions.lowerBound == 0 ? 0 : textEnds[questions.lowerBound - 1]
        let size = questions.isEmpty ? 0 : textEnds[questions.upperBound - 1] - start
        if buffer.count < size { buffer = [UInt8](repeating: 0, count: size) }
        let read = try buffer.withUnsafeMutableBytes {
            try textFile.read(at: start, into: UnsafeMutableRawBufferPointer(rebasing: $0[..<size]))
        }
        guard read == size else { throw FileError(.other, "read", textFile.path, cause: "it is shorter than it was") }
        return try buffer.withByteView { bytes in
            try body { question in
                bytes[(question == 0 ? 0 : textEnds[question - 1]) - start..<textEnds[question] - start]
            }
        }
    }

    /// How many bytes the texts of a range of questions have.
    package func textSize(of questions: Range<Int>) -> Int {
        guard !questions.isEmpty else { return 0 }
        return textEnds[questions.upperBound - 1] - (questions.lowerBound == 0 ? 0 : textEnds[questions.lowerBound - 1])
    }
}
