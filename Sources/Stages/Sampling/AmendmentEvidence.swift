import Pools

/// The members that kinds of evidence of an amendment have in common.
private enum AmendmentKey {
    static let reason = EvidenceKey<String>("reason")
}

/// Why a question was taken out by hand, and what came of it.
package struct TakenOut: Evidence {
    private enum Key {
        static let replacedBy = EvidenceKey<QuestionID>("replaced_by")
    }

    /// What the reviewer said, if anything.
    package let reason: String?
    /// The question that took its place; nil where none did.
    package let replacedBy: QuestionID?
    /// The draw that fell on the question; nil where none did.
    let draw: Int?

    init(reason: String?, replacedBy: QuestionID?, draw: Int?) {
        (self.reason, self.replacedBy, self.draw) = (reason, replacedBy, draw)
    }

    /// Reads the members.
    package init(reading members: EvidenceReader) throws(EvidenceError) {
        reason = try members.optional(AmendmentKey.reason)
        replacedBy = try members.optional(Key.replacedBy)
        draw = try members.optional(DrawKey.draw)
    }

    /// Writes the members.
    package func write(to members: inout EvidenceWriter) {
        members.write(AmendmentKey.reason, reason)
        members.write(Key.replacedBy, replacedBy)
        members.write(DrawKey.draw, draw)
    }
}

/// What a question gave way to.
struct GaveWay: Evidence {
    private enum Key {
        static let other = EvidenceKey<QuestionID>("to")
    }

    /// The question that is held by hand.
    let other: QuestionID
    /// The draw that fell on the question; nil where none did.
    let draw: Int?

    init(to other: QuestionID, draw: Int?) {
        (self.other, self.draw) = (other, draw)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        other = try members.value(Key.other)
        draw = try members.optional(DrawKey.draw)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.other, other)
        members.write(DrawKey.draw, draw)
    }
}

/// Why a question is held by hand, and in whose place.
package struct Held: Evidence {
    private enum Key {
        static let insteadOf = EvidenceKey<QuestionID>("instead_of")
    }

    let place: DomainPlace
    /// What the reviewer said, if anything.
    package let reason: String?
    /// The question that left for it; nil where none did.
    package let insteadOf: QuestionID?

    init(place: DomainPlace, reason: String?, insteadOf: QuestionID?) {
        (self.place, self.reason, self.insteadOf) = (place, reason, insteadOf)
    }

    /// Reads the members.
    package init(reading members: EvidenceReader) throws(EvidenceError) {
        place = try DomainPlace(reading: members)
        reason = try members.optional(AmendmentKey.reason)
        insteadOf = try members.optional(Key.insteadOf)
    }

    /// Writes the members.
    package func write(to members: inout EvidenceWriter) {
        place.write(to: &members)
        members.write(AmendmentKey.reason, reason)
        members.write(Key.insteadOf, insteadOf)
    }
}

/// Whose place a question took, and how it was found.
struct Replacement: Evidence {
    private enum Key {
        static let replaces = EvidenceKey<QuestionID>("replaces")
    }

    let place: DomainPlace
    /// The question that was taken out.
    let replaces: QuestionID
    /// The draw that fell on the question; nil where it was the longest trace of the domain.
    let draw: Int?
    /// The probability of the question within its domain at that draw.
    let weight: Double?

    init(place: DomainPlace, replaces: QuestionID, draw: Int?, weight: Double?) {
        (self.place, self.replaces, self.draw, self.weight) = (place, replaces, draw, weight)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        place = try DomainPlace(reading: members)
        replaces = try members.value(Key.replaces)
        draw = try members.optional(DrawKey.draw)
        weight = try members.optional(DrawKey.weight)
    }

    func write(to members: inout EvidenceWriter) {
        place.write(to: &members)
        members.write(Key.replaces, replaces)
        members.write(DrawKey.draw, draw)
        members.write(DrawKey.weight, weight)
    }
}
