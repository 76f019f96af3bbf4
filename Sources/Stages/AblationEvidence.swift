extension RuleName {
    /// Keeps a question whose trace is among the longest.
    static let longest = RuleName(rawValue: "longest")
    /// Drops a question whose trace is shorter than those that were kept.
    static let shorter = RuleName(rawValue: "shorter")
}

/// The draw that chose a question out of all candidates.
struct UniformDraw: Evidence {
    /// The zero-based index of the draw.
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

/// The draw that chose a question within its domain.
struct DomainDraw: Evidence {
    let domain: String?
    /// The zero-based index of the draw; nil when the question was not drawn.
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

/// The rank of a question by the length of its trace.
struct LengthRank: Evidence {
    /// The number of questions that rank before this one.
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
