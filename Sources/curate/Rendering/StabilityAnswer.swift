import Answers
import Bytes
import Messages

/// The answer of `curate stability`: how much of a selection depends on the seed, and the file with every question's
/// probability.
struct StabilityAnswer: Answer {
    let stability: Stability
    /// The path of the file.
    let file: String

    var json: JSON {
        [
            "seeds": JSON(stability.seeds.count), "first_seed": JSON(stability.seeds.lowerBound),
            "questions": JSON(stability.questions), "chosen": JSON(stability.chosen),
            "average": JSON(stability.average), "ever": JSON(stability.ever), "core": JSON(stability.core),
            "lucky": JSON(stability.lucky), "expected_overlap": .optional(stability.overlap),
            "domains": .list(
                stability.domains.map { domain in
                    [
                        "name": .string(domain.name), "size": JSON(domain.size), "expected": JSON(domain.expected),
                        "core": JSON(domain.core), "churn": .optional(domain.churn),
                    ]
                }),
            "file": .string(file),
        ]
    }

    func lines(columns: Int) -> [String] {
        let seeds = stability.seeds
        return ["\(Wording.counted(seeds.count, "seed")), from \(seeds.lowerBound) to \(seeds.upperBound - 1)", ""]
            + figures.lines(columns: columns) + [""] + domains.lines(columns: columns)
            + ["", "every question's probability: \(file)"]
    }

    private var figures: TextTable {
        var table = TextTable(rightAligned: [1])
        table.add(["reached sample", Wording.grouped(stability.questions), ""])
        table.add(["in this set", Wording.grouped(stability.chosen), ""])
        table.add(["ever chosen", Wording.grouped(stability.ever), "by some seed"])
        table.add(["core", Wording.grouped(stability.core), "chosen by more than 9 of 10 seeds"])
        table.add(["lucky", Wording.grouped(stability.lucky), "in this set, chosen by fewer than 1 of 10 seeds"])
        if let overlap = stability.overlap {
            table.add([
                "shared", Wording.fixed(overlap, 1),
                "by two seeds, of \(Wording.grouped(Int(stability.average.rounded()))) that each chooses",
            ])
        }
        return table
    }

    private var domains: TextTable {
        var table = TextTable(rightAligned: [1, 2, 3, 4])
        table.add(["domain", "reached", "expected", "core", "churn"])
        for domain in stability.domains {
            table.add([
                domain.name, Wording.grouped(domain.size), Wording.fixed(domain.expected, 1),
                Wording.grouped(domain.core), domain.churn.map { Wording.fixed(100 * $0, 0) + " %" } ?? "-",
            ])
        }
        return table
    }
}
