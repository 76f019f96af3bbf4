import Bytes

/// The required parts that a question lacks.
struct MissingParts: Evidence {
    private enum Key {
        static let missing = EvidenceKey<[String]>("missing")
    }

    /// The names from `quality.require`, in the order of the recipe.
    let names: [String]

    init(names: [String]) {
        self.names = names
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        names = try members.value(Key.missing)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.missing, names)
    }
}

/// A formatting fault in a question's text.
struct FormFault: Evidence {
    private enum Key {
        static let found = EvidenceKey<String>("found")
        static let offset = EvidenceKey<Int>("offset")
        static let line = EvidenceKey<Int>("line")
    }

    /// The text that was found.
    let found: String
    /// The number of code points before it.
    let offset: Int
    /// Its one-based line number.
    let line: Int

    init(found: String, offset: Int, line: Int) {
        (self.found, self.offset, self.line) = (found, offset, line)
    }

    /// Creates the evidence for a range of a text.
    init(at place: Range<Int>, of text: ByteView) {
        found = text[place].text
        offset = UTF8Check.scalarCount(text, before: place.lowerBound)
        line = text[..<place.lowerBound].count(of: 0x0A) + 1
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        found = try members.value(Key.found)
        offset = try members.value(Key.offset)
        line = try members.value(Key.line)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.found, found)
        members.write(Key.offset, offset)
        members.write(Key.line, line)
    }
}
