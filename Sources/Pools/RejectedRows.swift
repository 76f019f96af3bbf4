import Bytes
import Rows

/// The rows that could not be read, as lines of `rejected.jsonl`, and how often each reason came.
package struct RejectedRows: Sendable {
    /// The file in the folder of the stage ingest.
    package static let fileName = "rejected.jsonl"

    /// The names of members of a line that others read.
    package enum Member {
        /// The offset in bytes of what is wrong.
        package static let offset: StaticString = "byte_offset"
        /// What is wrong.
        package static let reason: StaticString = "reason"
    }

    /// What kind of file a rejected row stands in.
    enum Kind: String {
        case source, recording
    }

    /// The lines.
    private(set) var lines: [UInt8] = []
    /// How many there are.
    private(set) var count = 0
    /// How many of each reason.
    private(set) var reasons: [String: Int] = [:]

    /// The place of the first of them and its reason.
    private(set) var first: String?

    /// The places from which on files could not be read, and why: one rejected row each, and nobody knows how many rows.
    private(set) var rests: [String] = []

    /// Whether reasons and excerpts quote the rows.
    private let quotesRows: Bool

    private static let excerptLength = 200

    /// No rows yet.
    ///
    /// - Parameter quotesRows: whether lines may hold what stands in the rows; if not, a fault is told by its kind and place
    ///   alone.
    init(quotesRows: Bool) {
        self.quotesRows = quotesRows
    }

    mutating func append(
        _ fault: RowFault, _ kind: Kind, _ name: String, _ file: String, _ origin: Origin, _ excerpt: ByteView
    ) {
        let reason = quotesRows ? fault.reason : fault.reasonWithoutText
        count += 1
        reasons[reason, default: 0] += 1
        if first == nil || fault.isRest {
            let place = "\(origin.unit.rawValue) \(origin.number): \(reason)"
            if first == nil { first = place }
            if fault.isRest { rests.append("\(file), \(place)") }
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
            lines.append(",\"row_group\":")
            lines.append(decimal: group)
            lines.append(",\"row_of_group\":")
            lines.append(decimal: row)
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

    mutating func append(_ others: RejectedRows) {
        lines.append(contentsOf: others.lines)
        count += others.count
        first = first ?? others.first
        rests += others.rests
        reasons.merge(others.reasons, uniquingKeysWith: +)
    }

    /// The bytes around the place where the fault shows, as text; what is not UTF-8 becomes U+FFFD.
    private static func excerpt(of row: ByteView, around offset: Int) -> String {
        let start = max(0, min(offset, row.count) - excerptLength / 2)
        let end = min(row.count, start + excerptLength)
        return (start > 0 ? "…" : "") + row[start..<end].text + (end < row.count ? "…" : "")
    }
}
