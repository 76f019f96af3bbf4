import Bytes
import Messages
import Testing

@testable import Answers
@testable import Runs
@testable import Stages
@testable import curate

@Suite("Answers")
struct AnswerTests {
    private let funnel = Self.funnel([
        .ingest: ["read": 1600, "pool": 1500, "rejected": 100, "left_out": 0],
        .sample: ["entered": 1500, "kept": 1, "rules": ["not\u{1B}drawn": 1499], "kept_by": ["drawn": 1]],
    ])

    /// The funnel of a manifest in which stages have these counts.
    private static func funnel(_ counts: [StageName: JSON]) -> Funnel {
        var manifest = Manifest(recipe: [:], of: RunFolder("run"))
        for (stage, counts) in counts {
            manifest.stages[stage] = StageRecord(
                settings: [:], toolVersion: Tool.version, inputs: [], outputs: [], counts: counts, seconds: 0)
        }
        return Funnel(manifest)
    }

    @Test("a funnel's bars are in proportion, and what is kept of much still shows")
    func bars() {
        #expect(
            funnel.lines(columns: 48) == [
                "rows read            1,600  ██████████████████",
                "ingest               1,500  ████████████████▉",
                "  - rejected           100",
                "sample                   1  ▏",
                "  - not\\u{1b}drawn   1,499",
                "  + drawn                1",
            ])
        #expect(funnel.lines(columns: 10).allSatisfy { !$0.contains("█") })
    }

    @Test("a funnel's counts for programs, with what was kept by which rule where a stage says so")
    func funnelForPrograms() {
        #expect(
            funnel.json == [
                [
                    "stage": "ingest", "entered": 1600, "kept": 1500, "dropped": 100,
                    "rules": ["rejected": 100, "left_out": 0],
                ],
                [
                    "stage": "sample", "entered": 1500, "kept": 1, "dropped": 1499,
                    "rules": ["not\u{1B}drawn": 1499], "kept_by": ["drawn": 1],
                ],
            ])
    }

    @Test("funnels side by side have a line for every stage that changed, and for each of its rules that did")
    func funnels() {
        let other = Self.funnel([
            .ingest: ["read": 1600, "pool": 1500, "rejected": 100],
            .quality: ["entered": 1500, "kept": 1490, "rules": ["image": 10]],
        ])
        let comparison = FunnelComparison(funnel, other)
        #expect(
            comparison.changes("A", "B", columns: 80) == [
                "                        A      B  change",
                "quality                 -  1,490  +1,490",
                "  - image               -     10     +10",
                "sample                  1      -      -1",
                "  - not\\u{1b}drawn  1,499      -  -1,499",
                "  + drawn               1      -      -1",
            ])
        #expect(comparison.json("a", "b") == ["a": funnel.json, "b": other.json])
        #expect(
            FunnelComparison(funnel, funnel).changes("A", "B", columns: 80)
                == ["every stage keeps and drops the same numbers"])
    }

    @Test("a stage that only the second funnel has stands behind its predecessor there")
    func addedStage() {
        let stages = StageRegistry.standard.asked(by: [:])
        let parts = [stages.removing(.quality).removing(.classify), stages].map { registry in
            Funnel(Manifest(recipe: [:], of: RunFolder("run", stages: registry)))
        }
        #expect(FunnelComparison(parts[0], parts[1]).order == stages.names)
        #expect(FunnelComparison(parts[1], parts[0]).order == stages.names)
        let last = Funnel(Manifest(recipe: [:], of: RunFolder("run", stages: stages.removing(.difficulty))))
        #expect(
            FunnelComparison(parts[0], last).order == [
                .ingest, .decontaminate, .quality, .classify, .difficulty, .sample, .export,
            ])
    }

    @Test(
        "what verify found, in words",
        arguments: [
            (.files(1234), "files", "1,234 of the run are unchanged since written, including run.json"),
            (.inputs(missing: 0, of: 3), "inputs", "3 from outside are unchanged since read"),
            (
                .inputs(missing: 2, of: 3), "inputs",
                "2 of 3 from outside are missing and were not checked; set --config to the recipe that their paths are relative to"
            ),
            (.counts(rows: 52, questions: 12), "counts", "add up from 52 rows to 12 questions"),
            (
                .decisions(5, seed: 42, followed: [.decontaminate]), "decisions",
                "5 follow from the pool, the recipe and the seed 42; those of decontaminate were not repeated, since its "
                    + "benchmarks are missing"
            ),
            (.exportFiles(2), "export", "2 files generated again from the pool have the same bytes"),
            (.gateNotAsked, "gate", "was not repeated, since the benchmarks are missing"),
        ] as [(Verification.Finding, String, String)])
    func findings(_ finding: Verification.Finding, _ subject: String, _ words: String) {
        #expect(finding.lines(columns: 80) == [subject.padded(to: 10) + " " + words])
        #expect(
            VerificationAnswer(folder: "r", findings: [finding], fault: nil).json
                == ["run": "r", "holds": true, "findings": [subject: .string(words)], "fault": nil])
    }

    @Test("what does not hold is told for programs; for people it is an error and no answer")
    func fault() {
        let answer = VerificationAnswer(folder: "r", findings: [], fault: "r/run.json: it is missing")
        #expect(answer.json == ["run": "r", "holds": false, "findings": [:], "fault": "r/run.json: it is missing"])
        #expect(answer.lines(columns: 80) == [])
        #expect(VerificationAnswer(folder: "r", findings: [], fault: nil).lines(columns: 80) == ["r is verified"])
    }

    @Test("a row of inspect: who it is, what was said of it, and the beginning of its text")
    func row() {
        let row = Inspection.Row(
            id: "00ff", source: "s\u{1B}", domain: nil,
            decision: StageDecision(
                .quality,
                Decision(
                    isKept: false, rule: RuleName(rawValue: "image"),
                    evidence: RecordedEvidence(read: ["found": "![a]", "line": 2]))),
            question: "one\ntwo and a half")
        #expect(
            row.lines(columns: 20) == ["00ff  s\\u{1b}", "  image: found ![a]…", "  one⏎two and a half", ""])
        #expect(row.json["domain"] == .null && row.json["keep"] == false)
        let answer = InspectionAnswer(stage: .quality, count: 7, rows: [row])
        #expect(answer.json["count"] == 7 && answer.json["rows"]?.list == [row.json])
        #expect(answer.lines(columns: 20) == row.lines(columns: 20))
    }

    @Test("evidence under the name of its rule has no second label")
    func evidence() {
        let evidence: JSON = ["missing": ["trace", "domain"], "line": 2]
        #expect(EvidenceWording.words(for: evidence) == "missing trace and domain, line 2")
        #expect(EvidenceWording.words(for: evidence, of: RuleName(rawValue: "missing")) == "trace and domain, line 2")
        #expect(
            EvidenceWording.words(for: evidence, of: RuleName(rawValue: "solved"))
                == EvidenceWording.words(for: evidence))
    }

    @Test("a whole question has the decision as its last member, without what the decision has not")
    func wholeRow() {
        let line = Array("{\"id\":\"1\"}\n".utf8)
        func text(_ row: Inspection.WholeRow) -> String { String(decoding: row.jsonLine, as: UTF8.self) }
        #expect(text(.question(line: line, decision: nil)) == "{\"id\":\"1\"}\n")
        let decision = StageDecision(.difficulty, .withoutEvidence(isKept: true))
        #expect(
            text(.question(line: line, decision: decision))
                == "{\"id\":\"1\",\"decision\":{\"stage\":\"difficulty\",\"keep\":true}}\n")
    }
}
