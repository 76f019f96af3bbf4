import Bytes
import Pools

/// The location of a row that could not be read, and the reason, as recorded in a line of `rejected.jsonl`.
package struct RejectedRow: Evidence {
    private enum Key {
        static let offset = EvidenceKey<Int>(RejectedRows.Member.offset)
        static let rowGroup = EvidenceKey<Int>(RejectedRows.Member.rowGroup)
        static let rowOfGroup = EvidenceKey<Int>(RejectedRows.Member.rowOfGroup)
        static let reason = EvidenceKey<String>(RejectedRows.Member.reason)
    }

    /// The position of a row in a format that has groups of rows; both numbers are one-based.
    struct Group: Equatable, Sendable {
        /// The number of the group.
        let number: Int
        /// The number of the row in the group.
        let row: Int
    }

    let place: RowPlace
    /// The byte offset of the fault, if the format has offsets.
    let offset: Int?
    /// The group and the row in it, if the format has groups.
    let group: Group?
    let reason: String

    init(place: RowPlace, offset: Int?, group: Group? = nil, reason: String) {
        (self.place, self.offset, self.group, self.reason) = (place, offset, group, reason)
    }

    /// Reads the members; the line's other members are ignored.
    package init(reading members: EvidenceReader) throws(EvidenceError) {
        place = try RowPlace(reading: members)
        offset = try members.optional(Key.offset)
        if let number = try members.optional(Key.rowGroup) {
            group = Group(number: number, row: try members.value(Key.rowOfGroup))
        } else {
            group = nil
        }
        reason = try members.value(Key.reason)
    }

    /// Writes the members.
    package func write(to members: inout EvidenceWriter) {
        place.write(to: &members)
        members.write(Key.offset, offset)
        members.writeIfPresent(Key.rowGroup, group?.number)
        members.writeIfPresent(Key.rowOfGroup, group?.row)
        members.write(Key.reason, reason)
    }
}
