import Messages
import Shapes

/// The unit in which the lengths of traces are measured, by which the draw ranks questions.
package enum LengthUnit: String, DocumentedChoice {
    case tokens, words, characters, bytes

    /// A one-line description of the choice.
    package var meaning: String {
        switch self {
        case .tokens: "as recorded in `trace_tokens`, or counted by the recipe's tokenizer"
        case .words: "runs of characters between Unicode's white space"
        case .characters: "Unicode code points"
        case .bytes: "bytes of UTF-8"
        }
    }

    /// Returns a number of the unit in words.
    package func counted(_ count: Int) -> String { Wording.counted(count, String(rawValue.dropLast())) }
}
