import Bytes
import Rows

/// The rows that could not be read, as lines of `rejected.jsonl`, and the number of times that each reason occurred.
package struct RejectedRows: Sendable {
    /// The name of the file in the folder of the stage ingest.
    package static let fileName = "rejected.jsonl"

    /// The names of the members of a line that are read back.
    package enum Member {
        /// The byte offset of the fault.
        package static let offset: StaticString = "byte_offset"
        /// The number of the row's group, if the format has groups.
        package static let rowGroup: StaticString = "row_group"
        /// The number of the row in its group, if the format has groups.
        package static let rowOfGroup: StaticString = "row_of_group"
        /// The reason.
        package static let reason: StaticString = "reason"
    }

    /// The kind of file that contains a rejected row.
    enum Kind: String {
        case source, recording
    }

    /// The lines.
    private(set) var lines: [UInt8] = []
    /// The number of lines.
    private(set) var count = 0
    /// The number of times that each reason occurred.
    private(set) var reasons: [String: Int] = [:]

    /// The position and reason of the first rejected row.
    private(set) var first: String?
    /// The position of the last rejected row.
    private(set) var last: Origin?

    /// The ends of files that could not be read.
    ///
    /// Each is a single rejected row that stands for an unknown number of rows.
    private(set) var rests: [LostRest] = []

    /// Whether reasons and excerpts quote the rows.
    private let quotesRows: Bool

    private static let excerptLength = 200

    /// Creates an empty collection.
    ///
    /// - Parameter quotesRows: whether lines may contain text of the rows; otherwise, they report only the kind and
    ///   position of a fault.
    init(quotesRows: Bool) {
        self.quotesRows = quotesRows
    }

    mutating func append(
        _ fault: RowFault, _ kind: Kind, _ name: String, _ file: String, _ origin: Origin, _ excerpt: ByteView
    ) {
        let reason = quotesRows ? fault.reason : fault.reasonWithoutText
        count += 1
        reasons[reason, default: 0] += 1
        last = origin
        if first == nil || fault.isRest {
            let place = "\(origin.unit.rawValue) \(origin.number): \(reason)"
            if first == nil { first = place }
            if fault.isRest {
                rests.append(LostRest(kind: kind, name: name, file: file, origin: origin, place: place))
            }
        }
        lines.append("{")
        lines.append(quoted: kind.rawValue)
        lines.append(":")
        lines.append(quoted: name)
        lines.append(",\"file\":")
        lines.append(quoted: file)
        lines.append(",")
        lines.append(quoted: origin.unit.rawValue)
        lines.append(":")
        lines.append(decimal: origin.number)
        lines.append(",\"")
        lines.append(Member.offset)
        lines.append("\":")
        if let offset = origin.offset { lines.append(decimal: offset + fault.offset) } else { lines.append("null") }
        if case .group(let group, let row) = origin.place {
            for (name, number) in [(Member.rowGroup, group), (Member.rowOfGroup, row)] {
                lines.append(",\"")
                lines.append(name)
                lines.append("\":")
                lines.append(decimal: number)
            }
        }
        lines.append(",\"")
        lines.append(Member.reason)
        lines.append("\":")
        lines.append(quoted: reason)
        lines.append(",\"excerpt\":")
        if quotesRows {
            lines.append(quoted: Self.excerpt(of: excerpt, around: fault.offset))
        } else {
            lines.append("null")
        }
        lines.append("}\n")
    }

    /// Returns the bytes around a fault as text, with U+FFFD in place of invalid UTF-8.
    private static func excerpt(of row: ByteView, around offset: Int) -> String {
        let start = max(0, min(offset, row.count) - excerptLength / 2)
        let end = min(row.count, start + excerptLength)
        return (start > 0 ? "…" : "") + row[start..<end].text + (end < row.count ? "…" : "")
    }
}
