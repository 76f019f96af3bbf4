import Bytes
import Files
import TestSupport
import Testing

@testable import Answers
@testable import Pools
@testable import Runs
@testable import Stages

/// The rows of NumPy's pool as a source, and a run over them.
final class WitnessRun {
    let folder = TemporaryFolder()
    /// The number of each id among the rows.
    private(set) var numbers: [String: Int] = [:]
    let count: Int
    private var settings = JSONObject()
    private var others: [(String, JSON)] = []

    init(pool: Int = 1, sample: JSON, _ others: [(String, JSON)] = []) throws {
        let rows = try #require(numpyWitness["pools"]?.list?[pool].list)
        count = rows.count
        folder.write(
            "s.jsonl",
            lines: rows.enumerated().map { number, row in
                [
                    "question": .string("Question \(number)"), "domain": row["domain"] ?? .null,
                    "trace_tokens": row["length"] ?? .null, "thinking_trajectories": ["t"],
                    "source_type": row["gpqa"] == true ? "gpqa" : row["aime"] == true ? "aime" : "other",
                    "outcomes": ["teacher": row["preselected"] ?? .null],
                ]
            })
        for number in 0..<count {
            "Question \(number)".withByteView { numbers[QuestionID(of: $0).description] = number }
        }
        var settings = sample.object ?? JSONObject()
        settings["preselect"] = [["source_type": "gpqa"], ["source_type": "aime"]]
        settings["benchmark_sources"] = ["aime": "aime", "gpqa": "gpqa"]
        self.settings = settings
        self.others = others
        try again()
    }

    /// Runs the recipe with other members besides; returns the stages that ran.
    @discardableResult
    func again(_ more: [(String, JSON)] = [], amendments: (before: [Amendment], after: [Amendment])? = nil) throws
        -> [StageName]
    {
        let recipe = try recipe(
            [("sample", .object(settings)), ("decontaminate", ["across_sources": false])] + others + more, in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        return try runner.run(recipe.stages.names, force: false, amendments: amendments).ran
    }

    /// Amends the run as `curate amend` does.
    func amend(drop: [Int] = [], keep: [Int] = [], reason: String? = "a reason") throws {
        var editor = try AmendmentEditor(finished)
        try editor.add(drop: drop.map(id), keep: keep.map(id), reason: reason)
        try again(amendments: (editor.before, editor.amendments))
    }

    /// The id of a row.
    func id(_ number: Int) -> String { "Question \(number)".withByteView { QuestionID(of: $0).description } }

    /// The rows in the set.
    var chosen: [Int] { get throws { try numbers(in: "export/test.jsonl") } }

    /// What the stage sample says of a row.
    func verdict(_ number: Int) throws -> JSON {
        try #require(try folder.lines("run/sample/decisions.jsonl").first { $0["id"]?.string == id(number) })
    }

    /// All files of the run that the stages sample and export wrote.
    var outputs: [String: [UInt8]] {
        get throws {
            try ["sample/decisions.jsonl", "export/test.jsonl", "export/README.md"].reduce(into: [:]) { files, name in
                files[name] = try InputFile.contents(of: folder.path + "/run/" + name)
            }
        }
    }

    var finished: RecordedRun { get throws { try RecordedRun(folder.path + "/run") } }

    func makeAblations(_ names: [String] = []) throws -> SetComparison {
        let run = try finished
        return try AblationRun(run, run.recipe, threads: 2).make(names)
    }

    /// The numbers of the rows in a file of the run, in its order.
    func numbers(in file: String) throws -> [Int] {
        try folder.lines("run/" + file).map { try #require(numbers[$0["id"]?.string ?? ""]) }
    }
}
