import Bytes

/// The location of a row that a condition of its source left out.
package struct LeftOutRow: Evidence {
    private enum Key {
        static let condition = EvidenceKey<Int>("where")
    }

    /// The location of the row.
    package let place: RowPlace
    /// The zero-based number of the first condition of `where` that it does not meet.
    package let condition: Int

    /// Creates the evidence of a row.
    package init(place: RowPlace, condition: Int) {
        (self.place, self.condition) = (place, condition)
    }

    /// Reads the members.
    package init(reading members: EvidenceReader) throws(EvidenceError) {
        place = try RowPlace(reading: members)
        condition = try members.value(Key.condition)
    }

    /// Writes the members.
    package func write(to members: inout EvidenceWriter) {
        place.write(to: &members)
        members.write(Key.condition, condition)
    }
}
