import Bytes
import Tokenizer

/// Counts the tokens of traces where no recording gives their number; for one thread.
package final class TraceTokens {
    private let encoder: TokenEncoder
    private var index = JSONIndex()
    private var text: [UInt8] = []

    /// A counter with the recipe's tokenizer.
    init(_ tokenizer: Tokenizer) {
        encoder = TokenEncoder(tokenizer)
    }

    /// How many tokens a list of trajectories has: of its texts joined by line breaks, as training files join them; nil
    /// when there are more than a pool can tell.
    ///
    /// Throws `JSONError` when the value is no list.
    func count(_ trajectories: FieldValue) throws(JSONError) -> Int32? {
        try index.index(trajectories.bytes)
        text.removeAll(keepingCapacity: true)
        for (place, field) in index.fields.enumerated() {
            if place > 0 { text.append(0x0A) }
            text.append(text: field.value)
        }
        return Int32(exactly: text.withByteView { encoder.count($0) })
    }

    /// How a trace gets its length, for messages that say it has none.
    package static let remedy =
        "a recording that sets trace_tokens, or \"tokenizer\": { \"path\": ... } with the folder of Qwen2.5's vocabulary"
}
