import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Stages

@Suite("Ablations")
struct AblationTests {
    @Test("the paper's sets and their figures are NumPy's", arguments: 0..<3)
    func paper(_ number: Int) throws {
        let expected = try #require(numpyWitness["ablations"]?.list?[number])
        let (seed, target) = (try #require(expected["seed"]), try #require(expected["target"]))
        let made = try WitnessRun(sample: ["target": target], [("seed", seed)])
        let comparison = try made.makeAblations()
        #expect(comparison.members.map(\.name) == ["test", "random", "diverse", "longest", "full"])
        for member in comparison.members.dropFirst() {
            let figures = try #require(expected[member.name])
            let wanted = figures["questions"]?.list?.compactMap(\.integer) ?? []
            let folder = "ablations/\(member.name)"
            #expect(try made.numbers(in: "\(folder)/\(member.name).jsonl") == wanted)
            let decisions = try made.folder.lines("run/\(folder)/decisions.jsonl")
            #expect(decisions.count == made.count)
            #expect(
                decisions.filter { $0["keep"] == true }.map { made.numbers[$0["id"]?.string ?? ""] ?? -1 } == wanted)
            let found = member.statistics
            #expect(found.size == wanted.count)
            #expect(found.domains == figures["domains"]?.integer)
            #expect(abs(found.domainEntropy - (figures["domain_entropy"]?.double ?? -1)) < 1e-6)
            #expect(found.sourceEntropy == 0)
            #expect(abs((found.meanTokens ?? 0) - (figures["mean"]?.double ?? -1)) < 1e-9)
            #expect(found.medianTokens == figures["median"]?.double)
            #expect(abs((found.tokens90 ?? 0) - (figures["p90"]?.double ?? -1)) < 1e-9)
            #expect(found.totalTokens == figures["total"]?.integer)
        }
        for pair in comparison.pairs {
            let sets = [pair.first, pair.second].map { Set(comparison.members[$0].questions) }
            #expect(pair.shared == sets[0].intersection(sets[1]).count)
            #expect(pair.jaccard == Double(pair.shared) / Double(sets[0].union(sets[1]).count))
        }
        #expect(comparison.pairs.count == 10)
    }

    @Test("a recipe's own ablations override what sample says, and two-stage is the draw of sample")
    func own() throws {
        let made = try WitnessRun(
            sample: ["target": 60, "profile": "notebook", "uniform_until": 40],
            [
                (
                    "ablations",
                    [
                        "again": ["from": "classify", "select": "two-stage"],
                        "few": ["from": "quality", "select": "longest", "target": 3],
                        "paper": ["from": "classify", "select": "two-stage", "profile": "paper"],
                    ]
                )
            ])
        let comparison = try made.makeAblations()
        #expect(comparison.members.map(\.statistics.size) == [60, 60, 3, 60])
        #expect(comparison.members[1].questions == comparison.members[0].questions)
        #expect(comparison.members[3].questions != comparison.members[0].questions)
        let both = try ["sample", "ablations/again"].map {
            try InputFile.contents(of: made.folder.path + "/run/\($0)/decisions.jsonl")
        }
        #expect(both[0] == both[1])
        #expect(try made.makeAblations(["few"]).members.map(\.name) == ["test", "few"])
    }

    @Test(
        "the paper's sets are those whose stage there is",
        arguments: [
            ([], ["random quality", "diverse quality", "longest quality", "full decontaminate"]),
            ([.quality], ["full decontaminate"]),
            ([.decontaminate], ["random quality", "diverse quality", "longest quality"]),
            ([.quality, .decontaminate], []),
        ] as [([StageName], [String])])
    func withoutStages(_ removed: [StageName], _ expected: [String]) throws {
        let stages = removed.reduce(StageRegistry.standard) { $0.removing($1) }
        let recipe = try RecipeFile(
            path: "r.json",
            document: [
                "name": "t", "sources": [["name": "s", "format": "jsonl", "path": "s"]], "sample": ["target": 1],
            ], stages: stages
        ).recipe(withFiles: false)
        #expect(recipe.ablations.map { "\($0.name) \($0.from)" } == expected)
    }

