import Bytes
import Pools
import Tokenizer

/// Drops a question whose text, trace or attempt spells a control token of the tokenizer, such as `<|im_end|>`, which a
/// trainer would take for the token.
struct ControlTokensRule: TextsRule {
    static let name = RuleName(rawValue: "control_tokens")
    static let documentation = RuleDocumentation.drops(
        name,
        when: "its text, a trace or the attempt spells a control token of Qwen2.5's tokenizer, such as `<|im_end|>`",
        example: "It is 4.<|im_end|>")

    func fault(in texts: QuestionTexts) -> TextFault? {
        texts.firstFault(of: [.question, .trajectories, .attempt]) { SpelledTokens.ofTokenizer.first(in: $0) }
    }
}

/// Tokens that a text may spell although it is not meant to contain them.
struct SpelledTokens: Sendable {
    private let tokens: OwnedTexts

    /// The control tokens of the tokenizer.
    static let ofTokenizer = SpelledTokens(Tokenizer.controlTokens)
    /// The same, and the tags around a trace in a message.
    static let ofMessages = SpelledTokens(Tokenizer.controlTokens + ["<think>", "</think>"])

    /// Creates a set of tokens, each of which begins with `<`.
    init(_ tokens: [String]) {
        // Longest first, so that the longest is found where several begin.
        self.tokens = OwnedTexts(tokens.map { Array($0.utf8) }.sorted { $0.count > $1.count })
    }

    /// Returns the range of the first token at or after an offset, or nil if there is none.
    func first(in text: ByteView, from start: Int = 0) -> Range<Int>? {
        var start = start
        while let place = text.firstIndex(of: UInt8(ascii: "<"), from: start) {
            let rest = text[place...]
            for token in tokens.views where rest.starts(with: token) { return place..<place + token.count }
            start = place + 1
        }
        return nil
    }

    /// Returns a text with a backslash behind the `<` of every token, so that it spells none; nil if it spells none
    /// already.
    func escaped(_ text: ByteView) -> [UInt8]? {
        guard var place = first(in: text) else { return nil }
        var escaped: [UInt8] = []
        var written = 0
        while true {
            escaped.append(text[written...place.lowerBound])
            escaped.append(UInt8(ascii: "\\"))
            written = place.lowerBound + 1
            guard let next = first(in: text, from: place.upperBound) else { break }
            place = next
        }
        escaped.append(text[written...])
        return escaped
    }
}
