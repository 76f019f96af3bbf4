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
                "sources is a setting of ingest, which reads the sources: what it would change needs a run of its own\n"
                    + "run: curate --seed 5 --stage all"
            ),
            (
                .benchmarkMissing("M\u{1B}", path: "b.jsonl", neededBy: .decontaminate), 2,
                "b.jsonl: the benchmark \"M\\u{1b}\" is not there, and decontaminate needs it; --config names the recipe "
                    + "that lies beside it"
            ),
            (
                .notSelected(QuestionID(7), fate: "quality dropped it (image)", by: .sample), 2,
                "0000000000000007: it is not in the final set: quality dropped it (image); curate inspect sample shows "
                    + "what is"
            ),
            (.noRun(in: "r"), 2, "r: there is no run here; curate --stage all makes one, --run names another"),
            (.noFolder("r", obstacle: "is a file"), 2, "r: it is a file; the folder of a run is right"),
            (
                .rowsRejected(by: .ingest, in: "r", file: "r/rejected.jsonl"), 2,
                "r: ingest has not come to its end here; the rows that it could not read are in r/rejected.jsonl"
            ),
            (
                .otherSettings(path: "seed", here: "5", wanted: "7", in: "r"), 2,
                "r: seed is 5 in this run, not 7; without --set and --seed it is taken as it is, curate what-if tells what "
                    + "they would change, and --run names another run"
            ),
            (
                .madeBy(version: "0.9", in: "r"), 2,
                "r: curate 0.9 made this run, and \(Tool.version) cannot read its pool; that version shows it, and "
                    + "curate --stage all makes it anew"
            ),
            (
                .isBusy(process: 12, in: "r"), 1,
                "r: another run is at work here, process 12; wait for its end, or name another folder with --run"
            ),
            (
                .isBusy(process: nil, in: "r"), 1,
                "r: another run is at work here; wait for its end, or name another folder with --run"
            ),
            (
                .foreignFile(foreign, canForce: true), 1,
                "cannot write r/run.json: a file stands there; move it away, or let --force replace it"
            ),
            (.foreignFile(foreign, canForce: false), 1, "cannot write r/run.json: a file stands there; move it away"),
        ] as [(RunRefusal, Int32, String)])
    func words(_ refusal: RunRefusal, _ status: Int32, _ words: String) {
        let error = refusal.error(of: "ablate", "curate --seed 5")
        #expect(error.message == words && error.status == status)
    }
}
