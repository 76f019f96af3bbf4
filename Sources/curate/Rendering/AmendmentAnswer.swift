import Answers
import Bytes
import Messages
import Runs
import Stages

/// The answer of `curate amend`: the questions that left and entered the set, and all amendments so far.
struct AmendmentAnswer: Answer {
    let change: SelectionChange
    /// All amendments of the run.
    let amendments: [Amendment]
    /// The path of the file of amendments.
    let file: String

    var json: JSON {
        [
            "amendments": JSON(amendments.count), "questions": JSON(change.size),
            "leaving": .list(change.leaving.map(json)), "entering": .list(change.entering.map(json)),
        ]
    }

    func lines(columns: Int) -> [String] {
        var table = TextTable()
        for (sign, moves) in [("-", change.leaving), ("+", change.entering)] {
            for move in moves {
                table.add(["\(sign) \(move.id)", move.source, move.domain, Wording.counted(move.tokens, "token")])
            }
        }
        return table.lines(columns: columns) + ["\(Wording.counted(change.size, "question")) in the set; \(record)"]
    }

    private var record: String {
        let count = Set(amendments.map(\.id)).count
        return count == 0
            ? "no amendments remain"
            : "\(Wording.counted(count, "question")) amended in \(file)"
    }

    private func json(_ move: SelectionChange.Move) -> JSON {
        [
            "id": .string(move.id.description), "source": .string(move.source), "domain": .string(move.domain),
            "trace_tokens": JSON(move.tokens),
        ]
    }
}
