import Bytes
import Recipes
import Stages

/// A finished set that a run with settings of the command line would replace by one that was made with other settings.
package struct FinishedSet: Equatable, Sendable {
    /// A setting that has another value in the run on record than on the command line, both as text.
    package struct OtherSetting: Equatable, Sendable {
        /// The dotted path of the setting.
        package let path: String
        /// The value in the run on record.
        package let here: String
        /// The value on the command line.
        package let wanted: String

        /// Creates a setting.
        package init(path: String, here: String, wanted: String) {
            (self.path, self.here, self.wanted) = (path, here, wanted)
        }
    }

    /// The folder of the run.
    package let folder: String
    /// The settings that differ, in the order of the stages.
    package let settings: [OtherSetting]
    /// The stages whose results would be replaced, in order.
    package let stages: [StageName]
    /// The number of files in which these results are.
    package let files: Int

    /// Creates the description of a set.
    package init(folder: String, settings: [OtherSetting], stages: [StageName], files: Int) {
        (self.folder, self.settings, self.stages, self.files) = (folder, settings, stages, files)
    }
}

extension Manifest {
    /// Throws `RunRefusal.replacesFinished` when a set is finished and a run would replace it because settings of the
    /// command line differ from those that it was made with.
    ///
    /// A recipe that was edited is no reason: a run then brings its set up to date. Neither are settings that no requested
    /// stage depends on.
    ///
    /// - Parameters:
    ///   - settings: the settings of the command line, as `--set` takes them.
    ///   - asked: the requested stages.
    ///   - recipe: the recipe with the settings.
    ///   - run: the run's folder.
    package func demandUnreplaced(
        by settings: [String], running asked: [StageName], of recipe: Recipe, in run: RunFolder
    ) throws(RunRefusal) {
        guard !settings.isEmpty, stages[order.exporter.name] != nil else { return }
        let (before, after) = changed(by: settings, recipe, in: run)
        var others: [FinishedSet.OtherSetting] = []
        var replaced: [StageName] = []
        for stage in recipe.stages.definitions where asked.contains(stage.name) && stages[stage.name] != nil {
            let shape = recipe.shape
            let differences = shape.spelled(stage.settings(in: before))
                .differences(from: shape.spelled(stage.settings(in: after)))
            for difference in differences {
                let (here, wanted) = (
                    JSON.Difference.inWords(difference.before), JSON.Difference.inWords(difference.after)
                )
                let other = FinishedSet.OtherSetting(path: difference.path, here: here, wanted: wanted)
                if !others.contains(other) { others.append(other) }
            }
            // The stages after one that runs take its results.
            if !others.isEmpty { replaced.append(stage.name) }
        }
        guard !others.isEmpty else { return }
        let files = replaced.reduce(0) { $0 + (stages[$1]?.outputs.count ?? 0) }
        throw .replacesFinished(FinishedSet(folder: run.path, settings: others, stages: replaced, files: files))
    }

    /// Returns the recipe that the stages ran with, and the same recipe with other settings.
    ///
    /// If the settings do not fit that recipe, for instance because it lacks a source that they name, the second one is
    /// the recipe that is to run.
    private func changed(by settings: [String], _ recipe: Recipe, in run: RunFolder) -> (before: JSON, after: JSON) {
        let before = recipeAsRun
        do {
            let found = try RecipeFile(path: run.manifest.path, document: before, stages: recipe.registry)
                .recipe(withFiles: false).document
            var file = RecipeFile(path: run.manifest.path, document: found, stages: recipe.registry)
            for setting in settings { try file.set(setting) }
            return (found, try file.recipe(withFiles: false).document)
        } catch {
            return (before, recipe.document)
        }
    }
}
