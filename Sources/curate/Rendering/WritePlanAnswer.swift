import Bytes
import Messages
import Runs

/// The answer of a command with `--dry-run` that has nothing else to show: the files that it would write.
struct WritePlanAnswer: Answer {
    let plan: WritePlan

    var json: JSON { plan.json }

    func lines(columns: Int) -> [String] { plan.lines + ["", "nothing was written"] }
}

extension WritePlan {
    /// The plan as JSON.
    var json: JSON {
        [
            "writes": .list(files.map { ["path": .string($0.path), "replaces": .bool($0.isReplaced)] }),
            "removes": .strings(removed),
        ]
    }

    /// The plan as text: the numbers, then a line for each file.
    var lines: [String] {
        guard !files.isEmpty || !removed.isEmpty else { return ["would write no file"] }
        let replacing = replaced == 0 ? "" : ", replacing \(Wording.grouped(replaced)) of them"
        let removing = removed.isEmpty ? "" : "; would remove \(Wording.grouped(removed.count))"
        return ["would write \(Wording.counted(files.count, "file"))\(replacing)\(removing):"]
            + files.map { "  \($0.isReplaced ? "replaces" : "new     ")  \($0.path)" }
            + removed.map { "  removes   \($0)" }
    }
}
