import Bytes
import Files
import Rows

/// Questions that stages look at: their facts, and the way to their texts.
package protocol Questions: Sendable {
    /// What is known of each.
    var facts: QuestionFacts { get }

    /// The file in which a question stands, and its line or row there.
    func origin(of question: QuestionIndex) -> (file: String, unit: Origin.Unit, number: Int)

    /// A question's text.
    func text(of question: QuestionIndex) throws(FileError) -> [UInt8]

    /// How many bytes the texts of a range of questions have.
    func textSize(of questions: Range<QuestionIndex>) -> Int

    /// Calls `body` with the texts of questions that follow one another, read at once into a buffer.
    func withTexts<Result>(
        of questions: Range<QuestionIndex>, buffer: inout [UInt8],
        _ body: ((QuestionIndex) -> ByteView) throws -> Result
    ) throws -> Result
}

extension Questions {
    /// How many questions there are.
    package var count: Int { facts.count }

    /// Of each question its id as a number.
    package var ids: PerQuestion<UInt64> { facts.ids }

    /// The id of a question.
    package func id(of question: QuestionIndex) -> QuestionID { facts.id(of: question) }
}

extension Questions {
    /// Goes through questions on several threads, each thread with something of its own.
    ///
    /// - Parameters:
    ///   - questions: their numbers, ascending.
    ///   - makeWorker: makes what a thread keeps to itself.
    ///   - visit: is called once for each question, in no particular order, by any thread.
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
    package func visit(
        _ chunk: ArraySlice<QuestionIndex>, needsTexts: Bool, buffer: inout [UInt8], _ body: (Question) throws -> Void
    ) throws {
        guard let first = chunk.first, let last = chunk.last else { return }
        let facts = facts
        guard needsTexts else {
            for question in chunk { try body(Question(facts: facts, index: question, text: .empty)) }
            return
        }
        try withTexts(of: first..<last.advanced(by: 1), buffer: &buffer) { text in
            for question in chunk {
                try body(Question(facts: facts, index: question, text: text(question)))
            }
        }
    }

    /// Cuts questions into chunks that are worth a thread's while and whose texts fit into little memory.
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
