import Bytes
import Messages
import Testing

@testable import Answers
@testable import Pools
@testable import Runs
@testable import Stages
@testable import Synthesis
@testable import curate

/// Answers rendered from values that no run has made.
@Suite("Answers about runs")
struct RunAnswerTests {
    private func manifest(isSynthetic: Bool = false, train: JSON? = nil, over: String = "keep") -> Manifest {
        var manifest = Manifest(recipe: ["train": ["over": .string(over)]], of: RunFolder("r"))
        manifest.isSynthetic = isSynthetic
        var exported: JSONObject = ["entered": 1200, "kept": 1200, "rules": [:]]
        if let train { exported["train"] = train }
        let read: JSON = ["read": 1300, "pool": 1200, "rejected": 100, "left_out": 0]
        for (stage, counts) in [(StageName.ingest, read), (.export, .object(exported))] {
            manifest.stages[stage] = StageRecord(
                settings: [:], toolVersion: Tool.version, inputs: [], outputs: [], counts: counts, seconds: 0)
        }
        return manifest
    }

    private func answer(
        asked: [StageName] = [.ingest, .export], ran: [StageName] = [.ingest, .export], _ manifest: Manifest,
        export: String? = "r/export/n.jsonl"
    ) -> RunAnswer {
        let exports = [export].compactMap(\.self).map { (file: ExportFile(format: .jsonl, split: nil), path: $0) }
        return RunAnswer(folder: "r", asked: asked, ran: ran, manifest: manifest, exports: exports)
    }

    @Test("a run that has nothing to do says what is up to date")
    func nothingToDo() {
        let all = StageRegistry.standard.asked(by: [:]).names
        for (asked, words) in [
            (all, "all stages are"), ([.quality], "quality is"), ([.quality, .sample], "quality and sample are"),
        ] as [([StageName], String)] {
            let lines = answer(asked: asked, ran: [], manifest()).lines(columns: 80)
            #expect(lines == ["nothing to do: \(words) up to date in r"])
        }
        let synthetic = answer(asked: [.quality], ran: [], manifest(isSynthetic: true)).lines(columns: 80)
        #expect(synthetic == ["nothing to do: quality is up to date in r (synthetic data)"])
    }

    @Test(
        "a run that exported says how many rows are too long, if they were measured",
        arguments: [
            ("keep", 1, "1 row of more than 4,096 tokens would be truncated; the longest has 5,000"),
            ("drop", 0, "0 rows of more than 4,096 tokens dropped; the longest has 5,000"),
        ])
    func lengths(_ over: String, _ count: Int, _ words: String) {
        let train: JSON = ["max_tokens": 4096, "over": JSON(count), "longest": 5000]
        let lines = answer(manifest(isSynthetic: true, train: train, over: over)).lines(columns: 80)
        #expect(lines.suffix(3) == ["", words, "1,200 questions in r/export/n.jsonl (synthetic data)"])
        #expect(answer(manifest()).lines(columns: 80).last == "1,200 questions in r/export/n.jsonl")
        // A run of earlier stages ends with its funnel.
        #expect(answer(manifest(), export: nil).lines(columns: 80).last?.hasPrefix("export") == true)
    }

    @Test("for programs it has what ran, the funnel and the export")
    func forPrograms() {
        let json = answer(ran: [.export], manifest(), export: nil).json
        #expect(json["run"] == "r" && json["ran"] == ["export"] && json["export"] == .null)
        #expect(json["funnel"] == Funnel(manifest()).json)
    }

    @Test("a plan says of each stage what would be done and why")
    func plan() {
        let steps: [Runner.PlannedStage] = [
            .init(stage: .ingest, step: .stays), .init(stage: .quality, step: .runs(.outOfDate(.inputChanged("a")))),
            .init(stage: .sample, step: .depends(on: .quality)), .init(stage: .export, step: .runs(.forced)),
        ]
        let plan = DryRunAnswer(folder: "r", pool: nil, plan: steps, previews: [])
        #expect(
            plan.lines(columns: 80) == [
                "in r:", "ingest   up to date", "quality  would run: a changed",
                "sample   would run if the results of quality change", "export   would run: --force", "",
                "nothing was written",
            ])
        #expect(
            plan.json["stages"] == [
                ["stage": "ingest", "step": "stays"], ["stage": "quality", "step": "runs", "reason": "a changed"],
                ["stage": "sample", "step": "depends", "on": "quality"],
                ["stage": "export", "step": "runs", "reason": "--force"],
            ])
        #expect(plan.json["makes"] == .null && plan.json["sources"] == [])
        var pool = SyntheticPool()
        pool.rows = 1
        let missing = SynthCommand.MissingPool(pool: pool, folder: "data/pool", replaced: "rows 5")
        let making = DryRunAnswer(folder: "r", pool: missing, plan: [], previews: [])
        #expect(
            making.lines(columns: 120)[1]
                == "synth  would generate a synthetic pool of 1 question in data/pool, replacing one of rows 5")
        #expect(making.json["makes"] == "data/pool")
    }
}
