import Pools

/// The members that several kinds of draw evidence share.
enum DrawKey {
    /// The zero-based index of the draw.
    static let draw = EvidenceKey<Int>("draw")
    /// The probability of the question within its domain at that draw.
    static let weight = EvidenceKey<Double>("weight")
    /// The name of the domain.
    static let domain = EvidenceKey<String>("domain")
    /// The rank by the length of the trace, the longest first.
    static let rank = EvidenceKey<Int>("rank")
    /// The smallest target whose set the question is in.
    static let target = EvidenceKey<Int>("target")
}

/// The rank of a question in its domain before anything was drawn.
struct DomainPlace: Evidence {
    private enum Key {
        static let size = EvidenceKey<Int>("domain_size")
    }

    let domain: String
    /// The number of the domain's questions that reached the stage.
    let size: Int
    /// The number of these with longer traces.
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

/// The place of a question that was not drawn, and the group that had no room for it.
struct NotDrawn: Evidence {
    private enum Key {
        static let full = EvidenceKey<String>("full")
    }

    let place: DomainPlace
    /// The group of the question that had as many chosen questions as it may have, in words.
    let full: String?

    init(place: DomainPlace, full: String?) {
        (self.place, self.full) = (place, full)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        place = try DomainPlace(reading: members)
        full = try members.optional(Key.full)
    }

    func write(to members: inout EvidenceWriter) {
        place.write(to: &members)
        members.writeIfPresent(Key.full, full)
    }
}

extension DomainSampler.Phase: EvidenceValue {}

/// How a question was chosen.
struct ChosenByDraw: Evidence {
    private enum Key {
        static let phase = EvidenceKey<DomainSampler.Phase>("phase")
        static let group = EvidenceKey<String>("group")
    }

    /// The zero-based index of the draw; nil for a preselected question.
    let draw: Int?
    let phase: DomainSampler.Phase
    let domain: String
    /// The number of the domain's remaining questions with longer traces.
    let rank: Int
    /// The probability of the question within its domain at that draw; nil for a preselected question.
    let weight: Double?
    /// The group whose minimum or share the draw was for, in words.
    let group: String?
    /// The smallest target whose set the question is in, if there are several.
    let target: Int?

    init(
        draw: Int?, phase: DomainSampler.Phase, domain: String, rank: Int, weight: Double?, group: String? = nil,
        target: Int? = nil
    ) {
        (self.draw, self.phase, self.domain, self.rank, self.weight) = (draw, phase, domain, rank, weight)
        (self.group, self.target) = (group, target)
    }

    /// Creates the evidence of a choice in the domain with the given name.
    init(_ choice: DomainSampler.Choice, in domain: String, target: Int?) {
        self.init(
            draw: choice.draw, phase: choice.phase, domain: domain, rank: choice.rank, weight: choice.weight,
            group: choice.group, target: target)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        draw = try members.optional(DrawKey.draw)
        phase = try members.value(Key.phase)
        domain = try members.value(DrawKey.domain)
        rank = try members.value(DrawKey.rank)
        weight = try members.optional(DrawKey.weight)
        group = try members.optional(Key.group)
        target = try members.optional(DrawKey.target)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(DrawKey.draw, draw)
        members.write(Key.phase, phase)
        members.write(DrawKey.domain, domain)
        members.write(DrawKey.rank, rank)
        members.write(DrawKey.weight, weight)
        members.writeIfPresent(Key.group, group)
        members.writeIfPresent(DrawKey.target, target)
    }
}
