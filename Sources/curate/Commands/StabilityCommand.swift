import Answers
import Bytes
import Files
import Messages

/// `curate stability`: how much of a selection is luck.
enum StabilityCommand: Command {
    static let name = "stability"
    static let summary = "draws with many seeds and tells how much of the selection is luck"
    static let usage = "stability [--seeds N] [--force]"
    static let options: [Option] = [.seeds, .force]
    static let summaries: [Option: String] = [.force: "replaces files in the way that the run has no record of"]
    static let asksAboutRun = true
    static let discussion = """
        Makes the draw of a finished run again with the run's seed and those after it, and writes stability.jsonl into its
        folder: for each question that reached sample the probability of being chosen and its standard error, the most
        probable first. Shows the core (chosen by more than 9 of 10 seeds), the lucky (in this set, chosen by fewer than
        1 of 10), how many questions two seeds share, and of each domain the share that changes from seed to seed.
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 0, Self.self)
        let seeds = try arguments.integer(.seeds, in: 1...1 << 32) ?? 1000
        let run = try arguments.finishedRun()
        let stability = try Stability(run, seeds: seeds, threads: arguments.threads())
        try stability.write(isForced: arguments.has(.force))
        let file = run.files.stability.path
        if arguments.has(.json) {
            var answer = stability.json.object ?? JSONObject()
            answer["file"] = .string(file)
            return try Terminal.write(json: JSON.object(answer))
        }
        try Terminal.write(lines: lines(of: stability, Terminal.columns))
        try Terminal.write(lines: ["", "every question's probability: \(Wording.printable(file))"])
    }

    private static func lines(of stability: Stability, _ columns: Int) -> [String] {
        var figures = TextTable(rightAligned: [1])
        figures.add(["reached sample", Wording.grouped(stability.questions), ""])
        figures.add(["in this set", Wording.grouped(stability.chosen), ""])
        figures.add(["ever chosen", Wording.grouped(stability.ever), "by some seed"])
        figures.add(["core", Wording.grouped(stability.core), "chosen by more than 9 of 10 seeds"])
        figures.add(["lucky", Wording.grouped(stability.lucky), "in this set, chosen by fewer than 1 of 10 seeds"])
        if let overlap = stability.overlap {
            figures.add([
                "shared", Wording.fixed(overlap, 1),
                "by two seeds, of \(Wording.grouped(Int(stability.average.rounded()))) that each chooses",
            ])
        }
        var domains = TextTable(rightAligned: [1, 2, 3, 4])
        domains.add(["domain", "reached", "expected", "core", "churn"])
        for domain in stability.domains {
            domains.add([
                Wording.printable(domain.name), Wording.grouped(domain.size), Wording.fixed(domain.expected, 1),
                Wording.grouped(domain.core), domain.churn.map { Wording.fixed(100 * $0, 0) + " %" } ?? "-",
            ])
        }
        let seeds = stability.seeds
        return [
            "\(Wording.counted(seeds.count, "seed")), from \(seeds.lowerBound) to "
                + "\(seeds.upperBound - 1)", "",
        ] + figures.lines(columns: columns) + [""] + domains.lines(columns: columns)
    }
}
