import Answers
import Bytes
import Messages

/// The answer of `curate verify`, after all checks: the findings, and the fault if there is one.
struct VerificationAnswer: Answer {
    /// The path of the run's folder.
    let folder: String
    let findings: [Verification.Finding]
    /// The first fault, or nil if there is none.
    let fault: Message?

    var json: JSON {
        var members = JSONObject()
        for finding in findings { members[finding.subject] = finding.json }
        return [
            "run": .string(folder), "holds": .bool(fault == nil), "findings": .object(members),
            "fault": .optional(fault?.text),
        ]
    }

    /// Returns the last line.
    ///
    /// The findings are printed as they are made, and a fault is printed as an error.
    func lines(columns: Int) -> [String] { fault == nil ? ["\(folder) is verified"] : [] }
}

extension Verification.Finding: Answer {
    /// The subject of the finding, in a word.
    var subject: String {
        switch self {
        case .files: "files"
        case .inputs: "inputs"
        case .counts: "counts"
        case .pool: "pool"
        case .decisions: "decisions"
        case .exportRows, .exportFiles: "export"
        case .gate, .gateNotAsked: "gate"
        case .rerun: "sources"
        }
    }

    /// The finding as text.
    var words: String {
        switch self {
        case .files(let count):
            return "\(Wording.grouped(count)) of the run are unchanged since written, including run.json"
        case .inputs(0, let all): return "\(Wording.grouped(all)) from outside are unchanged since read"
        case .inputs(let missing, let all):
            return
                "\(Wording.grouped(missing)) of \(Wording.grouped(all)) from outside are missing and were not checked; "
                + "set --config to the recipe that their paths are relative to"
        case .counts(let rows, let questions):
            return "add up from \(Wording.grouped(rows)) rows to \(Wording.grouped(questions)) questions"
        case .pool(let questions):
            return "\(Wording.grouped(questions)) questions have the id of their text and the columns of their line"
        case .decisions(let count, let seed, let followed):
            return "\(Wording.grouped(count)) follow from the pool, the recipe and the seed \(seed)"
                + (followed.isEmpty
                    ? ""
                    : "; those of \(listed(followed.map(\.rawValue), "and")) were not repeated, since its benchmarks are "
                        + "missing")
        case .exportRows(let count):
            return count == 1
                ? "1 row is equal to the pool's, byte for byte, and was kept by every stage"
                : "\(Wording.grouped(count)) rows are equal to the pool's, byte for byte, and were kept by every stage"
        case .exportFiles(let count):
            return "\(Wording.grouped(count)) files generated again from the pool have the same bytes"
        case .gate(let items, let shortItems):
            return "passed against \(Wording.grouped(items)) benchmark items, "
                + "\(Wording.grouped(shortItems)) of them compared as whole texts"
        case .gateNotAsked: return "was not repeated, since the benchmarks are missing"
        case .rerun: return "a rerun from them gives the same files"
        }
    }

    var json: JSON { .string(words) }

    func lines(columns: Int) -> [String] { [subject.padded(to: 10) + " " + words] }
}
