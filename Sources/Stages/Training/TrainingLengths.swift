import Bytes
import Files
import Messages
import Pools
import Tokenizer

/// The lengths of training rows in tokens, and the treatment of rows that a trainer would truncate.
///
/// The length of a row is that of its text in the format `sft`, with control tokens encoded as such. Without a tokenizer it
/// is the length of its trace on record, which leaves out the question, the answer and what stands around them.
package struct TrainingLengths {
    static let documentation = RuleDocumentation.drops(
        .tooLong, when: "`train.over` is `drop` and its row has more tokens than `train.max_tokens`")

    /// The questions whose rows were counted, in ascending order.
    package let questions: [QuestionIndex]
    /// The length of each row.
    package let tokens: [Int]
    /// The part of the rows that was counted, as evidence names it; nil for all of it.
    package let counted: String?
    let settings: TrainRecipe

    /// Takes the lengths of the questions' traces on record.
    ///
    /// Throws `CurationError.failed` when that of a question is unknown.
    init(
        onRecordOf questions: [QuestionIndex], in facts: QuestionFacts, _ settings: TrainRecipe
    ) throws(CurationError) {
        try TrainingNeeds.demandLengths(of: questions, facts)
        self.questions = questions
        self.settings = settings
        counted = MissingRule.trace
        tokens = questions.map { Int(facts.traceTokens[$0]) }
    }

    /// Counts the tokens of the questions' rows on several threads.
    ///
    /// - Parameters:
    ///   - system: the system prompt of the rows; nil for none.
    ///   - escapes: whether control tokens that the texts spell are escaped, as in the rows that are written.
    init(
        _ questions: [QuestionIndex], of pool: Pool, _ tokenizer: Tokenizer, _ settings: TrainRecipe,
        system: String?, escapes: Bool = false, threads: Int
    ) throws {
        self.questions = questions
        self.settings = settings
        counted = nil
        var tokens: [Int] = []
        try Pipeline<ArraySlice<QuestionIndex>, [Int]>(threads: threads).run(
            producers: [RowExporter.pieces(of: questions)],
            makeWorker: {
                let encoder = TokenEncoder(tokenizer)
                var (reader, row, text) = (RowExporter.LineReader(), TrainingRow(system: system), [UInt8]())
                return { piece in
                    try piece.map { question in
                        try reader.withLine(of: question, pool) { try row.load($0, id: $1) }
                        if escapes { _ = row.escape(.ofTokenizer) }
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

    /// The maximum number of tokens of a row.
    private var limit: Int { settings.maxTokens ?? .max }

    /// The number of rows that exceed the maximum.
    package var over: Int { tokens.count { $0 > limit } }

    /// The questions that are written.
    var kept: [QuestionIndex] {
        settings.dropsLongRows ? zip(questions, tokens).filter { $0.1 <= limit }.map(\.0) : questions
    }

    /// Returns the lines of `decisions.jsonl`.
    func decisions(of pool: Pool) -> [UInt8] {
        var lines: [UInt8] = []
        for (question, count) in zip(questions, tokens) {
            let isDropped = settings.dropsLongRows && count > limit
            let evidence = RowLength(tokens: count, counted: counted, limit: isDropped ? limit : nil)
            let decision: Decision = isDropped ? .dropped(.tooLong, evidence) : .kept(nil, evidence)
            decision.append(to: &lines, id: pool.ids[question], row: question.position)
        }
        return lines
    }

    /// The counts in the form of the manifest, in addition to those of the stage.
    var counts: JSON {
        var counts: JSONObject = [
            "max_tokens": JSON(limit), "over": JSON(over), "longest": JSON(tokens.max() ?? 0),
            "tokens": JSON(tokens.reduce(0, +)),
        ]
        if let counted { counts["counted"] = .string(counted) }
        return .object(counts)
    }
}
