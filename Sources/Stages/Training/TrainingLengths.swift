import Bytes
import Files
import Pools
import Tokenizer

/// The lengths of training rows in tokens, and what becomes of those that a trainer would cut.
///
/// A row's length is that of its text in the format `sft`, control tokens taken as such.
package struct TrainingLengths {
    static let documentation = RuleDocumentation.drops(
        .tooLong, when: "`train.over` is `drop`, and its row has more tokens than `train.max_tokens`")

    /// The questions whose rows were counted, ascending.
    package let questions: [QuestionIndex]
    /// The length of each.
    package let tokens: [Int]
    let settings: TrainRecipe

    /// Counts the rows of some questions on several threads.
    init(_ questions: [QuestionIndex], of pool: Pool, _ tokenizer: Tokenizer, _ settings: TrainRecipe, threads: Int)
        throws
    {
        self.questions = questions
        self.settings = settings
        var tokens: [Int] = []
        try Pipeline<ArraySlice<QuestionIndex>, [Int]>(threads: threads).run(
            producers: [Export.pieces(of: questions)],
            makeWorker: {
                let encoder = TokenEncoder(tokenizer)
                var (reader, row, text) = (Export.LineReader(), TrainingRow(), [UInt8]())
                return { piece in
                    try piece.map { question in
                        try reader.withLine(of: question, pool) { try row.load($0, id: $1) }
                        text.removeAll(keepingCapacity: true)
                        row.appendPrompt(to: &text)
                        row.appendCompletion(to: &text)
                        return text.withByteView { encoder.count($0, special: true) }
                    }
                }
            },
            consume: { tokens += $0 })
        self.tokens = tokens
    }

    /// The most tokens a row may have.
    private var limit: Int { settings.maxTokens ?? .max }

    /// How many rows have more tokens than that.
    package var over: Int { tokens.count { $0 > limit } }

    /// The questions that are written.
    var kept: [QuestionIndex] {
        settings.dropsLongRows ? zip(questions, tokens).filter { $0.1 <= limit }.map(\.0) : questions
    }

    /// The lines of `decisions.jsonl`.
    func decisions(of pool: Pool) -> [UInt8] {
        var lines: [UInt8] = []
        for (question, count) in zip(questions, tokens) {
            let isDropped = settings.dropsLongRows && count > limit
            let evidence = RowLength(tokens: count, limit: isDropped ? limit : nil)
            let decision: Decision = isDropped ? .dropped(.tooLong, evidence) : .kept(nil, evidence)
            decision.append(to: &lines, id: pool.ids[question])
        }
        return lines
    }

    /// The counts as a manifest has them, beside those of the stage.
    var counts: JSON {
        [
            "max_tokens": JSON(limit), "over": JSON(over), "longest": JSON(tokens.max() ?? 0),
            "tokens": JSON(tokens.reduce(0, +)),
        ]
    }
}
