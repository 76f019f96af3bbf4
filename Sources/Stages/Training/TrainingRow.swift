import Bytes
import Messages
import Pools

/// What a model is trained on in one question: its text, the trace and the final answer.
struct TrainingRow {
    /// The question as it stands in the pool.
    private(set) var question: [UInt8] = []
    /// The traces joined by line breaks, without white space at both ends.
    private(set) var trace: [UInt8] = []
    /// The attempt without white space at both ends.
    private(set) var attempt: [UInt8] = []

    private var inner = JSONIndex()
    private var text: [UInt8] = []

    /// The system prompt of Qwen2.5's chat template, under which s1 was trained.
    static let systemPrompt: StaticString = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."

    /// Takes up the next row: an indexed line of the pool.
    ///
    /// Throws `CurationError.failed` when it has no trace or no attempt, by the same word as `quality.require`: nobody can
    /// be trained on half a row.
    mutating func load(_ index: JSONIndex, id: QuestionID) throws {
        let parts = PresentParts(of: index)
        guard parts.contains(.attempt) else { throw Self.missing("attempt", id) }
        guard parts.contains(.trace) else { throw Self.missing("trace", id) }
        question.removeAll(keepingCapacity: true)
        question.append(text: index.value(of: .question) ?? .null)
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

    private static func missing(_ what: String, _ id: QuestionID) -> CurationError {
        .failed(
            "the question \(id) was chosen and has no \(what), without which it cannot be trained on; \"\(what)\" in "
                + "quality.require would do")
    }

    // MARK: - Texts

    /// Appends everything before what the model learns to say.
    func appendPrompt(to text: inout [UInt8]) {
        text.append("<|im_start|>system\n")
        text.append(Self.systemPrompt)
        text.append("<|im_end|>\n<|im_start|>user\n")
        text += question
        text.append("<|im_end|>\n<|im_start|>assistant\n")
    }

    /// Appends trace and answer as s1 was trained on them (its published data/tokenization.py).
    func appendAnswer(to text: inout [UInt8]) {
        text.append("<|im_start|>think\n")
        text += trace
        text.append("\n<|im_start|>answer\n")
        let isMarked = attempt.withByteView { $0.firstIndex(of: ByteView("Answer:")) != nil }
        if !isMarked { text.append("Answer: ") }
        text += attempt
    }

    /// Appends what the model learns to say, its end token and line end with it.
    func appendCompletion(to text: inout [UInt8]) {
        appendAnswer(to: &text)
        text.append("<|im_end|>\n")
    }
}

extension ByteView {
    /// The well-formed text without what Python's `str.strip` takes away at both ends: white space, and the four
    /// separators U+001C to U+001F.
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
