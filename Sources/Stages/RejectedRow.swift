import Bytes
import Pools

/// The location of a row that could not be read, and the reason, as recorded in a line of `rejected.jsonl`.
package struct RejectedRow: Evidence {
    private enum Key {
        static let offset = EvidenceKey<Int>(RejectedRows.Member.offset)
        static let reason = EvidenceKey<String>(RejectedRows.Member.reason)
    }

    let place: RowPlace
    /// The byte offset of the fault, if the format has offsets.
    let offset: Int?
    let reason: String

    init(place: RowPlace, offset: Int?, reason: String) {
        (self.place, self.offset, self.reason) = (place, offset, reason)
    }

    /// Reads the members; the line's other members are ignored.
    package init(reading members: EvidenceReader) throws(EvidenceError) {
        place = try RowPlace(reading: members)
        offset = try members.optional(Key.offset)
        reason = try members.value(Key.reason)
    }

    /// Writes the members.
    package func write(to members: inout EvidenceWriter) {
        place.write(to: &members)
        members.write(Key.offset, offset)
        members.write(Key.reason, reason)
    }
}
