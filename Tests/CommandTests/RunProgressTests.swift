import Bytes
import Messages
import Pools
import Testing

@testable import Runs
@testable import Stages
@testable import curate

@Suite("The progress of a run")
struct RunProgressTests {
    private static let record = StageRecord(
        settings: [:], toolVersion: Tool.version, inputs: [], outputs: [], counts: [:], seconds: 0)

    private func progress(_ events: [RunEvent]) -> RunProgress {
        var progress = RunProgress()
        for event in events { progress.take(event) }
        return progress
    }

    @Test(
        "says what is kept if the run ends now",
        arguments: [
            ([], "no stage has begun in r; the same command starts with the first"),
            (
                [.started(.ingest, .outOfDate(.neverRan)), .progress(.ingest, done: 1, of: 9)],
                "ingest was not finished, and nothing of its work is kept in r; the same command starts it again"
            ),
            (
                [
                    .started(.ingest, .forced), .kept(.ingest, .init(files: 1, all: 1200, isResumed: true)),
                    .kept(.ingest, .init(files: 1100, all: 1200, isResumed: false)),
                ],
                "ingest was not finished; the first 1,100 of 1,200 source files are kept in r, and the same command goes on "
                    + "after them"
            ),
            (
                [
                    .started(.ingest, .forced), .kept(.ingest, .init(files: 1, all: 2, isResumed: false)),
                    .finished(.ingest, record), .started(.quality, .forced),
                ],
                "ingest is complete and kept in r; quality was not finished, and the same command starts it again"
            ),
            ([.upToDate(.ingest)], "ingest is complete and kept in r; the same command continues after that"),
            (
                [.upToDate(.ingest), .started(.quality, .forced), .finished(.quality, record)],
                "ingest and quality are complete and kept in r; the same command continues after that"
            ),
            // Stages are recorded while the next one runs.
            (
                [.started(.ingest, .forced), .started(.quality, .forced), .finished(.ingest, record)],
                "ingest is complete and kept in r; quality was not finished, and the same command starts it again"
            ),
            (
                [.started(.ingest, .forced), .started(.quality, .forced), .warned("w"), .lost("l"), .cut("c")],
                "ingest was not finished, and nothing of its work is kept in r; the same command starts it again"
            ),
        ] as [([RunEvent], String)])
    func words(_ events: [RunEvent], _ expected: String) {
        #expect(progress(events).words(in: "r").text == expected)
    }

    @Test("knows whether an amendment is on record, or about to be taken back")
    func amendments() {
        #expect(progress([.upToDate(.ingest)]).amendment == nil)
        #expect(progress([.amended, .started(.sample, .forced)]).amendment == .onRecord)
        #expect(progress([.amended, .takingBack]).amendment == .takingBack)
    }

    @Test(
        "a reason to run a stage in words",
        arguments: [
            (.forced, "--force"), (.poolIsGenerated, "its pool is generated first"),
            (.outOfDate(.neverRan), "it has not run yet"),
            (.outOfDate(.toolChanged(before: "0.9")), "it was run by version 0.9, and this is \(Tool.version)"),
            (.outOfDate(.settingChanged(path: "a.b", before: 1, after: nil)), "a.b changed from 1 to nothing"),
            (.outOfDate(.settingChanged(path: "a", before: "x", after: [])), "a changed from \"x\" to []"),
            (.outOfDate(.inputChanged("f")), "f changed"), (.outOfDate(.inputAdded("f")), "f is new"),
            (.outOfDate(.inputRemoved("f")), "f is missing"), (.outOfDate(.outputMissing("f")), "f is missing"),
            (.outOfDate(.outputChanged("f")), "f has changed since it was written"),
        ] as [(RunReason, String)])
    func reasons(_ reason: RunReason, _ words: String) {
        #expect(reason.words == words)
    }
}
