import Bytes
import Files
import Messages
import Pools
import Shapes
import Stages

/// The file that holds the classes of a recipe.
///
/// It is read with the recipe, of which it becomes a part: a run records the classes, so that a later change of the file
/// makes the run out of date, and the run does not need the file.
struct ClassesFile {
    private static var path: [String] { [ClassifyRecipe.section.key.name, ClassifyRecipe.taxonomyKey.key.name] }
    private static var place: String { (path + [OwnClasses.fileKey.key.name]).joined(separator: ".") }

    /// Returns a recipe of the right shape with the contents of the file in place of its name.
    ///
    /// Throws `CurationError.recipe` when the file cannot be read, has other keys, or is outside of the recipe's folder
    /// although the recipe is confined to it.
    static func included(in document: JSON, of recipe: String, isConfined: Bool) throws -> JSON {
        guard case .object(var root) = document, var section = root[path[0]]?.object,
            let name = section[path[1]]?[OwnClasses.fileKey.key.name]?.string
        else { return document }
        let folder = Folder.parent(of: recipe) ?? ""
        func fault(_ problems: [RecipeProblem]) -> CurationError { .recipe(file: recipe, problems) }
        if section[path[1]]?.object?.members.count != 1 {
            throw fault([RecipeProblem(place, "cannot stand beside other keys")])
        }
        if isConfined, let outside = Confinement(to: folder).fault(of: name) {
            throw fault([RecipeProblem(place, outside)])
        }
        let classes: JSON
        do {
            classes = try InputFile.contents(of: Folder.join(folder, name)).withByteView { try JSON(parsing: $0) }
        } catch let error as FileError {
            throw fault([RecipeProblem(place, "\"\(name)\": \(error.cause)")])
        } catch let error as JSONError {
            throw fault([RecipeProblem(place, "\"\(name)\": byte \(error.offset): \(error.reason)")])
        }
        var problems: [RecipeProblem] = []
        Shape.object(OwnClasses.shapeOfFile).check(classes, at: "", &problems)
        guard problems.isEmpty else {
            throw fault(
                problems.map {
                    RecipeProblem(place, "\"\(name)\": \($0.path.isEmpty ? "" : $0.path + ": ")\($0.message)")
                })
        }
        section[path[1]] = classes
        root[path[0]] = .object(section)
        return .object(root)
    }
}
