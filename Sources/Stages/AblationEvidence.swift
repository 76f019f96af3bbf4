extension RuleName {
    /// Keeps a question whose trace is among the longest.
    static let longest = RuleName(rawValue: "longest")
    /// Drops a question whose trace is shorter than those that are kept.
    static let shorter = RuleName(rawValue: "shorter")
}

/// The draw that fell on a question of all.
struct UniformDraw: Evidence {
    /// From 0.
    let draw: Int

    init(draw: Int) {
        self.draw = draw
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        draw = try members.value(DrawKey.draw)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(DrawKey.draw, draw)
    }
}

/// The draw that fell on a question of a domain.
struct DomainDraw: Evidence {
    let domain: String?
    /// From 0; nil where none fell on it.
    let draw: Int?

    init(domain: String?, draw: Int?) {
        (self.domain, self.draw) = (domain, draw)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        domain = try members.optional(DrawKey.domain)
        draw = try members.optional(DrawKey.draw)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(DrawKey.domain, domain)
        members.writeIfPresent(DrawKey.draw, draw)
    }
}

/// A question's place by the length of its trace.
struct LengthRank: Evidence {
    /// How many questions come before it.
    let rank: Int

    init(rank: Int) {
        self.rank = rank
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        rank = try members.value(DrawKey.rank)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(DrawKey.rank, rank)
    }
}
