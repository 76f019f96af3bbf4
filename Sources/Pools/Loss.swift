import Bytes
import Messages
import Rows

/// A file that could not be read at all, or a source or recording that contributed no rows.
package struct Loss: Equatable, Sendable {
    /// The kind of the input, and its name.
    let kind: RejectedRows.Kind
    let name: String
    /// The file; nil for the input as a whole.
    let file: String?
    /// The size in bytes of the file, or of all files.
    let bytes: Int
    /// The number of rows that were rejected, and the number that `where` excluded.
    let rejected: Int
    let leftOut: Int
    /// The position and reason of the first rejected row.
    let first: String?
    /// Whether the recipe allows the loss.
    let isAllowed: Bool

    /// A description of the loss, as a sentence without its full stop.
    package var words: String {
        let place = "\(kind.rawValue) \"\(name)\", \(Wording.counted(bytes, "byte"))"
        if let file {
            return
                "nothing in \(file) could be read (\(place)): \(Wording.counted(rejected, "row")) rejected, the first at "
                + (first ?? "?")
        }
        let what = kind == .source ? "gives no question" : "gives no result"
        if rejected + leftOut == 0 { return "the \(place), \(what): it has no rows" }
        let parts = [
            leftOut > 0 ? "\"where\" leaves out \(Wording.counted(leftOut, "row"))" : nil,
            rejected > 0 ? "\(Wording.counted(rejected, "row")) cannot be read, the first at \(first ?? "?")" : nil,
        ]
        return "the \(place), \(what): " + listed(parts.compactMap(\.self), "and")
    }

    /// The loss in the form of the manifest.
    package var json: JSON {
        [
            kind.rawValue: .string(name), "file": file.map { .string($0) } ?? .null, "bytes": JSON(bytes),
            "rejected": JSON(rejected), "left_out": JSON(leftOut),
        ]
    }
}

/// The usage of the rows of one file.
struct FileUsage {
    let path: String
    let bytes: Int
    var read = 0
    var rejected = 0
    var leftOut = 0
    /// The position and reason of the first rejected row.
    var first: String?
    /// The position of the last rejected row.
    var last: Origin?
    /// The number of times that each reason for a rejection occurred.
    var reasons: [String: Int] = [:]
    /// The end of the file, if it could not be read.
    var rests: [LostRest] = []

    init(path: String, bytes: Int) {
        (self.path, self.bytes) = (path, bytes)
    }

    /// Adds the results of a batch of rows.
    mutating func take(read: Int, leftOut: Int, _ rejected: RejectedRows) {
        self.read += read
        self.leftOut += leftOut
        guard rejected.count > 0 else { return }
        self.rejected += rejected.count
        first = first ?? rejected.first
        last = rejected.last
        reasons.merge(rejected.reasons, uniquingKeysWith: +)
        rests += rejected.rests.map { rest in
            var rest = rest
            rest.fileBytes = bytes
            return rest
        }
    }

    /// Notes that the file ended within its last row, which was rejected as too long.
    mutating func takeEnd(_ fault: RowFault, of kind: RejectedRows.Kind, _ name: String) {
        guard let last else { return }
        rests.append(
            LostRest(
                kind: kind, name: name, file: path, origin: last,
                place: "in a row longer than limits.row_bytes: \(fault.reason)", fileBytes: bytes))
    }

    /// The number of bytes at the end of the file that could not be read; all of them if the format gives no positions.
    var lostBytes: Int { min(bytes, rests.reduce(0) { $0 + ($1.bytes ?? bytes) }) }

    /// Whether the file is not empty and all of its rows were rejected.
    ///
    /// An empty file counts as not lost, even if it is invalid in its format.
    var isLost: Bool { bytes > 0 && rejected > 0 && rejected == read }
}

extension InputRecipe {
    /// Returns the losses among the input's files.
    ///
    /// Unreadable files are allowed by `empty`, or if the recipe allows all rows to be unreadable. If nothing was
    /// rejected, a source without rows is allowed only by `empty`, and a recording always.
    func losses(_ kind: RejectedRows.Kind, in files: [FileUsage], _ limits: LimitsRecipe) -> [Loss] {
        let areAllRowsFree = limits.rejected == 1
        var losses = files.filter(\.isLost).map { file in
            Loss(
                kind: kind, name: name, file: file.path, bytes: file.bytes, rejected: file.rejected, leftOut: 0,
                first: file.first, isAllowed: mayBeEmpty || areAllRowsFree)
        }
        let taken = files.reduce(0) { $0 + $1.read - $1.rejected - $1.leftOut }
        // If every file with rows is already listed as lost, the input as a whole is not listed again.
        let isListed = !losses.isEmpty && files.allSatisfy { $0.isLost || $0.read == 0 }
        if taken == 0, !isListed {
            let rejected = files.reduce(0) { $0 + $1.rejected }
            losses.append(
                Loss(
                    kind: kind, name: name, file: nil, bytes: files.reduce(0) { $0 + $1.bytes }, rejected: rejected,
                    leftOut: files.reduce(0) { $0 + $1.leftOut }, first: files.lazy.compactMap(\.first).first,
                    // A recording may contribute nothing; a source needs `empty` for that.
                    isAllowed: mayBeEmpty || (rejected > 0 ? areAllRowsFree : kind == .recording)))
        }
        return losses
    }
}
