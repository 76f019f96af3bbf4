import Bytes
import Files
import Messages
import Pools
import Runs
import Shapes
import Stages

/// A comparison of two runs: the differences in recipe, inputs and tool, both funnels, and the questions that only one
/// of them selected, with the decision that dropped them in the other.
package struct RunComparison {
    /// A question that one run selected and the other did not.
    package struct Parting {
        /// The question's id.
        package let id: QuestionID
        /// The name of its source.
        package let source: String
        /// The decision that dropped the question in the other run.
        ///
        /// If the question is not in the other pool, this is a decision of the stage that makes the pool, without a
        /// rule.
        package let decision: StageDecision
        /// Whether the question is in the other pool.
        package let isInPool: Bool
    }

    /// An input file that differs between the runs.
    ///
    /// A record is nil if that run did not read the file.
    package struct InputDifference {
        /// The path of the file.
        package let path: String
        /// The file as the first run read it.
        package let before: FileRecord?
        /// The file as the second run read it.
        package let after: FileRecord?
    }

    /// A key of the recipe that differs.
    package struct SettingDifference {
        /// The dotted path of the key.
        package let path: String
        /// The value in the first run, or nil if it has none.
        package let before: JSON?
        /// The value in the second run, or nil if it has none.
        package let after: JSON?
    }

    /// The keys of the recipe that differ.
    package let settings: [SettingDifference]
    /// The input files that differ.
    package let inputs: [InputDifference]
    /// The versions of the tool, or nil if they are equal.
    package let tools: (before: String, after: String)?
    /// Both funnels.
    package let funnels: FunnelComparison
    /// The statistics of the questions that each run selected.
    package let statistics: (before: SetStatistics, after: SetStatistics)
    /// Settings of the draw that are at odds in the second run.
    package let conflicts: [SampleRecipe.Conflict]
    /// All stages, in order.
    package let stages: [StageName]
    /// The number of questions that both runs selected.
    package let both: Int
    /// The questions that only the first run selected, in the order of its pool.
    package let onlyBefore: [Parting]
    /// The questions that only the second run selected, in the order of its pool.
    package let onlyAfter: [Parting]

    /// Compares two runs that have reached the stage sample.
    ///
    /// Throws `CurationError.usage` when the pools share less than half of the questions of the smaller one.
    package init(_ before: RecordedRun, _ after: RecordedRun) throws {
        for run in [before, after] { try run.demandCurrent(run.stages.selector.name) }
        let common = Set(before.pool.ids).intersection(after.pool.ids).count
        let smaller = min(Set(before.pool.ids).count, Set(after.pool.ids).count)
        guard common * 2 >= smaller, smaller > 0 else {
            throw CurationError.usage(
                "\(before.folder) and \(after.folder) are runs of different pools: of "
                    + "\(Wording.grouped(before.pool.count)) and \(Wording.grouped(after.pool.count)) questions they share "
                    + "\(Wording.grouped(common)); only runs of the same pool can be compared")
        }
        let recipes = [before, after].map { $0.recipe.shape.spelled($0.manifest.recipe) }
        settings = recipes[0].differences(from: recipes[1]).map {
            SettingDifference(path: $0.path, before: $0.before, after: $0.after)
        }
        inputs = Self.differences(before.outsideInputs, after.outsideInputs)
        let versions = [before, after].map { run in
            Set(run.manifest.stages.values.map(\.toolVersion)).sorted().joined(separator: ", ")
        }
        tools = versions[0] == versions[1] ? nil : (versions[0], versions[1])
        funnels = FunnelComparison(Funnel(before.manifest), Funnel(after.manifest))
        stages = funnels.order
        let chosen = try [before, after].map { run in try run.kept(by: run.lastChoice) }
        let sets = zip([before, after], chosen).map { run, chosen in
            SetStatistics(chosen, of: run.pool.facts, run.domains, teacher: run.recipe.sample.teacher)
        }
        statistics = (sets[0], sets[1])
        conflicts = after.recipe.sample.conflicts
        let ids = [Set(chosen[0].map { before.pool.ids[$0] }), Set(chosen[1].map { after.pool.ids[$0] })]
        both = ids[0].intersection(ids[1]).count
        onlyBefore = try Self.partings(
            chosen[0].filter { !ids[1].contains(before.pool.ids[$0]) }, of: before, in: after)
        onlyAfter = try Self.partings(
            chosen[1].filter { !ids[0].contains(after.pool.ids[$0]) }, of: after, in: before)
    }

    private static func differences(_ before: [FileRecord], _ after: [FileRecord]) -> [InputDifference] {
        let (olds, news) = (before.byPath, after.byPath)
        let paths = (before + after.filter { olds[$0.key] == nil }).map(\.path)
        return paths.compactMap { path in
            let (old, new) = (olds[ByteKey(path)], news[ByteKey(path)])
            return old?.digest == new?.digest ? nil : InputDifference(path: path, before: old, after: new)
        }
    }

    /// Returns what became of questions of one run in another.
    private static func partings(
        _ questions: [QuestionIndex], of run: RecordedRun, in other: RecordedRun
    ) throws -> [Parting] {
        let wanted = Set(questions.map { run.pool.ids[$0] })
        // The first question with an id, since the others are dropped as duplicates.
        let ids = other.pool.ids
        let places = ids.indices.reduce(into: [UInt64: QuestionIndex]()) { places, question in
            if wanted.contains(ids[question]), places[ids[question]] == nil { places[ids[question]] = question }
        }
        let drops = try other.drops(of: places.values.sorted())
        return questions.map { question in
            let id = run.pool.id(of: question)
            let drop = places[id.value].flatMap { drops[$0] }
            return Parting(
                id: id, source: run.pool.facts.sourceName(of: question),
                decision: drop ?? StageDecision(other.stages.poolMaker.name, .withoutEvidence(isKept: false)),
                isInPool: drop != nil)
        }
    }
}

extension RecordedRun {
    /// The files outside the run's folder that the stages read, without duplicates.
    var outsideInputs: [FileRecord] {
        var seen: Set<ByteKey> = []
        return stages.definitions.flatMap { stage in
            let own = files.inputs(of: stage, under: recipe).map(\.key)
            return (manifest.stages[stage.name]?.inputs ?? []).filter {
                !own.contains($0.key) && seen.insert($0.key).inserted
            }
        }
    }
}

extension RecordedRun {
    /// The last stage that selects questions: export, or sample if export has not run.
    var lastChoice: StageName {
        manifest.stages[stages.exporter.name] == nil ? stages.selector.name : stages.exporter.name
    }
}
