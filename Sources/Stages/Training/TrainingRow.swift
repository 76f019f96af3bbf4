import Bytes
import Messages
import Pools

/// The parts of a question that a model is trained on: its text, the trace and the final answer.
struct TrainingRow {
    /// The question as it is in the pool.
    private(set) var question: [UInt8] = []
    /// The traces joined by line breaks, with white space trimmed from both ends.
    private(set) var trace: [UInt8] = []
    /// The attempt, with white space trimmed from both ends.
    private(set) var attempt: [UInt8] = []

    /// The id of the question, and the name of its source.
    private(set) var (id, source): ([UInt8], [UInt8]) = ([], [])

    /// The system prompt; nil for none.
    let system: [UInt8]?
    private var inner = JSONIndex()
    private var text: [UInt8] = []

    /// Creates rows with a system prompt, or without any.
    init(system: String?) { self.system = system.map { Array($0.utf8) } }

    /// Loads the next row from an indexed line of the pool.
    ///
    /// Throws `CurationError.failed` when it has no trace or no attempt, as defined by `quality.require`: a row without
    /// either cannot be trained on.
    mutating func load(_ index: JSONIndex, id: QuestionID) throws {
        let parts = PresentParts(of: index)
        guard parts.contains(.attempt) else { throw Self.missing("attempt", id) }
        guard parts.contains(.trace) else { throw Self.missing("trace", id) }
        question.removeAll(keepingCapacity: true)
        question.append(text: index.value(of: .question) ?? .null)
        self.id.removeAll(keepingCapacity: true)
        self.id.append(text: index.value(of: .id) ?? .null)
        source.removeAll(keepingCapacity: true)
        source.append(text: index.value(of: .source) ?? .null)
        text.removeAll(keepingCapacity: true)
        try inner.index((index.value(of: .trajectories) ?? FieldValue(.list, ByteView("[]"))).bytes)
        for (place, field) in inner.fields.enumerated() {
            if place > 0 { text.append(0x0A) }
            text.append(text: field.value)
        }
        trace = text.withByteView { $0.strippedAsPython.array }
        text.removeAll(keepingCapacity: true)
        text.append(text: index.value(of: .attempt) ?? .null)
        self.attempt = text.withByteView { $0.strippedAsPython.array }
    }

    /// Escapes the tokens that the texts spell; returns whether they spell any.
    mutating func escape(_ tokens: SpelledTokens) -> Bool {
        let escaped = [\TrainingRow.question, \.trace, \.attempt].map { part in
            guard let text = self[keyPath: part].withByteView({ tokens.escaped($0) }) else { return false }
            self[keyPath: part] = text
            return true
        }
        return escaped.contains(true)
    }

    /// Returns the first token that a text spells, and the name of the text.
    func firstToken(of tokens: SpelledTokens) -> (part: String, token: String)? {
        for (name, text) in [("text", question), ("trace", trace), ("attempt", attempt)] {
            let token = text.withByteView { view in tokens.first(in: view).map { view[$0].text } }
            if let token { return (name, token) }
        }
        return nil
    }

    private static func missing(_ what: String, _ id: QuestionID) -> CurationError {
        .failed(
            "the question \(id) was chosen but has no \(what), without which it cannot be trained on; add \"\(what)\" to "
                + "quality.require")
    }

    // MARK: - Texts

    /// Appends the prompt: everything before the text that the model learns to produce.
    func appendPrompt(to text: inout [UInt8]) {
        if let system {
            text.append("<|im_start|>system\n")
            text += system
            text.append("<|im_end|>\n")
        }
        text.append("<|im_start|>user\n")
        text += question
        text.append("<|im_end|>\n<|im_start|>assistant\n")
    }

    /// Appends the trace and the answer in s1's training format (its published data/tokenization.py).
    func appendAnswer(to text: inout [UInt8]) {
        text.append("<|im_start|>think\n")
        text += trace
        text.append("\n<|im_start|>answer\n")
        let isMarked = attempt.withByteView { $0.firstIndex(of: ByteView("Answer:")) != nil }
        if !isMarked { text.append("Answer: ") }
        text += attempt
    }

    /// Appends the completion: the text that the model learns to produce, including the end token and line feed.
    func appendCompletion(to text: inout [UInt8]) {
        appendAnswer(to: &text)
        text.append("<|im_end|>\n")
    }
}

extension ByteView {
    /// The well-formed text after Python's `str.strip`, which trims white space and the four separators U+001C to
    /// U+001F from both ends.
    var strippedAsPython: ByteView {
        var view = self
        while true {
            let trimmed = view.trimmedOfWhiteSpace
            var (lower, upper) = (0, trimmed.count)
            while lower < upper, (0x1C...0x1F).contains(trimmed[lower]) { lower += 1 }
            while upper > lower, (0x1C...0x1F).contains(trimmed[upper - 1]) { upper -= 1 }
            if trimmed.count == view.count, upper - lower == view.count { return view }
            view = trimmed[lower..<upper]
        }
    }
}
