import Bytes
import Messages
import Pools
import Runs
import Stages

/// The answer of `curate --dry-run`: what a run would do and why, and a row of each source as it would enter the pool.
struct DryRunAnswer: Answer {
    /// The path of the run's folder.
    let folder: String
    /// The synthetic pool that would be made first, if any.
    let pool: SynthCommand.MissingPool?
    let plan: [Runner.PlannedStage]
    /// The files that would be written, with those of the synthetic pool.
    var writes = WritePlan()
    /// Settings of the draw that are at odds.
    var conflicts: [SampleRecipe.Conflict] = []
    let previews: [SourcePreview]

    var json: JSON {
        [
            "run": .string(folder), "makes": .optional(pool?.folder), "stages": .list(plan.map(json)),
            "writes": writes.json["writes"] ?? [], "removes": writes.json["removes"] ?? [],
            "conflicts": .strings(conflicts.map(\.words)), "sources": .list(previews.map(json)),
        ]
    }

    private func json(_ planned: Runner.PlannedStage) -> JSON {
        let stage = JSON.string(planned.stage.rawValue)
        switch planned.step {
        case .stays: return ["stage": stage, "step": "stays"]
        case .runs(let reason): return ["stage": stage, "step": "runs", "reason": .string(reason.words)]
        case .depends(let on): return ["stage": stage, "step": "depends", "on": .string(on.rawValue)]
        }
    }

    private func json(_ preview: SourcePreview) -> JSON {
        [
            "source": .string(preview.source), "sample": preview.line ?? .null, "read": JSON(preview.read),
            "left_out": JSON(preview.leftOut), "rejected": .strings(preview.rejected),
        ]
    }

    func lines(columns: Int) -> [String] {
        var table = TextTable()
        if let pool {
            let what = "\(Wording.counted(pool.pool.rows, "question")) in \(pool.folder)"
            let place = pool.replaced.map { ", replacing one of \($0)" } ?? ""
            table.add(["synth", "would generate a synthetic pool of \(what)\(place)"])
        }
        for planned in plan { table.add([planned.stage.rawValue, words(for: planned.step)]) }
        return ["in \(folder):"] + table.wrappedLines(columns: columns)
            + (writes == WritePlan() ? [] : [""] + writes.lines)
            + conflicts.map { "note: \($0.words)" }
            + previews.flatMap { [""] + lines(of: $0, columns) } + ["", "nothing was written"]
    }

    private func words(for step: Runner.PlannedStage.Step) -> String {
        switch step {
        case .stays: "up to date"
        case .runs(let reason): "would run: \(reason.words)"
        case .depends(let stage): "would run if the results of \(stage.rawValue) change"
        }
    }

    private func lines(of preview: SourcePreview, _ columns: Int) -> [String] {
        let lines = ["source \(preview.source)"] + preview.rejected.map { "  rejected: " + $0 }
        guard let members = preview.line?.object?.members else {
            return lines + ["  no question in the \(Wording.grouped(preview.read)) rows read"]
        }
        var table = TextTable()
        for (name, value) in members where name != "source" {
            table.add(["  " + name, value.string ?? value.compactText])
        }
        return lines + table.lines(columns: columns)
    }
}
