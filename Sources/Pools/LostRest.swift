import Bytes
import Messages
import Rows

/// The end of a file that could not be read, which is one rejected row and may have held any number of rows.
package struct LostRest: Equatable, Sendable {
    /// The kind of the input, and its name.
    let kind: RejectedRows.Kind
    let name: String
    /// The file.
    let file: String
    /// The row from which on nothing could be read.
    let origin: Origin
    /// The position and the reason, as told.
    let place: String
    /// The size of the file in bytes.
    var fileBytes = 0

    /// The number of bytes that could not be read, or nil if the format gives no positions in bytes.
    var bytes: Int? { (origin.fileOffset ?? origin.offset).map { max(0, fileBytes - $0) } }

    /// The file, the position, the reason and the number of bytes.
    private var details: String { "\(file), \(place) (\(bytesInWords) of the \(kind.rawValue) \"\(name)\")" }

    private var bytesInWords: String {
        // A compressed file that was cut: what is missing is not in it.
        if bytes == 0 { return "what follows its \(Wording.counted(fileBytes, "byte"))" }
        let part = bytes.map(Wording.grouped) ?? "an unknown part"
        return "\(part) of its \(Wording.counted(fileBytes, "byte"))"
    }

    /// A description of the loss, as a sentence without its full stop.
    package var words: String { "the rest of a file could not be read and counts as one rejected row: \(details)" }

    /// A short description of the loss for a list of several.
    var line: String { "\(file), \(place) (\(bytesInWords))" }

    /// The loss in the form of the manifest.
    package var json: JSON {
        [
            kind.rawValue: .string(name), "file": .string(file), origin.unit.rawValue: JSON(origin.number),
            "bytes": bytes.map { JSON($0) } ?? .null, "file_bytes": JSON(fileBytes), "rejected": 1,
        ]
    }
}
