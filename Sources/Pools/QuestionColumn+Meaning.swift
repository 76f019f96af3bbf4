extension QuestionColumn {
    /// What the column holds, for the documentation.
    package var meaning: String {
        switch self {
        case .id:
            "the first 16 hexadecimal digits of the SHA-256 of the question's text, which questions of equal text share"
        case .row: "the number of the question in the pool, from 0, which no other question has"
        case .source: "the name of the source"
        case .key: "the name that its source gives the question, by which recordings join; null if there is none"
        case .question: "the text of the question"
        case .solution: "the reference answer; null if there is none"
        case .cotType: "the kind of the question, such as `math`; null if it is unknown"
        case .sourceType: "where the source has the question from; null if it is unknown"
        case .metadata: "the rest of the source's row, a JSON object as text; null if there is none"
        case .cot: "a column of the published s1K; null unless the recipe fills it"
        case .trajectories: "the parts of the trace, a list of texts that may be empty"
        case .attempt: "the teacher's final answer; null if there is none"
        case .domain: "the label; null if there is none"
        case .traceTokens: "the length of the trace in tokens; null if it is unknown"
        case .outcomes: "whether the model solved the question; null if that is unknown"
        case .origin: "where the question was read from"
        }
    }
}
