import Bytes
import Pools

/// Where a row stands that could not be read, and why, as a line of `rejected.jsonl` tells it.
package struct RejectedRow: Evidence {
    private enum Key {
        static let offset = EvidenceKey<Int>(RejectedRows.Member.offset)
        static let reason = EvidenceKey<String>(RejectedRows.Member.reason)
    }

    let place: RowPlace
    /// The offset in bytes of what is wrong, where the format has one.
    let offset: Int?
    let reason: String

    init(place: RowPlace, offset: Int?, reason: String) {
        (self.place, self.offset, self.reason) = (place, offset, reason)
    }

    /// Reads the members; those of the line that tell of something else are passed over.
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