    @Test("the rows are those of the export, in pool order and column for column")
    func rows() throws {
        let made = try WitnessRun(
            sample: ["target": 690], [("ablations", ["same": ["from": "sample", "select": "all"]])])
        _ = try made.makeAblations()
        let both = try ["export/test.jsonl", "ablations/same/same.jsonl"].map {
            try InputFile.contents(of: made.folder.path + "/run/" + $0)
        }
        #expect(both[0] == both[1])
    }

    @Test("what cannot be chosen is said, and nothing is written")
    func refused() throws {
        let made = try WitnessRun(
            sample: ["target": 60],
            [
                (
                    "ablations",
                    [
                        "small": ["from": "quality", "select": "random", "target": 10],
                        "large": ["from": "quality", "select": "diverse", "target": 701],
                    ]
                )
            ])
        #expect(
            throws: CurationError.failed(
                "the ablation large, from quality: the target is 701, and there are only 700 questions to choose from; lower "
                    + "the target or set \"short\": \"allow\"")
        ) { try made.makeAblations() }
        #expect(!Folder.exists(made.folder.path + "/run/ablations"))
        #expect(
            throws: CurationError.usage(
                "smal: unknown ablation; expected small or large; did you mean \"small\"?")
        ) {
            try made.makeAblations(["smal"])
        }
    }

    @Test("figures by hand")
    func byHand() {
        #expect(SetStatistics.entropy([1, 1, 1, 1, 0]) == 2)
        #expect(SetStatistics.entropy([3, 1]) == 0.811278)
        #expect(SetStatistics.entropy([]) == 0)
        #expect(SetStatistics.percentile(50, of: [1, 2, 3, 10]) == 2.5)
        #expect(SetStatistics.percentile(90, of: [0, 10]) == 9)
        #expect(SetStatistics.percentile(90, of: [7]) == 7)
        #expect(SetStatistics.percentile(90, of: []) == nil)
    }

    @Test("unknown is never taken for wrong, and a trace without a length is not counted as 0")
    func unknown() throws {
        let folder = TemporaryFolder()
        let outcomes: [JSON] = [true, false, false, .null]
        folder.write(
            "s.jsonl",
            lines: outcomes.enumerated().map { number, outcome in
                [
                    "question": .string("Question \(number)"), "thinking_trajectories": ["t"],
                    "domain": number == 3 ? .null : "A", "trace_tokens": number == 3 ? .null : JSON(number * 100),
                    "outcomes": ["teacher": outcome],
                ]
            })
        try run(
            try recipe([("quality", ["require": ["domain"]])], in: folder), in: folder)
        let run = try RecordedRun(folder.path + "/run")
        let figures = SetStatistics([0, 1, 2, 3], of: run.pool.facts, run.domains, teacher: "teacher")
        #expect(
            figures.json == [
                "size": 4, "domains": 1, "domain_entropy": 0, "source_entropy": 0,
                "trace_tokens": ["known": 3, "mean": 100, "median": 100, "p90": 180, "total": 300],
                "teacher": ["right": 1, "wrong": 2, "unknown": 1, "wrong_share": JSON(2.0 / 3)],
            ])
    }

    @Test("the comparison as CSV has a row for each set")
    func csv() throws {
        let made = try WitnessRun(
            sample: ["target": 60], [("ablations", ["a": ["from": "sample", "select": "longest", "target": 30]])])
        let lines = try made.makeAblations().csv.components(separatedBy: "\r\n")
        #expect(lines.count == 4 && lines[3].isEmpty)
        #expect(lines[0].hasSuffix("shared_with_test,jaccard_with_test,shared_with_a,jaccard_with_a"))
        #expect(lines[1].hasPrefix("test,classify,two-stage,0,60,") && lines[1].hasSuffix(",60,1,30,0.5"))
        #expect(lines[2].hasPrefix("a,sample,longest,0,30,") && lines[2].hasSuffix(",30,0.5,30,1"))
    }
}
