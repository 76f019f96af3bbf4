import Bytes
import Files
import Messages
import Pools
import Recipes
import Runs
import Stages

/// `curate overlap`: compares the questions of two files.
enum OverlapCommand: Command {
    static let name = "overlap"
    static let summary = "compares the questions of two files by what they say"
    static let operands = Operands(names: "A B", most: 2)
    static let options: [Option] = [.threshold, .limit.meaning("at most N matches (default: 20; all with --json)")]
    static let commonOptions: [Option] = [.json, .help, .version]
    static let discussion = """
        Compares each question of A with all questions of B by containment, as the stage decontaminate does with the method
        containment, and prints the matches by score, with what both texts have between « and », and the numbers and names
        that only one of them has. A and B are files of any format that recipes have, whose question field is guessed by
        its name, or folders of runs, whose pool is compared. A run of words weighs the more the fewer questions of both
        files have it.
        """
    static let examples = [
        Example("curate overlap mine.jsonl math500.jsonl", "which questions say what a benchmark asks"),
        Example("curate overlap data/runs/s1K gpqa.csv --threshold 0.6 --json", "a run's pool, only close matches"),
    ]

    static func run(_ arguments: Arguments) throws {
        guard arguments.words.count == 2 else { throw CurationError.usage("overlap needs two files or runs") }
        let threshold = try Self.threshold(arguments[.threshold])
        let files = try arguments.words.map { path in
            // The pool of a run is a file of questions like any other.
            try FileGuess(of: Folder.hasFile(path) ? path : RunFolder(path).pool.lines.path)
        }
        let names = ["A", "B"]
        let document = RecipeGuess.comparing(Array(zip(names, files)))
        let recipe = try RecipeFile(path: "the comparison", document: document).recipe(withFiles: false)
        let sets = try EvaluationSets.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram).benchmarks
        try arguments.show(
            OverlapAnswer(
                comparison: OverlapComparison(sets, of: names[0], with: names[1], threshold: threshold),
                most: try arguments.integer(.limit, in: 0 ... .max) ?? (arguments.has(.json) ? .max : 20)))
    }

    private static func threshold(_ text: String?) throws -> Double {
        guard let text else { return 0.4 }
        guard let threshold = Double(text), (0.05...1).contains(threshold) else {
            throw CurationError.usage("--threshold \(text): expected a number from 0.05 to 1")
        }
        return threshold
    }
}

extension Option {
    fileprivate static let threshold = Option(
        "threshold", value: "SHARE", "the least score of a match, 0.05 to 1 (default: 0.4)")
}
