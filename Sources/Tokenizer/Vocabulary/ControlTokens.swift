import Bytes

/// The control tokens, which stand for the start or end of a turn and the like, and their spelling.
struct ControlTokens: Sendable {
    private let tokens: [(text: [UInt8], id: UInt32)]
    private let isFirstByte: [Bool]

    /// Qwen2.5's control tokens in the order of their ids, which follow those of the vocabulary.
    static let ofQwen = [
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>",
        "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>",
        "<|image_pad|>", "<|video_pad|>", "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>",
        "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
    ]

    /// Creates a set of control tokens; those with empty text are ignored.
    init(_ tokens: [(text: String, id: UInt32)]) {
        // Longest first, so that the longest match is found.
        self.tokens = tokens.filter { !$0.text.isEmpty }.map { ($0.text.bytes, $0.id) }
            .sorted { ($1.text.count, $0.id) < ($0.text.count, $1.id) }
        var isFirstByte = [Bool](repeating: false, count: 256)
        for token in self.tokens { isFirstByte[Int(token.text[0])] = true }
        self.isFirstByte = isFirstByte
    }

    /// Returns the first control token at or after an offset, the longest if several start there, or nil.
    func first(in text: ByteView, from start: Int) -> (range: Range<Int>, token: UInt32)? {
        guard !tokens.isEmpty else { return nil }
        for offset in start..<text.count where isFirstByte[Int(text[offset])] {
            let rest = text[offset...]
            for token in tokens where token.text.withByteView({ rest.starts(with: $0) }) {
                return (offset..<offset + token.text.count, token.id)
            }
        }
        return nil
    }
}
