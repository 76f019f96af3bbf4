import Bytes
import Messages
import Runs
import Stages

/// The answer of `curate run`: the stages that ran, and their results.
struct RunAnswer: Answer {
    /// The path of the run's folder.
    let folder: String
    /// The stages that were requested.
    let asked: [StageName]
    /// The stages that ran.
    let ran: [StageName]
    let manifest: Manifest
    /// The path of the export, if it was requested.
    let export: String?

    var json: JSON {
        [
            "run": .string(folder), "ran": .strings(ran.map(\.rawValue)), "funnel": Funnel(manifest).json,
            "export": .optional(export),
        ]
    }

    func lines(columns: Int) -> [String] {
        let note = manifest.isSynthetic ? " (synthetic data)" : ""
        guard !ran.isEmpty else { return ["nothing to do: \(whatIsUpToDate) up to date in \(folder)\(note)"] }
        let funnel = Funnel(manifest)
        var lines = funnel.lines(columns: columns)
        if let export {
            lines += ["", "\(Wording.counted(funnel.steps.last?.kept ?? 0, "question")) in \(export)\(note)"]
            if let lengths { lines.append(lengths) }
        }
        return lines
    }

    private var whatIsUpToDate: String {
        asked.count == manifest.order.names.count
            ? "all stages are" : "\(listed(asked.map(\.rawValue), "and")) \(asked.count == 1 ? "is" : "are")"
    }

    /// A summary of the lengths of training rows, if the recipe limits them.
    private var lengths: String? {
        guard let train = manifest.stages[manifest.order.exporter.name]?.counts["train"],
            let most = train["max_tokens"]?.integer,
            let over = train["over"]?.integer, let longest = train["longest"]?.integer
        else { return nil }
        let isDropped = manifest.recipe["train"]?["over"] == "drop"
        return "\(Wording.counted(over, "row")) of more than \(Wording.counted(most, "token")) "
            + (isDropped ? "dropped" : "would be truncated") + "; the longest has \(Wording.grouped(longest))"
    }
}
