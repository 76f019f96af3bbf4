import Bytes

/// The answer of `curate explain` about a question, and about others of the pool that have the same text and id.
struct ExplanationsAnswer: Answer {
    /// The answers in the order of the pool; at least one.
    let answers: [any Answer]

    /// The first answer, with the others as `copies`.
    var json: JSON {
        var object = answers.first?.json.object ?? JSONObject()
        object["copies"] = .list(answers.dropFirst().map(\.json))
        return .object(object)
    }

    func lines(columns: Int) -> [String] { answers.flatMap { $0.lines(columns: columns) } }
}
