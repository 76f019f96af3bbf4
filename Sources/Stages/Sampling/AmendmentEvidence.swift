import Pools

/// The members that several kinds of amendment evidence share.
private enum AmendmentKey {
    static let reason = EvidenceKey<String>("reason")
}

/// The reason that a question was excluded by a reviewer, and the consequence.
package struct TakenOut: Evidence {
    private enum Key {
        static let replacedBy = EvidenceKey<QuestionID>("replaced_by")
    }

    /// The reviewer's reason, if one was given.
    package let reason: String?
    /// The question that took its place, if there is one.
    package let replacedBy: QuestionID?
    /// The index of the draw that chose the question, if it was drawn.
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

/// The question that displaced another.
struct GaveWay: Evidence {
    private enum Key {
        static let other = EvidenceKey<QuestionID>("to")
    }

    /// The question that the reviewer included.
    let other: QuestionID
    /// The index of the draw that chose the displaced question, if it was drawn.
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

/// The reason that a question was included by a reviewer, and the question that it displaced.
package struct Held: Evidence {
    private enum Key {
        static let insteadOf = EvidenceKey<QuestionID>("instead_of")
    }

    let place: DomainPlace
    /// The reviewer's reason, if one was given.
    package let reason: String?
    /// The question whose place it took, if there is one.
    package let insteadOf: QuestionID?
    /// The smallest target whose set the question is in, if there are several.
    let target: Int?

    init(place: DomainPlace, reason: String?, insteadOf: QuestionID?, target: Int? = nil) {
        (self.place, self.reason, self.insteadOf, self.target) = (place, reason, insteadOf, target)
    }

    /// Reads the members.
    package init(reading members: EvidenceReader) throws(EvidenceError) {
        place = try DomainPlace(reading: members)
        reason = try members.optional(AmendmentKey.reason)
        insteadOf = try members.optional(Key.insteadOf)
        target = try members.optional(DrawKey.target)
    }

    /// Writes the members.
    package func write(to members: inout EvidenceWriter) {
        place.write(to: &members)
        members.write(AmendmentKey.reason, reason)
        members.write(Key.insteadOf, insteadOf)
        members.writeIfPresent(DrawKey.target, target)
    }
}

/// The question that another one replaces, and how the replacement was found.
struct Replacement: Evidence {
    private enum Key {
        static let replaces = EvidenceKey<QuestionID>("replaces")
    }

    let place: DomainPlace
    /// The question that was excluded.
    let replaces: QuestionID
    /// The index of the draw that chose the question; nil if it was the longest trace of the domain.
    let draw: Int?
    /// The probability of the question within its domain at that draw.
    let weight: Double?
    /// The smallest target whose set the question is in, if there are several.
    let target: Int?

    init(place: DomainPlace, replaces: QuestionID, draw: Int?, weight: Double?, target: Int? = nil) {
        (self.place, self.replaces, self.draw, self.weight, self.target) = (place, replaces, draw, weight, target)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        place = try DomainPlace(reading: members)
        replaces = try members.value(Key.replaces)
        draw = try members.optional(DrawKey.draw)
        weight = try members.optional(DrawKey.weight)
        target = try members.optional(DrawKey.target)
    }

    func write(to members: inout EvidenceWriter) {
        place.write(to: &members)
        members.write(Key.replaces, replaces)
        members.write(DrawKey.draw, draw)
        members.write(DrawKey.weight, weight)
        members.writeIfPresent(DrawKey.target, target)
    }
}
