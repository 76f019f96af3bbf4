import Bytes
import Files
import Messages
import Recipes
import Shapes

/// The recipe that the options select.
extension Arguments {
    /// Returns the recipe of `--config`, with `--set` and `--seed` applied.
    func recipeFile() throws -> RecipeFile {
        let path = self[.config] ?? "pipeline.json"
        guard Folder.hasFile(path) else {
            let end = PathEnd(of: path)
            let what =
                end.obstacle.map { "it \($0)" } ?? (end == .nothing ? "there is no such file" : "it is not a file")
            throw CurationError.usage(
                "\(path): \(what); name the recipe with --config (default: pipeline.json)")
        }
        var file = try RecipeFile(path)
        file.isConfined = has(.confined)
        try applySettings(to: &file)
        return file
    }

    /// Applies `--set` and `--seed` to a recipe.
    func applySettings(to file: inout RecipeFile) throws {
        for assignment in try settings() { try file.set(assignment) }
    }

    /// Returns the settings of `--set` and `--seed`, in the form that `--set` takes.
    func settings() throws -> [String] {
        guard let seed = try seed() else { return all(.set) }
        if let other = all(.set).last(where: { $0.hasPrefix("seed=") }),
            String(other.dropFirst(5)).withByteView({ $0.wholeNumber }) != Int(seed)
        {
            throw CurationError.usage(
                "--seed \(seed) and --set \(other) give two seeds; use only one")
        }
        return all(.set) + ["seed=\(seed)"]
    }

    /// Returns the value of `--seed`, or nil if it is absent.
    func seed() throws -> UInt32? { try integer(.seed, in: SettingKey<UInt32>.seeds).flatMap(UInt32.init(exactly:)) }
}
