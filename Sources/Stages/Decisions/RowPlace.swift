import Bytes
import Rows

/// The location of a row in the files that were read: its file, and its line or row in that file.
package struct RowPlace: Evidence {
    private enum Key {
        static let file = EvidenceKey<String>("file")
        static let line = EvidenceKey<Int>("line")
        static let row = EvidenceKey<Int>("row")
    }

    /// The file.
    package let file: String
    /// Whether the number counts lines or rows.
    package let unit: Origin.Unit
    /// The one-based number of the line or row.
    package let number: Int

    /// Creates a location in a file.
    package init(file: String, unit: Origin.Unit, number: Int) {
        self.file = file
        self.unit = unit
        self.number = number
    }

    /// Reads the members.
    package init(reading members: EvidenceReader) throws(EvidenceError) {
        file = try members.value(Key.file)
        if let line = try members.optional(Key.line) {
            (unit, number) = (.line, line)
        } else {
            (unit, number) = (.row, try members.value(Key.row))
        }
    }

    /// Writes the members.
    package func write(to members: inout EvidenceWriter) {
        members.write(Key.file, file)
        members.write(unit == .line ? Key.line : Key.row, number)
    }
}

extension RowPlace: EvidenceValue {
    static var kindInWords: String { "a place in a file" }

    func append(toEvidence bytes: inout [UInt8]) { RecordedEvidence(self).append(to: &bytes) }

    /// Creates a location from a JSON value; returns nil if the value is not a location.
    package init?(evidence value: JSON) {
        guard let place = try? RowPlace(reading: EvidenceReader(value)) else { return nil }
        self = place
    }
}
