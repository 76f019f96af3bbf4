import Bytes
import Files

@testable import Messages
@testable import Recipes
@testable import Stages

/// A recipe: reading, checking, filling in what it leaves out, and setting a key by its dotted path.
struct RecipeSubject: Subject {
    private let file = ScratchFile()

    func read(_ bytes: [UInt8]) {
        // Behind a zero byte stands what `--set` is given.
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        file.write(Array(parts[0]))
        do {
            var recipeFile = try RecipeFile(file.path)
            if parts.count > 1 { try recipeFile.set(String(decoding: parts[1], as: UTF8.self)) }
            _ = recipeFile.name
            let recipe = try recipeFile.recipe(withFiles: false)
            let again = try RecipeFile(path: file.path, document: recipe.document).recipe(withFiles: false)
            demand(again.document == recipe.document, "a filled recipe is filled")
            for stage in recipe.stages.names { _ = recipe.settings(of: stage) }
            _ = recipe.inputs.templates
        } catch is SettingFault {
            // The command line words it, with status 2.
        } catch let error as CurationError {
            demand(error.status == 2 && !error.message.isEmpty, "a wrong recipe has status 2 and is told why")
        } catch {
            fatalError("\(error)")
        }
    }
}
