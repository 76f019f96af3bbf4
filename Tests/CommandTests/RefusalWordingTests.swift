import Files
import Messages
import Pools
import Runs
import Stages
import Testing

@testable import curate

@Suite("Refusals in words")
struct RefusalWordingTests {
    private static let foreign = FileError(.other, "write", "r/run.json", cause: "a file stands there")

    @Test(
        "say what would help",
        arguments: [
            (
                .needs(.quality, .neverRan, asked: .sample, mendedBy: [.quality, .difficulty]), 2,
                "sample needs quality, which has not run yet\nrun: curate --seed 5 --stage quality,difficulty"
            ),
            (
                .needs(.quality, .inputChanged("a.json"), asked: nil, mendedBy: nil), 2,
                "ablate needs quality, which is out of date: a.json changed\nrun: curate --seed 5 --stage all"
            ),
            (.notRun(.sample, in: "r"), 2, "r: the stage sample has not run yet; curate --stage all runs it"),
            (
                .outOfDate(.sample, in: "r"), 2,
                "r: the stage sample is out of date; curate --stage all brings the run up to date"
            ),
            (
                .readsSources(setting: "sources", of: .ingest), 2,
                "sources is a setting of ingest, which reads the sources; its effect can only be seen in a separate run\n"
                    + "run: curate --seed 5 --stage all"
            ),
            (
                .benchmarkMissing("M\u{1B}", path: "b.jsonl", neededBy: .decontaminate), 2,
                "b.jsonl: the benchmark \"M\\u{1b}\" is missing, and decontaminate needs it; set --config to the recipe "
                    + "that the path is relative to"
            ),
            (
                .notSelected(QuestionID(7), fate: "quality dropped it (image)", by: .sample), 2,
                "0000000000000007: not in the final set: quality dropped it (image); curate inspect sample shows "
                    + "the questions that are"
            ),
            (
                .seedsOutOfRange(asked: 0, most: 9, first: 4_294_967_287), 2,
                "--seeds 0: expected a whole number from 2 to 9, since the run's seed is 4294967287 and the highest seed is "
                    + "4294967295"
            ),
            (
                .noQuestions(
                    .sample, setting: "sample.target is 5",
                    emptied: EmptiedStage(
                        .quality, entered: 1200,
                        rules: [.init(RuleName(rawValue: "missing"), 1100), .init(RuleName(rawValue: "a\u{1B}"), 100)])),
                1,
                "sample.target is 5, and no question reached the stage sample: quality dropped all 1,200 (missing 1,100 "
                    + "and a\\u{1b} 100)"
            ),
            (
                .replacesFinished(
                    FinishedSet(
                        folder: "r", settings: (0..<7).map { .init(path: "k\($0)", here: "1", wanted: "\u{1B}") },
                        stages: [.sample, .export], files: 4)), 2,
                "r: this finished set was made with k0 1, not \\u{1b}, k1 1, not \\u{1b}, k2 1, not \\u{1b}, k3 1, not "
                    + "\\u{1b}, k4 1, not \\u{1b} and 2 more settings that differ; the run would replace 4 files of sample "
                    + "and export\nname another folder with --run OTHER, or replace the set with --stage sample,export --force; curate "
                    + "what-if shows what the settings would change"
            ),
            (
                .replacesMoreSeeds(file: "r/stability.jsonl", recorded: 1000, asked: 5), 2,
                "r/stability.jsonl: this result is of 1,000 seeds, and 5 would replace it; ask for at least as many with "
                    + "--seeds, or replace it with --force"
            ),
            (
                .noRun(in: "r"), 2,
                "r: there is no run here; create one with curate --stage all, or name another with --run"
            ),
            (.noFolder("r", obstacle: "is a file"), 2, "r: it is a file; expected the folder of a run"),
            (
                .rowsRejected(by: .ingest, in: "r", file: "r/rejected.jsonl"), 2,
                "r: ingest did not finish; the rows that it could not read are in r/rejected.jsonl"
            ),
            (
                .otherSettings(path: "seed", here: "5", wanted: "7", in: "r"), 2,
                "r: seed is 5 in this run, not 7; omit --set and --seed to use the run as it is, use curate what-if to see what "
                    + "they would change, or name another run with --run"
            ),
            (
                .madeBy(version: "0.9", in: "r"), 2,
                "r: this run was made by curate 0.9, and \(Tool.version) cannot read its pool; use that version to view it, or "
                    + "curate --stage all to run it again"
            ),
            (
                .isBusy(process: 12, in: "r"), 1,
                "r: another run is using this folder (process 12); wait for it to finish, or name another folder with --run"
            ),
            (
                .isBusy(process: nil, in: "r"), 1,
                "r: another run is using this folder; wait for it to finish, or name another folder with --run"
            ),
            (
                .foreignFile(foreign, canForce: true), 1,
                "cannot write r/run.json: a file stands there; move it away, or replace it with --force"
            ),
            (.foreignFile(foreign, canForce: false), 1, "cannot write r/run.json: a file stands there; move it away"),
        ] as [(RunRefusal, Int32, String)])
    func words(_ refusal: RunRefusal, _ status: Int32, _ words: String) {
        let error = refusal.error(of: "ablate", "curate --seed 5")
        #expect(error.message == words && error.status == status)
    }
}
