import Bytes
import Files
import Pools

/// A cursor over the decisions of a stage, in pool order.
///
/// Reading can stop at any decision. Lines that were returned remain valid.
package struct DecisionCursor {
    /// A line of the current block.
    private struct Line {
        let question: QuestionIndex
        let isKept: Bool
        let rest: Range<Int>
    }

    private let ids: PerQuestion<UInt64>
    /// The questions that can occur in the decisions, in ascending order; nil for the whole pool.
    private let candidates: ArraySlice<QuestionIndex>?
    /// The index of the next candidate.
    private var place: Int
    /// The source of further lines; nil when all lines are in memory.
    private let file: LineBlocks?
    private let path: String

    private var block: [UInt8] = []
    private var lines: [Line] = []
    private var nextLine = 0
    /// Whether the text after the current lines is not a decision on the pool.
    private var isDamaged = false

    /// Creates a cursor at the beginning of a file.
    ///
    /// - Parameter candidates: the questions that can occur, in ascending order; nil for the whole pool.
    package init(_ file: InputFile, of questions: any Questions, among candidates: [QuestionIndex]?) {
        ids = questions.ids
        self.candidates = candidates?[...]
        place = 0
        path = file.path
        self.file = LineBlocks(file)
    }

    /// Creates a cursor at the beginning of lines that a stage has just written.
    ///
    /// - Parameter candidates: the questions that can occur, in ascending order.
    package init(_ lines: [UInt8], of questions: any Questions, among candidates: ArraySlice<QuestionIndex>) {
        ids = questions.ids
        self.candidates = candidates
        place = candidates.startIndex
        path = DecisionFile.fileName
        file = nil
        take(lines, 0..<lines.count)
    }

    /// Returns the next decision, or nil at the end.
    ///
    /// Throws `FileError` when the file cannot be read or does not belong to this pool. All decisions before the fault
    /// are returned first.
    package mutating func next() throws(FileError) -> DecisionLine? {
        while nextLine == lines.count {
            guard !isDamaged else {
                throw FileError(.notThisFormat, "read", path, cause: "its decisions are not about this pool")
            }
            file?.giveBack(&block)
            guard let next = try file?.next() else { return nil }
            take(next.buffer, next.range)
        }
        let line = lines[nextLine]
        nextLine += 1
        return DecisionLine(question: line.question, isKept: line.isKept, block: block, rest: line.rest)
    }

    /// Splits a block into lines, up to the first that is not a decision on the pool.
    private mutating func take(_ bytes: [UInt8], _ range: Range<Int>) {
        block = bytes
        lines.removeAll(keepingCapacity: true)
        nextLine = 0
        bytes.withByteView { view in
            var start = range.lowerBound
            while start < range.upperBound, !isDamaged {
                let end = view[..<range.upperBound].firstIndex(of: 0x0A, from: start) ?? range.upperBound
                if let found = DecisionFormat.head(of: view[start..<end]), let question = question(found.id, found.row)
                {
                    lines.append(Line(question: question, isKept: found.isKept, rest: start + found.rest..<end))
                } else {
                    isDamaged = true
                }
                start = end + 1
            }
        }
    }

    /// Returns the question of the given row, which follows that of the decision before it; nil if it is none of the
    /// candidates or has another id.
    private mutating func question(_ id: UInt64, _ row: Int) -> QuestionIndex? {
        guard let candidates else {
            guard row >= place, row < ids.count else { return nil }
            place = row + 1
            return ids[QuestionIndex(row)] == id ? QuestionIndex(row) : nil
        }
        while place < candidates.endIndex {
            let question = candidates[place]
            place += 1
            if question.position >= row { return question.position == row && ids[question] == id ? question : nil }
        }
        return nil
    }
}
