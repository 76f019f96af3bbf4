import Bytes
import Messages
import Runs
import Stages

/// What `curate run` answers: what has run, and what came of it.
struct RunAnswer: Answer {
    /// The run's folder.
    let folder: String
    /// The stages that were asked for.
    let asked: [StageName]
    /// The stages that were not up to date and have run.
    let ran: [StageName]
    let manifest: Manifest
    /// The file of the export, where that was asked for.
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

    /// What the counting of training rows found, where the recipe asks for it.
    private var lengths: String? {
        guard let train = manifest.stages[manifest.order.exporter.name]?.counts["train"],
            let most = train["max_tokens"]?.integer,
            let over = train["over"]?.integer, let longest = train["longest"]?.integer
        else { return nil }
        let isDropped = manifest.recipe["train"]?["over"] == "drop"
        return "\(Wording.counted(over, "row")) of more than \(Wording.counted(most, "token")) "
            + (isDropped ? "dropped" : "would be cut") + "; the longest has \(Wording.grouped(longest))"
    }
}
