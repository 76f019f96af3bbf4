import Bytes
import Files
import Pools

/// Goes through the decisions of a stage one by one, in pool order.
///
/// Whoever has seen enough asks for no more. The lines stay valid.
package struct DecisionCursor {
    /// A line of the block at hand.
    private struct Line {
        let question: QuestionIndex
        let isKept: Bool
        let rest: Range<Int>
    }

    private let ids: PerQuestion<UInt64>
    /// The questions that there may be decisions on, ascending; nil for the whole pool.
    private let candidates: ArraySlice<QuestionIndex>?
    /// The place of the next of them.
    private var place: Int
    /// What the lines come from; nil where they are all at hand.
    private let file: LineBlocks?
    private let path: String

    private var block: [UInt8] = []
    private var lines: [Line] = []
    private var nextLine = 0
    /// Whether what comes behind the lines at hand is no decision on the pool.
    private var isDamaged = false

    /// A cursor at the beginning of a file.
    ///
    /// - Parameter candidates: the questions that it may speak of, ascending: after decontaminate those which that stage
    ///   kept, since before it a text may stand in the pool more than once. Nil means the whole pool.
    package init(_ file: InputFile, of questions: any Questions, among candidates: [QuestionIndex]?) {
        ids = questions.ids
        self.candidates = candidates?[...]
        place = 0
        path = file.path
        self.file = LineBlocks(file)
    }

    /// A cursor at the beginning of lines that a stage has just written.
    ///
    /// - Parameter candidates: the questions that they may speak of, ascending.
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
    /// Throws `FileError` when the file cannot be read, or where it is not of this pool: every decision before that is
    /// returned first.
    package mutating func next() throws(FileError) -> DecisionLine? {
        while nextLine == lines.count {
            guard !isDamaged else {
                throw FileError(.notThisFormat, "read", path, cause: "it does not hold the decisions on this pool")
            }
            file?.giveBack(&block)
            guard let next = try file?.next() else { return nil }
            take(next.buffer, next.range)
        }
        let line = lines[nextLine]
        nextLine += 1
        return DecisionLine(question: line.question, isKept: line.isKept, block: block, rest: line.rest)
    }

    /// Cuts a block into its lines, up to the first that is no decision on the pool.
    private mutating func take(_ bytes: [UInt8], _ range: Range<Int>) {
        block = bytes
        lines.removeAll(keepingCapacity: true)
        nextLine = 0
        bytes.withByteView { view in
            var start = range.lowerBound
            while start < range.upperBound, !isDamaged {
                let end = view[..<range.upperBound].firstIndex(of: 0x0A, from: start) ?? range.upperBound
                if let found = DecisionFormat.split(view[start..<end]), let question = question(found.id) {
                    lines.append(Line(question: question, isKept: found.isKept, rest: start + found.rest..<end))
                } else {
                    isDamaged = true
                }
                start = end + 1
            }
        }
    }

    /// The next question with an id, in pool order.
    private mutating func question(_ id: UInt64) -> QuestionIndex? {
        let end = candidates?.endIndex ?? ids.count
        while place < end {
            let question = candidates?[place] ?? QuestionIndex(place)
            place += 1
            if ids[question] == id { return question }
        }
        return nil
    }
}
