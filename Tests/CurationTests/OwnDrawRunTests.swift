import Bytes
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Stages

/// Whole runs whose recipes set weights, bounds, strata and several targets of the draw.
@Suite("Runs with draws of one's own")
struct OwnDrawRunTests {
    private let folder = TemporaryFolder()
    private static let count = 60

    /// Writes questions of three sources and three domains, with a pass rate in their metadata.
    private func recipe(_ sample: JSONObject, _ more: [(String, JSON)] = []) throws -> Recipe {
        for (name, first) in [("a", 0), ("b", 1), ("c", 2)] {
            folder.write(
                "\(name).jsonl",
                lines: stride(from: first, to: Self.count, by: 3).map { number in
                    [
                        "text": .string("Question \(number)?"), "label": .string(["D", "E", "F"][number / 3 % 3]),
                        "kind": .string(number % 2 == 0 ? "math" : "science"), "pass_rate": .number("0.\(number % 10)"),
                        "trace": [.string(String(repeating: "x ", count: number + 1))], "right": .bool(number % 4 == 0),
                    ]
                })
        }
        let sources = ["a", "b", "c"].map { name -> JSON in
            [
                "name": .string(name), "format": "jsonl", "path": .string(name + ".jsonl"),
                "map": [
                    "question": "{text}", "domain": "{label}", "cot_type": "{kind}", "thinking_trajectories": "{trace}",
                    "outcomes.teacher": "{right}", "outcomes.small.model": "{right}",
                ],
            ]
        }
        var section: JSONObject = ["length": "words"]
        for member in sample.members { section[member.name] = member.value }
        return try CurationTests.recipe(
            [
                ("sources", .list(sources)), ("sample", .object(section)),
                ("quality", ["require": ["trace", "domain"], "rules": []]), ("difficulty", ["solvers": []]),
                ("decontaminate", ["across_sources": false]),
            ] + more, in: folder)
    }

    private func rows(_ file: String = "export/test.jsonl") throws -> [JSON] { try folder.lines("run/" + file) }

    private func counts(_ key: String, _ file: String = "export/test.jsonl") throws -> [String: Int] {
        Dictionary(grouping: try rows(file)) { $0[key]?.string ?? "" }.mapValues(\.count)
    }

    private func verify() throws {
        try Verification(folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 2).run(deep: true)
    }

    @Test("bounds of domains and sources hold, are on record, and explained")
    func bounds() throws {
        let recipe = try recipe([
            "target": 20, "domains": ["D": ["max": 3], "F": ["min": 9, "weight": 2]], "max_per_source": ["a": 7],
            "min_per_source": ["b": 8],
        ])
        try run(recipe, in: folder)
        let (domains, sources) = (try counts("domain"), try counts("source"))
        #expect(domains["D"] ?? 0 <= 3 && domains["F"] ?? 0 >= 9)
        #expect(sources["a"] ?? 0 <= 7 && sources["b"] ?? 0 >= 8)
        let decisions = try folder.lines("run/sample/decisions.jsonl")
        let groups = Set(decisions.compactMap { $0["evidence"]?["group"]?.string })
        #expect(groups == ["domain F", "source b"])
        let phases = Set(decisions.compactMap { $0["evidence"]?["phase"]?.string })
        #expect(phases == ["minimum", "weighted"])
        #expect(decisions.allSatisfy { $0["evidence"]?["target"] == nil })
        try verify()
        let finished = try RecordedRun(folder.path + "/run")
        let group = try GroupExplanation(finished, .domain, named: "D", most: 3)
        #expect(group.bounds?.most == 3 && group.weight == 1.0 / 4)
        #expect(try GroupExplanation(finished, .source, named: "b", most: 3).bounds?.least == 8)
        #expect(try GroupExplanation(finished, .domain, named: "E", most: 3).bounds == nil)
        if domains["D"] == 3 {
            let left = try #require(decisions.first { $0["evidence"]?["full"] == "domain D" })
            #expect(left["rule"] == "not_drawn")
        }
        #expect(try Stability(finished, seeds: 10, threads: 2).lines.count == Self.count)
        let card = try String(contentsOfFile: folder.path + "/run/export/README.md", encoding: .utf8)
        #expect(card.contains("The numbers of questions of sources have bounds."))
    }

