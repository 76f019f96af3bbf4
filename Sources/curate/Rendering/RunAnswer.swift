import Bytes
import Files
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
    /// The files of the export with their paths, if it was requested.
    let exports: [(file: ExportFile, path: String)]

    var json: JSON {
        [
            "run": .string(folder), "ran": .strings(ran.map(\.rawValue)), "funnel": Funnel(manifest).json,
            "export": .optional(exports.first?.path),
            "files": .list(
                exports.map { file, path in
                    var members: JSONObject = [
                        "path": .string(path), "format": .string(file.format.rawValue),
                        "split": .optional(file.split?.rawValue), "rows": JSON(rows(of: file)),
                    ]
                    if let target = file.target { members["target"] = JSON(target) }
                    return .object(members)
                }),
            "impossible_lengths": counts["impossible_lengths"] ?? .null,
            "notes": .list(manifest.notes.map(\.json)),
        ]
    }

    /// The counts of the export.
    private var counts: JSON { manifest.stages[manifest.order.exporter.name]?.counts ?? [:] }

    /// Returns the number of rows of a file of the export.
    private func rows(of file: ExportFile) -> Int {
        if let target = file.target {
            let set = counts["sets"]?.list?.first {
                $0["target"]?.integer == target && $0["split"]?.string == file.split?.rawValue
            }
            return set?["rows"]?.count ?? 0
        }
        let splits = counts["splits"]
        return (file.split.flatMap { splits?[$0.rawValue] } ?? counts["kept"])?.count ?? 0
    }

    /// The files that hold the set, with their rows if there are several, which is the last line.
    private var files: String? {
        guard let first = exports.first else { return nil }
        let set = Wording.counted(counts["kept"]?.count ?? 0, "question")
        guard exports.count > 1 else { return "\(set) in \(first.path)" }
        let folder = Folder.parent(of: first.path) ?? "."
        let names = exports.map { file, path in
            "\(path.split(separator: "/").last ?? "") (\(Wording.counted(rows(of: file), "row")))"
        }
        return "\(set) in \(folder): \(names.joined(separator: ", "))"
    }

    func lines(columns: Int) -> [String] {
        let note = manifest.isSynthetic ? " (synthetic data)" : ""
        guard !ran.isEmpty else { return ["nothing to do: \(whatIsUpToDate) up to date in \(folder)\(note)"] }
        let funnel = Funnel(manifest)
        var lines = funnel.lines(columns: columns)
        lines += notes
        if let files {
            let remarks = [ImpossibleLengths(counts["impossible_lengths"]).map { $0.words.text }, lengths]
            lines += [""] + remarks.compactMap(\.self) + [files + note]
        }
        return lines
    }

    /// What the user may not expect of the stages, below an empty line.
    private var notes: [String] {
        let emptied = Funnel(manifest).emptied.map { ["note: no question is left: \($0.words)"] } ?? []
        let notes = emptied + manifest.notes.map { "note: \($0.words)" }
        return notes.isEmpty ? [] : [""] + notes.map(\.shown)
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
        let rows = Wording.counted(over, "row") + (train["counted"]?.string.map { " with a \($0)" } ?? "")
        return "\(rows) of more than \(Wording.counted(most, "token")) "
            + (isDropped ? "dropped" : "would be truncated") + "; the longest has \(Wording.grouped(longest))"
    }
}
