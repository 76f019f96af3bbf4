import Bytes
import Messages
import Pools
import Shapes

/// What happens to text of a row that spells a token of the format that the row is rendered in.
///
/// A trainer takes such text for the token: a question with `<|im_end|>` ends the user's turn.
package enum ControlTokenTreatment: String, DocumentedChoice {
    /// The export fails.
    case refuse
    /// A backslash is inserted, so that the text spells no token.
    case escape
    /// The text is written as it is.
    case keep

    /// A one-line description of the choice.
    package var meaning: String {
        switch self {
        case .refuse: "the export fails and names the row"
        case .escape:
            "a backslash is written behind the `<` of each, as in `<\\|im_end|>`, which a tokenizer reads as plain text; "
                + "`verify` writes the rows again and compares them"
        case .keep: "they are written as they are, and a trainer takes them for the tokens"
        }
    }
}

/// The handling of control tokens in rows of one format.
struct ControlTokenCheck {
    /// The format.
    let format: ExportFormat
    let treatment: ControlTokenTreatment
    /// The tokens that rows of the format are rendered with.
    private let tokens: SpelledTokens

    /// Creates the check for rows of a format.
    init(_ format: ExportFormat, _ style: MessageStyle, _ treatment: ControlTokenTreatment) {
        (self.format, self.treatment) = (format, treatment)
        tokens = format == .messages && style == .think ? .ofMessages : .ofTokenizer
    }

    /// Escapes the tokens in a row if that is the treatment; returns whether it spells any.
    ///
    /// Throws `CurationError.failed` when it does and the treatment is to refuse.
    func apply(to row: inout TrainingRow, id: QuestionID) throws -> Bool {
        switch treatment {
        case .keep: return row.firstToken(of: tokens) != nil
        case .escape: return row.escape(tokens)
        case .refuse:
            guard let (part, token) = row.firstToken(of: tokens) else { return false }
            throw CurationError.failed(
                "the \(part) of the question \(id) spells \"\(token)\", a token that rows of the format "
                    + "\(format.rawValue) are made with; \"control_tokens\" in quality.rules drops questions with control "
                    + "tokens of the tokenizer, \"cut_trace\" those with <think> in the attempt, and \"control_tokens\": "
                    + "\"escape\" or \"keep\" in export writes such rows")
        }
    }
}
