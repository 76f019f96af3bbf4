import Bytes
import Messages
import Rows

/// The usage of the files of one source or recording.
struct InputUsage {
    /// The kind of the input.
    let kind: RejectedRows.Kind
    /// The input.
    let input: InputRecipe
    /// Its files, in the order in which they were read.
    let files: [FileUsage]

    /// The files and inputs that yielded nothing.
    func losses(_ limits: LimitsRecipe) -> [Loss] { input.losses(kind, in: files, limits) }

    /// The files whose ends could not be read, although other rows of them could.
    var rests: [LostRest] { files.filter { !$0.isLost }.flatMap(\.rests) }

    /// The number of rows that are in use.
    fileprivate var taken: Int { files.reduce(0) { $0 + $1.read - $1.rejected - $1.leftOut } }
}

/// The check of `limits.rejected`, the share of the rows that may be unreadable.
///
/// The share is that of all sources and that of each source, so that a large source does not hide the loss of a small
/// one; recordings are counted in the same way. One row of a source may be unreadable even if the source is so small that
/// this is a larger share. Where the end of a file is lost, which counts as one row, the share in bytes is checked as
/// well.
struct RejectionLimit {
    /// The share that may be unreadable.
    let share: Double
    /// The path of the file of rejected rows, for messages.
    let rejectedRows: String

    /// Throws `CurationError.failed` when more of all rows are unreadable than allowed.
    ///
    /// - Parameters:
    ///   - what: the name of the rows in messages.
    ///   - losses: the files and inputs that yielded nothing; rows of those that the recipe allows do not count.
    func checkAll(_ usages: [InputUsage], _ what: String, _ losses: [Loss]) throws {
        let files = usages.flatMap { usage in usage.files.filter { !($0.isLost && usage.input.mayBeEmpty) } }
        // A file or source that is lost as a whole has a different cause than rows that are faulty here and there.
        let lost = losses.filter { !$0.isAllowed && $0.file != nil }.prefix(3).map { "  \($0.words)" as Message }
        try checkRows(of: files, what, lost, atLeast: 0)
    }

    /// Throws `CurationError.failed` when more of the rows or bytes of one source or recording are unreadable than
    /// allowed.
    ///
    /// Files and inputs that yielded nothing are losses, which have a check of their own.
    func checkEach(_ usages: [InputUsage]) throws {
        for usage in usages where usage.taken > 0 {
            let files = usage.files.filter { !$0.isLost }
            let name = "the \(usage.kind.rawValue) \"\(usage.input.name)\""
            try checkRows(of: files, "rows of \(name)", [], atLeast: 1)
            try checkBytes(of: files, name)
        }
    }

    /// - Parameter least: the number of rows that may be unreadable whatever share they are.
    private func checkRows(of files: [FileUsage], _ what: String, _ more: [Message], atLeast least: Int) throws {
        let (read, rejected) = files.reduce((0, 0)) { ($0.0 + $1.read, $0.1 + $1.rejected) }
        guard Double(rejected) > max(Double(least), share * Double(read)) else { return }
        let reasons = files.reduce(into: [:]) { $0.merge($1.reasons, uniquingKeysWith: +) }
        let commonest = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
            .map { "  \($0.value) times: \($0.key)" as Message }
        throw CurationError.failed(
            "\(rejected) of \(read) \(what) could not be read, more than \(limit) allows; the most common reasons:\n"
                + .joined(commonest + more, by: "\n") + "\n  all of them are in \(rejectedRows)")
    }

    private func checkBytes(of files: [FileUsage], _ name: String) throws {
        let (bytes, lost) = files.reduce((0, 0)) { ($0.0 + $1.bytes, $0.1 + $1.lostBytes) }
        guard Double(lost) > share * Double(bytes) else { return }
        let rests = files.flatMap(\.rests)
        let most = 10
        let lines = rests.prefix(most).map { "  \($0.line)" as Message }
        let ending: [Message] = rests.count > most ? ["  so it was with \(rests.count - most) more files"] : []
        throw CurationError.failed(
            "\(Wording.grouped(lost)) of \(Wording.grouped(bytes)) bytes of \(name) could not be read, more than \(limit) "
                + "allows; the rest of a file counts as one rejected row, however long it is:\n"
                + .joined(lines + ending, by: "\n") + "\n  all rejected rows are in \(rejectedRows)")
    }

    private var limit: String { "limits.rejected = \(JSON(share).compactText)" }
}
