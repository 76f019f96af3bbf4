extension RuleName {
    /// Drops a row that has more tokens than a trainer takes.
    package static let tooLong = RuleName(rawValue: "too_long")
}

/// The length of a training row.
struct RowLength: Evidence {
    private enum Key {
        static let tokens = EvidenceKey<Int>("train_tokens")
        static let limit = EvidenceKey<Int>("max_tokens")
    }

    /// How many tokens it has.
    let tokens: Int
    /// How many it may have, where it has more and is dropped for it.
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
