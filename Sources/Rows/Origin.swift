/// Where a row stands in its file.
package struct Origin: Equatable, Sendable {
    /// How a format counts its rows.
    package enum Unit: String, Sendable {
        case line, row
    }

    /// Where in the file a row is found.
    package enum Place: Equatable, Sendable {
        /// From this byte on, counted from 0.
        case byte(Int)
        /// In a group of rows, both counted from 1.
        case group(Int, row: Int)
        /// The format does not tell.
        case unknown
    }

    /// Whether the number counts lines or rows.
    package let unit: Unit
    /// The line or row, counted from 1.
    package let number: Int
    /// Where it is found.
    package let place: Place

    /// A row that begins at an offset in bytes, where the format has one.
    package init(unit: Unit, number: Int, offset: Int? = nil) {
        self.unit = unit
        self.number = number
        place = offset.map(Place.byte) ?? .unknown
    }

    /// A row of a group of rows: its number in the file, and its group and its number there, all counted from 1.
    package init(number: Int, group: Int, row: Int) {
        unit = .row
        self.number = number
        place = .group(group, row: row)
    }

    /// The offset in bytes of the row's beginning, where the format has one.
    package var offset: Int? { if case .byte(let offset) = place { offset } else { nil } }
}
