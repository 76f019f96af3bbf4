import Pools
import Recipes
import Runs

/// `curate --dry-run`: shows what a run would do and why, and a row of each source as it would enter the pool.
struct DryRun {
    let file: RecipeFile
    /// Whether the stage that makes the pool was requested.
    let makesPool: Bool
    let arguments: Arguments

    /// Prints the plan without writing any files.
    func show() throws {
        let pool = makesPool ? try SynthCommand.poolToMake(of: file, arguments) : nil
        let recipe = try file.recipe(withFiles: pool == nil)
        let stages = try arguments.stages(of: recipe)
        let folder = try arguments.runFolder(file)
        let runner = Runner(recipe, folder: folder, threads: 1) { _ in }
        let plan: [Runner.PlannedStage] =
            if pool == nil {
                try runner.plan(stages, force: arguments.has(.force))
            } else {
                stages.map { Runner.PlannedStage(stage: $0, step: .runs(.poolIsGenerated)) }
            }
        let previews = pool == nil && makesPool ? try SourcePreview.all(of: recipe.inputs) : []
        var writes = WritePlan()
        if let pool { try pool.add(to: &writes) }
        writes.add(try runner.writes(of: plan))
        try arguments.show(
            DryRunAnswer(
                folder: folder, pool: pool, plan: plan, writes: writes, conflicts: recipe.sample.conflicts,
                previews: previews))
        // After the plan, which shows what would be replaced.
        try arguments.demandUnreplaced(by: file)
    }
}
