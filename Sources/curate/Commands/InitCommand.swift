import Bytes
import Files
import Messages
import Recipes

/// `curate init`: prints a recipe for files, with a guessed map.
enum InitCommand: Command {
    static let name = "init"
    static let summary = "prints a recipe for your files, with a guessed map"
    static let operands = Operands(names: "FILE ...", most: .max)
    static let options: [Option] = [.vocabulary]
    static let commonOptions: [Option] = [.quiet, .help, .version]
    static let discussion = """
        Reads the first rows of each file in any format that recipes have, finds out which field is the question, the
        answer, the reasoning, the subject and so on by its name and its values, and prints a recipe that runs. On standard
        error it says what each file has, and what is missing for the recipe of s1K and where that could come from. Save
        the recipe in the current folder, since its paths are relative to it, and look at the first question of each source
        with --dry-run.
        A file with attempts (a question, a model, and whether it was right) becomes a recording if there are other files.
        """
    static let examples = [
        Example("curate init mine.jsonl > pipeline.json", "a recipe for one file"),
        Example("curate init pool/*.jsonl attempts.csv > pipeline.json", "several sources and a recording"),
    ]

    static func run(_ arguments: Arguments) throws {
        guard !arguments.words.isEmpty else { throw CurationError.usage("init needs the names of files") }
        let files = try arguments.words.map { path in
            guard Folder.hasFile(path) else {
                let end = PathEnd(of: path)
                let what =
                    end.obstacle.map { "it \($0)" } ?? (end == .nothing ? "there is no such file" : "it is not a file")
                throw CurationError.usage("\(path): \(what)")
            }
            return try FileGuess(of: path)
        }
        let guess = RecipeGuess(files, tokenizer: arguments[.vocabulary])
        // What is printed is a recipe that the program takes.
        _ = try RecipeFile(path: "the recipe", document: guess.document).recipe()
        if !arguments.has(.quiet) {
            for line in RecipeGuessWording(guess).lines(columns: Terminal.columns) {
                Terminal.printDiagnostic("\(line)")
            }
        }
        try Terminal.write(jsonLines: Array(guess.document.readableText.utf8))
    }
}

extension Option {
    fileprivate static let vocabulary = Option(
        "tokenizer", value: "DIR", "the folder of Qwen2.5's vocabulary, to count the tokens of traces")
}