    @Test("strata see the columns, the metadata and the outcomes; shares are kept")
    func strata() throws {
        let strata: JSON = [
            ["name": "hard", "where": [["field": "metadata.pass_rate", "less_than": .number("0.3")]], "share": 2],
            ["name": "solved", "where": [["field": "outcomes.small.model", "equals": true]], "share": 1],
            ["name": "math", "where": [["field": "cot_type", "equals": "math"]], "share": 1],
        ]
        try run(try recipe(["target": 16, "strata": strata, "weight": "uniform"]), in: folder)
        var found: [String: Int] = [:]
        for row in try rows() {
            let number = try #require(row["question"]?.string.flatMap { Int($0.dropFirst(9).dropLast()) })
            let name = number % 10 < 3 ? "hard" : number % 4 == 0 ? "solved" : number % 2 == 0 ? "math" : "none"
            found[name, default: 0] += 1
        }
        #expect(found == ["hard": 8, "solved": 4, "math": 4])
        try verify()
    }

    @Test("sets of several targets are those of each alone, and part of the next")
    func nested() throws {
        let more: [(String, JSON)] = [("export", ["format": ["jsonl", "parquet"]])]
        let outcome = try run(
            try recipe(["target": [20, 5, 12], "max_per_source": 8, "short": "allow"], more), in: folder)
        let sets = try ["test.5.jsonl", "test.12.jsonl", "test.jsonl"].map { file in
            try rows("export/" + file).compactMap { $0["id"]?.string }
        }
        #expect(sets.map(\.count) == [5, 12, 20])
        #expect(Set(sets[0]).isSubset(of: sets[1]) && Set(sets[1]).isSubset(of: sets[2]))
        for name in ["test.5.parquet", "test.12.parquet", "test.parquet"] {
            #expect(FileManager.default.fileExists(atPath: folder.path + "/run/export/" + name))
        }
        let targets = try folder.lines("run/sample/decisions.jsonl").compactMap { $0["evidence"]?["target"]?.integer }
        #expect(targets.count { $0 == 5 } == 5 && targets.count { $0 <= 12 } == 12 && targets.count == 20)
        #expect(
            outcome.manifest.stages[.export]?.counts["sets"] == [
                ["target": 5, "split": .null, "rows": 5], ["target": 12, "split": .null, "rows": 12],
            ])
        let card = try String(contentsOfFile: folder.path + "/run/export/README.md", encoding: .utf8)
        #expect(card.contains("- config_name: default-5\n") && card.contains("path: \"test.12.jsonl\""))
        #expect(card.contains("Each set is part of the next larger: 5, 12 and 20 questions."))
        try verify()
        // Alone, a smaller target chooses the same.
        let alone = try self.recipe(["target": 12, "max_per_source": 8], more)
        _ = try Runner(alone, folder: folder.path + "/alone", threads: 2) { _ in }.runAll()
        #expect(try folder.lines("alone/export/test.jsonl").compactMap { $0["id"]?.string } == sets[1])
        // A replacement is in the sets of the question that it replaces.
        var editor = try AmendmentEditor(RecordedRun(folder.path + "/run"))
        try editor.add(drop: [sets[0][0]], keep: [], reason: nil)
        let recipe = try recipe(["target": [20, 5, 12], "max_per_source": 8, "short": "allow"], more)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.run(recipe.stages.names, force: false, amendments: (editor.before, editor.amendments))
        let amended = try rows("export/test.5.jsonl").compactMap { $0["id"]?.string }
        #expect(amended.count == 5 && Set(amended).intersection(sets[0]).count == 4)
        try verify()
    }

    @Test("preselections by conditions, with a cap, take the longest")
    func preselect() throws {
        let entries: JSON = [
            ["where": [["field": "source", "equals": "c"]], "teacher": "any", "most": 3],
            [
                "where": [["field": "cot_type", "equals": "math"], ["field": "source", "equals": "a"]],
                "longer_than": 40,
            ],
        ]
        try run(try recipe(["target": 12, "preselect": entries]), in: folder)
        let preselected = try folder.lines("run/sample/decisions.jsonl").enumerated().filter {
            $0.element["rule"] == "preselected"
        }.count
        // The three longest of c; of a those of more than 40 words that are of mathematics and right.
        let expected = (0..<Self.count).filter { number in
            number % 3 == 2 && number >= Self.count - 9
                || number % 3 == 0 && number % 2 == 0 && number + 1 > 40 && number % 4 == 0
        }
        #expect(preselected == expected.count)
        let texts = Set(try rows().compactMap { $0["question"]?.string })
        for number in expected { #expect(texts.contains("Question \(number)?")) }
        try verify()
    }

    @Test(
        "what cannot be met together is an error that says which",
        arguments: [
            (
                ["target": 50, "max_per_source": 10],
                "sample.target is 50, and only 30 questions can be chosen under the maxima of the source a (10), the source b (10) "
                    + "and the source c (10); lower the target, raise the maxima or set \"short\": \"allow\""
            ),
            (
                ["target": 30, "min_per_source": ["b": 25]],
                "the minimum of the source b is 25, and 20 of its questions reached the stage sample; lower it or set \"short\": "
                    + "\"allow\""
            ),
            (
                ["target": 30, "min_per_source": 12],
                "the minimum of the source c is 12, and only 6 of its questions are among the 30 of sample.target: the minima and "
                    + "sample.preselect ask for more than the target; lower them, or raise it"
            ),
            (
                ["target": 30, "min_per_source": ["b": 15], "domains": ["*": ["max": 4]]],
                "the minimum of the source b is 15, and only 12 of its questions can be chosen under the maxima of the domain D, "
                    + "the domain E and the domain F; lower it, raise these or set \"short\": \"allow\""
            ),
            (
                [
                    "target": 40,
                    "strata": [
                        ["name": "x", "where": [["field": "source", "equals": "a"]], "share": 3],
                        ["name": "y", "share": 1],
                    ],
                ],
                "the share of the stratum x asks for 30 questions, and 20 of those that reached the stage sample can be chosen; "
                    + "lower its share, or set \"short\": \"allow\""
            ),
            (
                [
                    "target": 30, "max_per_source": ["a": 4],
                    "preselect": [["where": [["field": "source", "equals": "a"]], "teacher": "any"]],
                ],
                "sample.preselect chooses 20 questions of the source a, and its maximum is 4; raise the maximum, or preselect "
                    + "fewer with \"most\""
            ),
            (
                ["target": 70],
                "sample.target is 70, and only 60 questions reached the stage sample; lower the target or set \"short\": \"allow\""
            ),
        ] as [(JSONObject, String)])
    func unmet(_ sample: JSONObject, _ expected: String) throws {
        #expect(throws: CurationError.failed("\(expected)")) { try run(try recipe(sample), in: folder) }
        var short = sample
        short["short"] = "allow"
        if sample["preselect"] == nil { try run(try recipe(short), in: folder) }
    }

    @Test("a short set says which bounds it does not keep; unknown names are told")
    func remarks() throws {
        final class Told { var notes: [String] = [] }
        let told = Told()
        let recipe = try recipe([
            "target": 30, "short": "allow", "min_per_source": ["b": 25, "nobody": 1], "domains": ["G": ["max": 3]],
        ])
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { event in
            if case .warned(let words) = event { told.notes.append(words.text) }
        }
        _ = try runner.runAll()
        #expect(
            told.notes.filter { $0.contains("minimum") || $0.contains("names the") } == [
                "sample.domains names the domain \"G\", and no question of the pool is of it",
                "sample.max_per_source or min_per_source names the source \"nobody\", and no question of the pool is of it",
                "20 questions of the source b are chosen; its minimum is 25",
            ])
    }
}
