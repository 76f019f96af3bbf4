import Stages

extension Runner {
    /// A requested stage and what a run would do with it.
    package struct PlannedStage: Equatable, Sendable {
        /// What a run would do with a stage.
        package enum Step: Equatable, Sendable {
            case stays
            case runs(RunReason)
            /// Runs only if the previous stage gives other results than last time.
            case depends(on: StageName)
        }

        /// The stage.
        package let stage: StageName
        /// What a run would do with it.
        package let step: Step

        /// Creates a planned stage.
        package init(stage: StageName, step: Step) {
            self.stage = stage
            self.step = step
        }
    }

    /// Returns what `run` would do, without doing it.
    ///
    /// Throws `RunRefusal` as `run` does when a required stage is missing or out of date, `CurationError` when no row
    /// has a field that the recipe names, and `FileError` when a file is in the way.
    package func plan(_ stages: [StageName], force: Bool) throws -> [PlannedStage] {
        let record = RunRecord(recipe, in: files)
        let ownership = RunOwnership(of: files, isForced: force, hasForce: true)
        try ownership.demandWritable(files.manifest)
        for old in record.outputsLeftOut { try ownership.demandRemovable(old) }
        var planned: [PlannedStage] = []
        var running: StageName?
        for stage in recipe.stages.through(lastOf: stages) {
            let status = try record.status(of: stage)
            guard stages.contains(stage) else {
                guard status == .upToDate else { throw record.refusal(stages, stage, status) }
                continue
            }
            switch (status, running) {
            case (.upToDate, _) where force: planned.append(PlannedStage(stage: stage, step: .runs(.forced)))
            case (.upToDate, let before?): planned.append(PlannedStage(stage: stage, step: .depends(on: before)))
            case (.upToDate, nil): planned.append(PlannedStage(stage: stage, step: .stays))
            default: planned.append(PlannedStage(stage: stage, step: .runs(.outOfDate(status))))
            }
            guard planned.last?.step != .stays else { continue }
            running = stage
            for file in record.outputs(of: stage) { try ownership.demandWritable(file) }
            for old in record.outdated(stage) { try ownership.demandRemovable(old) }
        }
        if planned.contains(where: { $0.stage == recipe.stages.poolMaker.name && $0.step != .stays }) {
            try demandFields(of: stages)
        }
        try demandModelsAndParts(of: planned, record)
        return planned
    }

    /// Throws as a run does for models that no recording knows, and for parts that the export needs, as far as the results
    /// on record tell.
    private func demandModelsAndParts(of planned: [PlannedStage], _ record: RunRecord) throws {
        let running = planned.filter { $0.step != .stays }.map(\.stage)
        guard !running.isEmpty else { return }
        try recipe.demandModels(of: running)
        let (poolMaker, selector) = (recipe.stages.poolMaker.name, recipe.stages.selector.name)
        if running.contains(selector), running.contains(recipe.stages.exporter.name) {
            try TrainingNeeds(of: recipe.exportPlan).demand(of: recipe.inputs)
        }
        guard try record.status(of: poolMaker) == .upToDate else { return }
        let results = StageResults(in: files, of: recipe.stages, pool: files.openPool)
        try recipe.demandModels(of: running, in: results.questions().facts)
        guard running.contains(selector), running.contains(recipe.stages.exporter.name),
            try recipe.stages.through(recipe.stages.beforeSelection).allSatisfy({
                try record.status(of: $0) == .upToDate
            })
        else { return }
        let entering = try results.kept(by: recipe.stages.beforeSelection)
        try TrainingNeeds(of: recipe.exportPlan).demand(of: entering, results.questions().facts)
    }
}
