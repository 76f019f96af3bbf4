import Answers
import Files

/// `curate stability`: measures how much of a selection depends on the seed.
enum StabilityCommand: Command {
    static let name = "stability"
    static let summary = "draws with many seeds and tells how much of the selection is luck"
    static let options: [Option] = [
        .seeds, .force.meaning("replaces files in the way that the run has no record of"),
    ]
    static let commonOptions: [Option] = [.config, .run, .seed, .threads, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Makes the draw of a finished run again with the run's seed and those after it, and writes stability.jsonl into its
        folder: for each question that reached sample the probability of being chosen and its standard error, the most
        probable first. Shows the core (chosen by more than 9 of 10 seeds), the lucky (in this set, chosen by fewer than
        1 of 10), how many questions two seeds share, and of each domain the share that changes from seed to seed.
        """
    static let examples = [Example("curate stability --seeds 10000", "probabilities to about half a percent")]

    static func run(_ arguments: Arguments) throws {
        let seeds = try arguments.integer(.seeds, in: 1...1 << 32) ?? 1000
        let run = try arguments.finishedRun()
        let stability = try Stability(run, seeds: seeds, threads: arguments.threads())
        try stability.write(isForced: arguments.has(.force))
        try arguments.show(StabilityAnswer(stability: stability, file: run.files.stability.path))
    }
}

extension Option {
    fileprivate static let seeds = Option("seeds", value: "N", "how many seeds, from the run's on (default: 1000)")
}
