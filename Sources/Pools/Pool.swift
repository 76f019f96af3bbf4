import Bytes
import Files
import Rows

/// The pool after ingest: of every question the facts that the stages ask for, and the way to its text and its line.
///
/// The facts are in memory (about 40 bytes a question); texts and lines stay on the disk. It may be used by several
/// threads at once.
package final class Pool: Questions {
    /// The files of a pool, in the folder of the stage ingest.
    package enum FileName {
        /// A line of JSON for each question.
        package static let lines = "pool.jsonl"
        /// The questions' texts, one after the other.
        package static let texts = "pool.texts"
        /// The columns.
        package static let index = "pool.index"
    }

    /// What is known of each question.
    package let facts: QuestionFacts
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
    package init(_ opened: PoolFiles<InputFile>) throws {
        let index = try ColumnFileReader(opened.index)
        (textFile, lineFile) = (opened.texts, opened.lines)
        let ids: [UInt64] = try index.column("ids")
        let models = try index.table("model_names")
        facts = try QuestionFacts(
            ids: ids, sources: try index.column("sources"),
            sourceNames: (index.header["sources"]?.list ?? []).compactMap(\.string),
            parts: try index.column("contents"),
            outcomes: OutcomeColumns(
                models: models, columns: try (0..<models.count).map { try index.column("outcomes.\($0)") }),
            numbers: { column in
                switch column.kept {
                case .names(let name, _, _), .numbers(let name): try index.column(name)
                default: []
                }
            },
            names: { column in
                if case .names(_, let table, _) = column.kept { try index.table(table) } else { StringTable() }
            })
        originNumbers = try index.column("origins")
        files = (index.header["files"]?.list ?? []).compactMap(OriginFile.init)
        lineEnds = try index.column("line_ends")
        textEnds = try index.column("text_ends")
        let isWhole =
            [lineEnds.count, textEnds.count, originNumbers.count].allSatisfy { $0 == ids.count }
            && (files.first?.first ?? 0) == 0 && files.isEmpty == ids.isEmpty
            && lineEnds.last ?? 0 == lineFile.size && textEnds.last ?? 0 == textFile.size
        guard isWhole, holdsTogether else {
            throw FileError(
                .notThisFormat, "read", opened.index.path, cause: "it does not belong to the pool beside it")
        }
    }

    /// Whether every column leads somewhere: a file that another program wrote may say anything.
    private var holdsTogether: Bool {
        facts.holdsTogether
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

    /// The file in which a question stands, and its line or row there.
    package func origin(of question: QuestionIndex) -> (file: String, unit: Origin.Unit, number: Int) {
        let after = files.partitioningIndex { $0.first > question.position }
        let file = files[after - 1]
        return (file.path, file.unit, originNumbers[question.position])
    }

    /// A question's text.
    package func text(of question: QuestionIndex) throws(FileError) -> [UInt8] {
        let start = textStart(of: question)
        return try textFile.bytes(at: start, count: textEnds[question.position] - start)
    }

    /// A question's line of `pool.jsonl`, line end included.
    package func line(of question: QuestionIndex) throws(FileError) -> [UInt8] {
        let range = lineRange(of: question)
        return try lineFile.bytes(at: range.lowerBound, count: range.count)
    }

    /// Has the lines of questions fetched that will be read soon, where they stand here and there.
    ///
    /// Each takes the system a while to ask the disk for, so that nobody waits for it, and there is an end to it: of many
    /// questions the first, of most of the pool none, which is read on anyhow.
    package func willReadLines(of questions: [QuestionIndex]) {
        guard questions.count < count / 4 else { return }
        let first = questions.prefix(1 << 14)
        let ask = { @Sendable in self.lineFile.willRead(first.lazy.map { self.lineRange(of: $0) }) }
        if !Threads.detach(ask) { ask() }
    }

    /// Reads a question's line into a buffer, and calls with it.
    package func withLine<Result>(
        of question: QuestionIndex, buffer: inout [UInt8], _ body: (ByteView) throws -> Result
    ) throws -> Result {
        let range = lineRange(of: question)
        let read = try lineFile.read(at: range.lowerBound, count: range.count, into: &buffer)
        return try buffer.withByteView { try body($0[..<read]) }
    }

    private func lineRange(of question: QuestionIndex) -> Range<Int> {
        (question.position == 0 ? 0 : lineEnds[question.position - 1])..<lineEnds[question.position]
    }

    /// Calls `body` with the texts of questions that follow one another in the pool, read at once into a buffer.
    package func withTexts<Result>(
        of questions: Range<QuestionIndex>, buffer: inout [UInt8],
        _ body: ((QuestionIndex) -> ByteView) throws -> Result
    ) throws -> Result {
        let (start, size) = (textStart(of: questions.lowerBound), textSize(of: questions))
        let read = try textFile.read(at: start, count: size, into: &buffer)
        guard read == size else { throw FileError(.other, "read", textFile.path, cause: "it is shorter than it was") }
        return try buffer.withByteView { bytes in
            try body { question in
                bytes[textStart(of: question) - start..<textEnds[question.position] - start]
            }
        }
    }

    /// How many bytes the texts of a range of questions have.
    package func textSize(of questions: Range<QuestionIndex>) -> Int {
        guard !questions.isEmpty else { return 0 }
        return textStart(of: questions.upperBound) - textStart(of: questions.lowerBound)
    }

    /// Where the text of a question begins, which is where that of the one before ends.
    private func textStart(of question: QuestionIndex) -> Int {
        question.position == 0 ? 0 : textEnds[question.position - 1]
    }
}
