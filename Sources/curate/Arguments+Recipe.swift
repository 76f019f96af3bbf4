import Bytes
import Files
import Messages
import Recipes
import Shapes

/// The recipe that a command line asks for.
extension Arguments {
    /// The recipe that `--config`, `--set` and `--seed` name.
    func recipeFile() throws -> RecipeFile {
        let path = self[.config] ?? "pipeline.json"
        guard Folder.hasFile(path) else {
            let end = PathEnd(of: path)
            let what = end.obstacle.map { "it \($0)" } ?? (end == .nothing ? "there is no such file" : "it is no file")
            throw CurationError.usage(
                "\(path): \(what); --config names the recipe, and pipeline.json is the default")
        }
        var file = try RecipeFile(path)
        file.isConfined = has(.confined)
        try applySettings(to: &file)
        return file
    }

    /// Changes a recipe as `--set` and `--seed` say.
    func applySettings(to file: inout RecipeFile) throws {
        for assignment in try settings() { try file.set(assignment) }
    }

    /// What `--set` and `--seed` say, as `--set` takes it.
    func settings() throws -> [String] {
        guard let seed = try seed() else { return all(.set) }
        if let other = all(.set).last(where: { $0.hasPrefix("seed=") }),
            String(other.dropFirst(5)).withByteView({ $0.wholeNumber }) != Int(seed)
        {
            throw CurationError.usage(
                "--seed \(seed) and --set \(other) name two seeds; one of them is right")
        }
        return all(.set) + ["seed=\(seed)"]
    }

    /// The seed that `--seed` names, or nil.
    func seed() throws -> UInt32? { try integer(.seed, in: SettingKey<UInt32>.seeds).flatMap(UInt32.init(exactly:)) }
}
