import Bytes
import Messages
import Rows

/// A file of which nothing could be read, or a source or recording of which no row was taken.
package struct Loss: Equatable, Sendable {
    /// What kind of input it is of, and its name.
    let kind: RejectedRows.Kind
    let name: String
    /// The file; nil where it is the input as a whole.
    let file: String?
    /// The bytes of the file, or of all files.
    let bytes: Int
    /// How many rows were rejected, and how many `where` left out.
    let rejected: Int
    let leftOut: Int
    /// The place of the first rejected row and its reason.
    let first: String?
    /// Whether the recipe says that this may happen.
    let isAllowed: Bool

    /// What was lost, in a sentence without its end.
    package var words: String {
        let place = "\(kind.rawValue) \"\(name)\", \(Wording.counted(bytes, "byte"))"
        if let file {
            return
                "nothing of \(file) could be read (\(place)): \(Wording.counted(rejected, "row")) rejected, the first at "
                + (first ?? "?")
        }
        let what = kind == .source ? "gives no question" : "says nothing"
        if rejected + leftOut == 0 { return "the \(place), \(what): it has no rows" }
        let parts = [
            leftOut > 0 ? "\"where\" leaves \(Wording.counted(leftOut, "row")) out" : nil,
            rejected > 0 ? "\(Wording.counted(rejected, "row")) cannot be read, the first at \(first ?? "?")" : nil,
        ]
        return "the \(place), \(what): " + listed(parts.compactMap(\.self), "and")
    }

    /// The loss as a manifest has it.
    package var json: JSON {
        [
            kind.rawValue: .string(name), "file": file.map { .string($0) } ?? .null, "bytes": JSON(bytes),
            "rejected": JSON(rejected), "left_out": JSON(leftOut),
        ]
    }
}

/// How the rows of one file were used.
struct FileUsage {
    let path: String
    let bytes: Int
    var read = 0
    var rejected = 0
    var leftOut = 0
    var first: String?

    /// Takes in what became of a batch of its rows.
    mutating func take(read: Int, leftOut: Int, _ rejected: RejectedRows) {
        self.read += read
        self.leftOut += leftOut
        self.rejected += rejected.count
        first = first ?? rejected.first
    }

    /// Whether there was something, and none of it could be read.
    ///
    /// An empty file, be it no XML, had nothing to lose.
    var isLost: Bool { bytes > 0 && rejected > 0 && rejected == read }
}

extension InputRecipe {
    /// What was lost of its files.
    ///
    /// That nothing could be read is allowed by `empty`, or where the recipe says that all rows may be unreadable; that
    /// nothing was there, or nothing was wanted, by `empty` alone.
    func losses(_ kind: RejectedRows.Kind, in files: [FileUsage], _ limits: LimitsRecipe) -> [Loss] {
        let areAllRowsFree = limits.rejected == 1
        var losses = files.filter(\.isLost).map { file in
            Loss(
                kind: kind, name: name, file: file.path, bytes: file.bytes, rejected: file.rejected, leftOut: 0,
                first: file.first, isAllowed: mayBeEmpty || areAllRowsFree)
        }
        let taken = files.reduce(0) { $0 + $1.read - $1.rejected - $1.leftOut }
        // Where all that was there is named file by file, it need not be named again.
        let isTold = !losses.isEmpty && files.allSatisfy { $0.isLost || $0.read == 0 }
        if taken == 0, !isTold {
            let rejected = files.reduce(0) { $0 + $1.rejected }
            losses.append(
                Loss(
                    kind: kind, name: name, file: nil, bytes: files.reduce(0) { $0 + $1.bytes }, rejected: rejected,
                    leftOut: files.reduce(0) { $0 + $1.leftOut }, first: files.lazy.compactMap(\.first).first,
                    // What a recording says may be of no use, for that it needs no leave.
                    isAllowed: mayBeEmpty || (rejected > 0 ? areAllRowsFree : kind == .recording)))
        }
        return losses
    }
}
