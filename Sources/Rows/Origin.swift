/// The location of a row in its file.
package struct Origin: Equatable, Sendable {
    /// The unit in which a format counts its rows.
    package enum Unit: String, Sendable {
        case line, row
    }

    /// The physical location of a row in the file.
    package enum Place: Equatable, Sendable {
        /// At this zero-based byte offset.
        case byte(Int)
        /// In a group of rows; both numbers are one-based.
        case group(Int, row: Int)
        /// The format does not provide a location.
        case unknown
    }

    /// Whether the number counts lines or rows.
    package let unit: Unit
    /// The one-based number of the line or row.
    package let number: Int
    /// The physical location.
    package let place: Place
    /// The offset in the file's own bytes up to which they were read for the row, if it is known and not its offset in
    /// what the file holds.
    package let fileOffset: Int?

    /// Creates the origin of a row that begins at a byte offset, if the format has offsets.
    ///
    /// - Parameters:
    ///   - offset: the offset in what the file holds.
    ///   - fileOffset: the offset in the file's own bytes up to which they were read, if they are compressed.
    package init(unit: Unit, number: Int, offset: Int? = nil, fileOffset: Int? = nil) {
        self.unit = unit
        self.number = number
        self.fileOffset = fileOffset
        place = offset.map(Place.byte) ?? .unknown
    }

    /// Creates the origin of a row in a group: its number in the file, its group, and its number in the group, all
    /// one-based.
    package init(number: Int, group: Int, row: Int, fileOffset: Int? = nil) {
        unit = .row
        self.fileOffset = fileOffset
        self.number = number
        place = .group(group, row: row)
    }

    /// The byte offset at which the row begins, if the format has offsets.
    package var offset: Int? { if case .byte(let offset) = place { offset } else { nil } }
}
