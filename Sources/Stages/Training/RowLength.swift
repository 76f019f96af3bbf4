extension RuleName {
    /// Drops a row that has more tokens than the trainer's maximum.
    package static let tooLong = RuleName(rawValue: "too_long")
}

/// The length of a training row.
struct RowLength: Evidence {
    private enum Key {
        static let tokens = EvidenceKey<Int>("train_tokens")
        static let limit = EvidenceKey<Int>("max_tokens")
    }

    /// The number of tokens of the row.
    let tokens: Int
    /// The maximum number of tokens, if the row exceeds it and is dropped for that reason.
    let limit: Int?

    init(tokens: Int, limit: Int?) {
        (self.tokens, self.limit) = (tokens, limit)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        tokens = try members.value(Key.tokens)
        limit = try members.optional(Key.limit)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.tokens, tokens)
        members.writeIfPresent(Key.limit, limit)
    }
}
