import Bytes
import Files
import Messages
import Pools
import Recipes
import Runs
import Stages

/// `curate --dry-run`: what a run would do and why, and a row of each source as it would enter the pool.
struct DryRun {
    let file: RecipeFile
    let stages: [StageName]
    let arguments: Arguments

    /// Prints the plan; nothing is written.
    func show() throws {
        let makesPool = stages.contains(StageRegistry.standard.poolMaker.name)
        let pool = makesPool ? try SynthCommand.poolToMake(of: file, arguments) : nil
        let recipe = try file.recipe(withFiles: pool == nil)
        let folder = try arguments.runFolder(file)
        let runner = Runner(recipe, folder: folder, threads: 1) { _ in }
        let plan: [Runner.PlannedStage] =
            if pool == nil {
                try runner.plan(stages, force: arguments.has(.force))
            } else {
                stages.map { Runner.PlannedStage(stage: $0, step: .runs(reason: "its pool is made first")) }
            }
        let previews = pool == nil && makesPool ? try SourcePreview.all(of: recipe.inputs) : []
        if arguments.has(.json) {
            let answer: JSON = [
                "run": .string(folder), "makes": pool.map { .string($0.folder) } ?? .null,
                "stages": .list(plan.map(json)), "sources": .list(previews.map(json)),
            ]
            return try Terminal.write(json: answer)
        }
        let columns = Terminal.columns
        var table = TextTable()
        if let pool {
            let what = "\(Wording.counted(pool.pool.rows, "question")) in \(Wording.printable(pool.folder))"
            let place = pool.replaced.map { " in the place of one of \($0)" } ?? ""
            table.add(["synth", "would make a synthetic pool of \(what)\(Wording.printable(place))"])
        }
        for planned in plan { table.add([planned.stage.rawValue, words(for: planned.step)]) }
        try Terminal.write(
            lines: ["in \(Wording.printable(folder)):"] + table.wrappedLines(columns: columns)
                + previews.flatMap { [""] + lines(of: $0, columns) } + ["", "nothing was written"])
    }

    private func words(for step: Runner.PlannedStage.Step) -> String {
        switch step {
        case .stays: "up to date"
        case .runs(let reason): "would run: \(Wording.printable(reason))"
        case .depends(let stage): "would run if \(stage.rawValue) gives other results"
        }
    }

    private func json(_ planned: Runner.PlannedStage) -> JSON {
        let stage = JSON.string(planned.stage.rawValue)
        switch planned.step {
        case .stays: return ["stage": stage, "step": "stays"]
        case .runs(let reason): return ["stage": stage, "step": "runs", "reason": .string(reason)]
        case .depends(let on): return ["stage": stage, "step": "depends", "on": .string(on.rawValue)]
        }
    }

    private func json(_ preview: SourcePreview) -> JSON {
        [
            "source": .string(preview.source), "sample": preview.line ?? .null, "read": JSON(preview.read),
            "left_out": JSON(preview.leftOut), "rejected": .strings(preview.rejected),
        ]
    }

    private func lines(of preview: SourcePreview, _ columns: Int) -> [String] {
        var lines = ["source \(Wording.printable(preview.source))"]
        lines += preview.rejected.map { "  rejected: " + Wording.printable($0) }
        guard let members = preview.line?.object?.members else {
            return lines + ["  no question in the \(Wording.grouped(preview.read)) rows read"]
        }
        var table = TextTable()
        for (name, value) in members where name != "source" {
            table.add(["  " + name, Wording.printable(value.string ?? value.compactText)])
        }
        return lines + table.lines(columns: columns)
    }
}
