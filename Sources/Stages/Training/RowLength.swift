extension RuleName {
    /// Drops a row that has more tokens than the trainer's maximum.
    package static let tooLong = RuleName(rawValue: "too_long")
}

/// The length of a training row, or of its trace where only that is on record.
struct RowLength: Evidence {
    private enum Key {
        static let tokens = EvidenceKey<Int>("train_tokens")
        static let counted = EvidenceKey<String>("counted")
        static let limit = EvidenceKey<Int>("max_tokens")
    }

    /// The number of tokens.
    let tokens: Int
    /// The part of the row that was counted; nil for all of it.
    let counted: String?
    /// The maximum number of tokens, if the row exceeds it and is dropped for that reason.
    let limit: Int?

    init(tokens: Int, counted: String? = nil, limit: Int?) {
        (self.tokens, self.counted, self.limit) = (tokens, counted, limit)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        tokens = try members.value(Key.tokens)
        counted = try members.optional(Key.counted)
        limit = try members.optional(Key.limit)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.tokens, tokens)
        members.writeIfPresent(Key.counted, counted)
        members.writeIfPresent(Key.limit, limit)
    }
}
