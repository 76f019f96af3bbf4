import Bytes
import Files
import Rows

/// A collection of questions as input of stages: their facts and access to their texts.
package protocol Questions: Sendable {
    /// The facts about the questions.
    var facts: QuestionFacts { get }

    /// Returns the file that contains a question, and its line or row number in that file.
    func origin(of question: QuestionIndex) -> (file: String, unit: Origin.Unit, number: Int)

    /// Returns a question's text.
    func text(of question: QuestionIndex) throws(FileError) -> [UInt8]

    /// Waits until the lines of the pool can be read.
    func waitForLines() throws

    /// Calls `body` with a question's line of the pool, which is read into a buffer; it is empty if there is none.
    func withLine<Result>(
        of question: QuestionIndex, buffer: inout [UInt8], _ body: (ByteView) throws -> Result
    ) throws -> Result

    /// Returns the total size in bytes of the texts of a range of questions.
    func textSize(of questions: Range<QuestionIndex>) -> Int

    /// Calls `body` with the texts of consecutive questions, which are read into a buffer with a single read.
    func withTexts<Result>(
        of questions: Range<QuestionIndex>, buffer: inout [UInt8],
        _ body: ((QuestionIndex) -> ByteView) throws -> Result
    ) throws -> Result
}

extension Questions {
    /// Does nothing: the lines of most questions can be read at any time.
    package func waitForLines() {}

    /// The number of questions.
    package var count: Int { facts.count }

    /// The id of each question, as a number.
    package var ids: PerQuestion<UInt64> { facts.ids }

    /// Returns the id of a question.
    package func id(of question: QuestionIndex) -> QuestionID { facts.id(of: question) }
}

extension Questions {
    /// Visits questions on several threads, each with its own worker.
    ///
    /// - Parameters:
    ///   - questions: the questions, in ascending order.
    ///   - makeWorker: creates the worker of a thread.
    ///   - visit: called once for each question, in any order, on any thread.
    package func scan<Worker>(
        _ questions: ArraySlice<QuestionIndex>, needsTexts: Bool = true, threads: Int, makeWorker: () -> Worker,
        visit: (Worker, Question) throws -> Void
    ) throws {
        try withoutActuallyEscaping(visit) { visit in
            try Pipeline<ArraySlice<QuestionIndex>, Void>(threads: threads).run(
                producers: [chunks(of: questions, needsTexts: needsTexts)],
                makeWorker: {
                    let worker = makeWorker()
                    var buffer: [UInt8] = []
                    return { chunk in
                        try self.visit(chunk, needsTexts: needsTexts, buffer: &buffer) { try visit(worker, $0) }
                    }
                },
                consume: { _ in })
        }
    }

    /// Visits the questions of a chunk in order.
    ///
    /// - Parameters:
    ///   - needsTexts: whether the questions have their texts.
    ///   - needsLines: whether the questions have their lines of the pool, and their texts.
    package func visit(
        _ chunk: ArraySlice<QuestionIndex>, needsTexts: Bool, needsLines: Bool = false, buffer: inout [UInt8],
        _ body: (Question) throws -> Void
    ) throws {
        guard let first = chunk.first, let last = chunk.last else { return }
        let facts = facts
        guard needsTexts || needsLines else {
            for question in chunk { try body(Question(facts: facts, index: question, text: .empty)) }
            return
        }
        var line: [UInt8] = []
        try withTexts(of: first..<last.advanced(by: 1), buffer: &buffer) { text in
            for question in chunk {
                guard needsLines else {
                    try body(Question(facts: facts, index: question, text: text(question)))
                    continue
                }
                try withLine(of: question, buffer: &line) {
                    try body(Question(facts: facts, index: question, text: text(question), line: $0))
                }
            }
        }
    }

    /// Returns an iterator over chunks of the questions that are large enough for one unit of work and limited in the
    /// size of their texts.
    package func chunks(of questions: ArraySlice<QuestionIndex>, needsTexts: Bool) -> () -> ArraySlice<QuestionIndex>? {
        var rest = questions
        return {
            guard let first = rest.first else { return nil }
            var count = 0
            for question in rest {
                count += 1
                if count >= 4096 || needsTexts && self.textSize(of: first..<question.advanced(by: 1)) >= 1 << 18 {
                    break
                }
            }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
    }
}
