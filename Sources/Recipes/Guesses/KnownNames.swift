/// The names that fields have in published datasets, in lower case and without separators, the most telling ones first.
enum KnownNames {
    static let question = [
        "question", "problem", "prompt", "instruction", "query", "questiontext", "problemtext", "problemstatement",
        "userprompt", "inputtext", "task", "q", "title", "input", "user", "human", "text", "body", "content",
    ]
    /// What stands before a question that needs it.
    static let context = ["passage", "context"]
    /// The answers to choose from.
    static let options = ["options", "choices"]
    static let solution = [
        "solution", "answer", "finalanswer", "expectedanswer", "groundtruth", "goldanswer", "gold", "correctanswer",
        "referenceanswer", "referencesolution", "reference", "target", "label", "answerkey",
    ]
    static let trace = [
        "thinkingtrajectories", "thinkingtrajectory", "reasoningcontent", "reasoning", "thinking", "think", "trace",
        "reasoningtrace", "chainofthought", "thoughts", "thought", "thoughtprocess", "rationale", "cot",
    ]
    static let traceEndings = [
        "reasoningcontent", "reasoning", "thinking", "thinkingtrajectory", "thinkingtrajectories", "trace", "rationale",
    ]
    static let response = [
        "attempt", "response", "output", "completion", "generation", "generations", "modelanswer", "modelresponse",
        "modeloutput", "prediction", "assistant", "final",
    ]
    static let responseEndings = ["attempt", "response", "output", "completion", "generation", "solution"]
    static let domain = [
        "domain", "subject", "topic", "category", "field", "area", "discipline", "subfield", "type", "class", "ability",
    ]
    static let sourceType = ["sourcetype", "source", "datasource", "dataset", "datasetname", "origin"]
    static let traceTokens = [
        "tracetokens", "reasoningtokens", "thinkingtokens", "numtokens", "ntokens", "tokencount", "tokens",
        "geminilength",
        "genminilength", "completiontokens", "responsetokens", "outputtokens", "generationtokens", "length",
    ]
    /// The words in the names of outcomes, which are not those of the model.
    static let outcomeWords: Set<String> = [
        "is", "was", "correct", "correctness", "solved", "right", "passed", "pass", "verified", "verify", "model",
    ]
    /// The words of which the name of an outcome has one.
    static let outcomeMarks = ["correct", "solved", "passed", "verified", "isright"]
    private static let negatedOutcomes: Set<String> = [
        "not", "incorrect", "incorrectly", "unsolved", "unverified", "wrong", "failed", "fail", "failure",
    ]

    /// Returns whether a name says the opposite of an outcome, as `is_incorrect` does.
    static func isNegated(_ name: String) -> Bool {
        name.lowercased().split { !$0.isLetter }.contains { word in
            negatedOutcomes.contains(String(word))
                || word.hasPrefix("is") && negatedOutcomes.contains(String(word.dropFirst(2)))
        }
    }
    /// The column of the name of the model that made an attempt.
    static let model = ["model", "modelname", "generator", "solver"]
    /// The roles of the one who asks, and of the one who answers, in conversations.
    static let (askers, answerers) = (["user", "human"], ["assistant", "gpt", "model", "bot", "chatbot"])
    /// The fields of a message in which the reasoning is apart from the answer.
    static let messageReasoning = ["reasoning_content", "reasoning", "thinking"]
    /// The columns of the published s1K that are in no other dataset together.
    static let published = ["question", "cot_type", "source_type", "thinking_trajectories"]
}
