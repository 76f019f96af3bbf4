import Pools

/// The members that kinds of evidence of a draw have in common.
enum DrawKey {
    /// Which draw it was, from 0.
    static let draw = EvidenceKey<Int>("draw")
    /// The probability of the question within its domain at that draw.
    static let weight = EvidenceKey<Double>("weight")
    /// The name of the domain.
    static let domain = EvidenceKey<String>("domain")
    /// The place by the length of the trace, the longest first.
    static let rank = EvidenceKey<Int>("rank")
}

/// A question's place in its domain before anything was drawn.
struct DomainPlace: Evidence {
    private enum Key {
        static let size = EvidenceKey<Int>("domain_size")
    }

    let domain: String
    /// How many questions of the domain reached the stage.
    let size: Int
    /// How many of them have longer traces.
    let rank: Int

    init(domain: String, size: Int, rank: Int) {
        (self.domain, self.size, self.rank) = (domain, size, rank)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        domain = try members.value(DrawKey.domain)
        size = try members.value(Key.size)
        rank = try members.value(DrawKey.rank)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(DrawKey.domain, domain)
        members.write(Key.size, size)
        members.write(DrawKey.rank, rank)
    }
}

extension DomainSampler.Phase: EvidenceValue {}

/// How a question was chosen.
struct ChosenByDraw: Evidence {
    private enum Key {
        static let phase = EvidenceKey<DomainSampler.Phase>("phase")
    }

    /// Which draw it was, from 0; nil of a preselected question.
    let draw: Int?
    let phase: DomainSampler.Phase
    let domain: String
    /// How many of the domain's remaining questions had longer traces.
    let rank: Int
    /// The probability of the question within its domain at that draw; nil of a preselected question.
    let weight: Double?

    init(draw: Int?, phase: DomainSampler.Phase, domain: String, rank: Int, weight: Double?) {
        (self.draw, self.phase, self.domain, self.rank, self.weight) = (draw, phase, domain, rank, weight)
    }

    /// A choice in a domain of a name.
    init(_ choice: DomainSampler.Choice, in domain: String) {
        self.init(draw: choice.draw, phase: choice.phase, domain: domain, rank: choice.rank, weight: choice.weight)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        draw = try members.optional(DrawKey.draw)
        phase = try members.value(Key.phase)
        domain = try members.value(DrawKey.domain)
        rank = try members.value(DrawKey.rank)
        weight = try members.optional(DrawKey.weight)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(DrawKey.draw, draw)
        members.write(Key.phase, phase)
        members.write(DrawKey.domain, domain)
        members.write(DrawKey.rank, rank)
        members.write(DrawKey.weight, weight)
    }
}
