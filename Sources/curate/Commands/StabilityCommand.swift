import Answers
import Files

/// `curate stability`: measures how much of a selection depends on the seed.
enum StabilityCommand: Command {
    static let name = "stability"
    static let summary = "draws with many seeds and shows how much of the selection is luck"
    static let options: [Option] = [
        .seeds,
        .force.meaning("replaces files in the way that the run did not record, and a result of more seeds"),
        .dryRun,
    ]
    static let commonOptions: [Option] = [.config, .run, .seed, .threads, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Repeats the draw of a finished run with the run's seed and the seeds that follow, and writes stability.jsonl to
        the run's folder: for each question that reached sample, the probability of being chosen and its standard error,
        most probable first. Shows the core (chosen by more than 9 of 10 seeds), the lucky (in this set, chosen by fewer
        than 1 of 10), how many questions two seeds share, and for each domain the share that changes between seeds. A result
        of more seeds is replaced only with --force.
        """
    static let examples = [Example("curate stability --seeds 10000", "probabilities to within about half a percent")]

    static func run(_ arguments: Arguments) throws {
        let seeds = try arguments.integer(.seeds, in: 2...1 << 32) ?? 1000
        let run = try arguments.finishedRun()
        if arguments.has(.dryRun) {
            try arguments.show(
                WritePlanAnswer(plan: Stability.writes(run, seeds: seeds, isForced: arguments.has(.force))))
            return
        }
        let isForced = arguments.has(.force)
        // Before the draws, which may take long.
        try Stability.demandUnreplaced(run, by: seeds, isForced: isForced)
        let stability = try Stability(run, seeds: seeds, threads: arguments.threads())
        try stability.write(isForced: isForced)
        try arguments.show(StabilityAnswer(stability: stability, file: run.files.stability.path))
    }
}

extension Option {
    fileprivate static let seeds = Option(
        "seeds", value: "N", "the number of seeds, at least 2, starting with the run's (default: 1000)")
}
