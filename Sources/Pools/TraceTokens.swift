import Bytes
import Tokenizer

/// Counts the tokens of traces whose length is not recorded.
///
/// Not thread-safe.
package final class TraceTokens {
    private let encoder: TokenEncoder
    private var index = JSONIndex()
    private var text: [UInt8] = []

    /// Creates a counter with the recipe's tokenizer.
    init(_ tokenizer: Tokenizer) {
        encoder = TokenEncoder(tokenizer)
    }

    /// Returns the number of tokens of a list of trajectories, whose texts are joined by line breaks as in training
    /// files; nil if the number exceeds the range of a pool.
    ///
    /// Throws `JSONError` when the value is not a list.
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
        "a recording that sets trace_tokens, or \"tokenizer\": { \"path\": ... } with \(TokenizerRecipe.vocabulary)"
}
