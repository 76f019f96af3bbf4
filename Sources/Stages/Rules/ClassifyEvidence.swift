/// The members that both kinds of evidence share.
private enum LabelKey {
    static let label = EvidenceKey<String>("label")
}

/// The domain of a question.
struct DomainOfLabel: Evidence {
    private enum Key {
        static let domain = EvidenceKey<String>("domain")
    }

    let domain: String
    /// The label that names the domain, if it is spelled differently.
    let label: String?

    init(domain: String, label: String?) {
        (self.domain, self.label) = (domain, label)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        domain = try members.value(Key.domain)
        label = try members.optional(LabelKey.label)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.domain, domain)
        members.writeIfPresent(LabelKey.label, label)
    }
}

/// A label that names no class of the taxonomy.
struct UnknownLabel: Evidence {
    private enum Key {
        static let nearest = EvidenceKey<String>("nearest")
    }

    let label: String
    /// The title with the most similar spelling, if there is one.
    let nearest: String?

    init(label: String, nearest: String?) {
        (self.label, self.nearest) = (label, nearest)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        label = try members.value(LabelKey.label)
        nearest = try members.optional(Key.nearest)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(LabelKey.label, label)
        members.writeIfPresent(Key.nearest, nearest)
    }
}
