import Bytes

/// What a rule of one's own found: the test that decided, in which field, and the place, or the count and its bounds.
struct RuleFinding: Evidence {
    private enum Key {
        static let field = EvidenceKey<String>("field")
        static let test = EvidenceKey<String>("test")
        static let times = EvidenceKey<Int>("times")
        static let kind = EvidenceKey<String>("of")
        static let count = EvidenceKey<Int>("count")
        static let total = EvidenceKey<Int>("total")
        static let least = EvidenceKey<Double>("min")
        static let most = EvidenceKey<Double>("max")
    }

    /// The field, as the recipe names it; nil if the rule has no test but only a condition for keeping questions.
    var field: String?
    /// The key of the test; `not` before it if the test was to find something and did not.
    var test: String
    /// The beginning of what was found, and its place.
    var place: FormFault?
    /// How often a run of words occurs.
    var times: Int?
    /// The script, or the class of characters.
    var kind: String?
    /// What was counted.
    var count: Int?
    /// What a share is of.
    var total: Int?
    /// The bounds.
    var least: Double?
    var most: Double?

    init(_ test: String) {
        self.test = test
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        field = try members.optional(Key.field)
        test = try members.value(Key.test)
        place = try? FormFault(reading: members)
        (times, kind) = (try members.optional(Key.times), try members.optional(Key.kind))
        (count, total) = (try members.optional(Key.count), try members.optional(Key.total))
        (least, most) = (try members.optional(Key.least), try members.optional(Key.most))
    }

    func write(to members: inout EvidenceWriter) {
        members.writeIfPresent(Key.field, field)
        members.write(Key.test, test)
        place?.write(to: &members)
        members.writeIfPresent(Key.times, times)
        members.writeIfPresent(Key.kind, kind)
        members.writeIfPresent(Key.count, count)
        members.writeIfPresent(Key.total, total)
        members.writeIfPresent(Key.least, least)
        members.writeIfPresent(Key.most, most)
    }
}

extension FormFault {
    /// Creates the evidence for a range of a text, of which a long one is told by its beginning.
    init(atBeginningOf place: Range<Int>, of text: ByteView) {
        var end = min(place.upperBound, place.lowerBound + 80)
        while end < place.upperBound, text[end] & 0xC0 == 0x80 { end += 1 }
        self.init(at: place.lowerBound..<end, of: text)
    }
}
