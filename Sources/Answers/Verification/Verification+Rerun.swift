import Bytes
import Files
import Messages
import Recipes
import Runs
import Stages

extension Verification {
    /// Checks that a new run from the sources gives the same files, counts and inputs, stage by stage.
    func rerun() throws -> Finding {
        let recipe: Recipe
        do {
            recipe = try manifest.recipeFile(at: self.recipe.file, isConfined: self.recipe.isConfined).recipe()
        } catch let error as CurationError {
            throw CurationError.failed("the run cannot be repeated from its sources: \(error.message)")
        }
        let other = try scratch()
        defer { withExtendedLifetime(other) {} }
        try AmendmentFile.write(try AmendmentFile.read(in: files), of: files, to: OutputFolder(other.tree.path))
        let runner = Runner(recipe, folder: other.tree.path, threads: threads) { _ in }
        let outcome = try runner.run(recipe.stages.names, force: true)
        for stage in recipe.stages.names {
            let before = try record(of: stage)
            guard let again = outcome.manifest.stages[stage] else { continue }
            for (what, old, new) in [("read", before.inputs, again.inputs), ("wrote", before.outputs, again.outputs)] {
                let (olds, news) = (Set(old), Set(new))
                if let file = old.first(where: { !news.contains($0) }) ?? new.first(where: { !olds.contains($0) }) {
                    throw fault(
                        file.path, "\(stage.rawValue), repeated from the sources, \(what) other bytes or another file")
                }
            }
            if let difference = before.counts.firstDifference(from: again.counts) {
                throw fault(
                    files.manifest,
                    "\(stage.rawValue), repeated from the sources, counted \(difference.path) as "
                        + "\(difference.after?.compactText ?? "absent"), not \(difference.before?.compactText ?? "absent")"
                )
            }
        }
        guard outcome.manifest.isSynthetic == manifest.isSynthetic else {
            throw fault(files.manifest, "\"synthetic\" is \(manifest.isSynthetic), but not in a new run")
        }
        return .rerun
    }
}
