import Bytes
import Files
import Rows

/// The pool that ingest made: the facts about every question that stages need, and access to its text and line.
///
/// The facts are in memory (about 40 bytes per question); texts and lines remain on disk. Thread-safe.
package final class Pool: Questions {
    /// The files of a pool, in the folder of the stage ingest.
    package enum FileName {
        /// The lines, each with a question as JSON.
        package static let lines = "pool.jsonl"
        /// The concatenated texts of the questions.
        package static let texts = "pool.texts"
        /// The columns.
        package static let index = "pool.index"
    }

    /// The number of the format of the files, which changes when this version could no longer read them; decisions are
    /// part of it.
    static let format = 2

    /// The facts about the questions.
    package let facts: QuestionFacts
    /// The line or row number of each question in its file, and the files in the order of the pool.
    private let originNumbers: [Int]
    private let files: [OriginFile]
    private let lineEnds: [Int]
    private let textEnds: [Int]
    private let lineFile: InputFile
    private let textFile: InputFile
    private let whenLinesAreWritten: (@Sendable () throws -> Void)?

    /// Opens a pool of three files.
    ///
    /// The contents of the file of lines need not be available yet, only its size.
    ///
    /// Throws `FileError` when a file is damaged, or the files do not belong together.
    ///
    /// - Parameters:
    ///   - opened: the files.
    ///   - whenLinesAreWritten: waits until the file of lines has its contents; nil if it already has.
    package init(_ opened: PoolFiles<InputFile>, whenLinesAreWritten: (@Sendable () throws -> Void)? = nil) throws {
        self.whenLinesAreWritten = whenLinesAreWritten
        let index = try ColumnFileReader(opened.index)
        guard index.header["format"]?.integer == Self.format else {
            throw FileError(.notThisFormat, "read", opened.index.path, cause: "it is a pool of another version")
        }
        (textFile, lineFile) = (opened.texts, opened.lines)
        let ids: [UInt64] = try index.column("ids")
        let models = try index.table("model_names")
        facts = try QuestionFacts(
            ids: ids, keys: index.header["keys"] == true ? try index.column("keys") : [],
            sources: try index.column("sources"),
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

    /// Whether all columns are consistent; the file may have been written by another program.
    private var holdsTogether: Bool {
        facts.holdsTogether
            && Self.areEnds(lineEnds, longest: JSONError.longest + 1)
            && Self.areEnds(textEnds, longest: Words.longestText)
            && zip(files, files.dropFirst()).allSatisfy { $0.first < $1.first } && (files.last?.first ?? -1) < count
    }

    /// Returns whether numbers are valid end offsets of consecutive pieces of at most `longest` bytes.
    private static func areEnds(_ ends: [Int], longest: Int) -> Bool {
        var before = 0
        var isRight = true
        for end in ends {
            isRight = isRight && end >= before && end &- before <= longest
            before = end
        }
        return isRight
    }

    /// Returns the file that contains a question, and its line or row number in that file.
    package func origin(of question: QuestionIndex) -> (file: String, unit: Origin.Unit, number: Int) {
        let after = files.partitioningIndex { $0.first > question.position }
        let file = files[after - 1]
        return (file.path, file.unit, originNumbers[question.position])
    }

    /// Returns a question's text.
    package func text(of question: QuestionIndex) throws(FileError) -> [UInt8] {
        let start = textStart(of: question)
        return try textFile.bytes(at: start, count: textEnds[question.position] - start)
    }

    /// Returns a question's line of `pool.jsonl`, including the line feed.
    package func line(of question: QuestionIndex) throws(FileError) -> [UInt8] {
        let range = lineRange(of: question)
        return try lineFile.bytes(at: range.lowerBound, count: range.count)
    }

    /// Waits until the lines of the pool can be read.
    ///
    /// Throws the error of writing them.
    package func waitForLines() throws { try whenLinesAreWritten?() }

    /// Prefetches the lines of questions that will be read soon, if they are scattered.
    ///
    /// Requesting the lines takes time, so this runs on another thread and is limited to the first questions. It does
    /// nothing if the questions are a large part of the pool, which is read sequentially anyway.
    package func willReadLines(of questions: [QuestionIndex]) {
        guard questions.count < count / 4 else { return }
        let first = questions.prefix(1 << 14)
        let ask = { @Sendable in self.lineFile.willRead(first.lazy.map { self.lineRange(of: $0) }) }
        if !Threads.detach(ask) { ask() }
    }

    /// Reads a question's line into a buffer, and calls `body` with it.
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

    /// Calls `body` with the texts of consecutive questions, which are read into a buffer with a single read.
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

    /// Returns the total size in bytes of the texts of a range of questions.
    package func textSize(of questions: Range<QuestionIndex>) -> Int {
        guard !questions.isEmpty else { return 0 }
        return textStart(of: questions.upperBound) - textStart(of: questions.lowerBound)
    }

    /// Returns the offset of a question's text, which is the end of the preceding one.
    private func textStart(of question: QuestionIndex) -> Int {
        question.position == 0 ? 0 : textEnds[question.position - 1]
    }
}
