import Bytes
import Messages
import Testing

@testable import Answers
@testable import Runs
@testable import Stages
@testable import curate

@Suite("Texts in the columns of a terminal")
struct TextLayoutTests {
    @Test(
        "how many columns a text takes",
        arguments: [("", 0), ("abc", 3), ("问题", 4), ("e\u{301}", 1), ("a问", 3), ("\u{301}", 0), ("한", 2)])
    func width(_ text: String, _ expected: Int) { #expect(text.displayWidth == expected) }

    @Test(
        "a text that is too wide ends in an ellipsis, and fits",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("问题问题", 8, "问题问题"), ("问题问题", 7, "问题问…"),
            ("问题问题", 6, "问题…"), ("abc", 1, "…"),
        ])
    func clipped(_ text: String, _ columns: Int, _ expected: String) {
        #expect(text.clipped(to: columns) == expected)
        #expect(text.clipped(to: columns).displayWidth <= columns)
    }

    @Test(
        "lines break between words, and a word that is too long stands alone",
        arguments: [
            ("a b c", 3, ["a b", "c"]), ("abcdef gh", 4, ["abcdef", "gh"]), ("", 5, [""]), ("问题 问题", 6, ["问题", "问题"]),
        ])
    func wrapped(_ text: String, _ columns: Int, _ expected: [String]) {
        #expect(text.wrapped(to: columns) == expected)
    }

    @Test("a text is filled up on the right, or on the left, and never cut")
    func padded() {
        #expect("a问".padded(to: 5) == "a问  ")
        #expect("a问".padded(to: 5, alignedRight: true) == "  a问")
        #expect("abc".padded(to: 2) == "abc")
    }
}

@Suite("Tables of texts")
struct TextTableTests {
    private func table(rightAligned: Set<Int> = []) -> TextTable {
        var table = TextTable(rightAligned: rightAligned)
        table.add(["name", "count", "what"])
        table.add(["a", "1,234", "one two three four"])
        return table
    }

    @Test("columns are as wide as they need be, and nothing follows the last text of a line")
    func plain() {
        #expect(
            table(rightAligned: [1]).lines(columns: 80) == ["name  count  what", "a     1,234  one two three four"])
    }

    @Test("what is too wide is taken from the widest column of texts, down to eight")
    func narrow() {
        #expect(table(rightAligned: [1]).lines(columns: 25) == ["name  count  what", "a     1,234  one two thr…"])
        #expect(table(rightAligned: [1]).lines(columns: 5).last == "a     1,234  one two…")
    }

    @Test("the last column goes on in the next line, below its beginning")
    func wrapped() {
        var table = TextTable()
        table.add(["name", "one two three four five six"])
        #expect(table.wrappedLines(columns: 33) == ["name  one two three four five six"])
        #expect(table.wrappedLines(columns: 32) == ["name  one two three four five", "      six"])
        // A column is never narrower than twenty.
        #expect(table.wrappedLines(columns: 5) == ["name  one two three four", "      five six"])
    }

    @Test("columns that find no room stand in a block below, with the first before them")
    func blocks() {
        var table = TextTable(rightAligned: [1, 2, 3])
        table.add(["", "one", "two", "three"])
        table.add(["row", "1", "2", "3"])
        #expect(table.blocks(columns: 80) == ["     one  two  three", "row    1    2      3"])
        #expect(
            table.blocks(columns: 14) == ["     one  two", "row    1    2", "", "     three", "row      3"])
    }

    @Test("what comes from elsewhere is shown, and takes the columns that it is shown in")
    func hidden() {
        var table = TextTable()
        table.add(["a\u{1B}b\nc", "x"])
        table.add(["", "y"])
        #expect(table.lines(columns: 80) == ["a\\u{1b}b⏎c  x", "            y"])
    }
}

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

    @Test("funnels side by side have a line for every rule of either, and what changed")
    func funnels() {
        let other = Self.funnel([
            .ingest: ["read": 1600, "pool": 1500, "rejected": 100],
            .quality: ["entered": 1500, "kept": 1490, "rules": ["image": 10]],
        ])
        let comparison = FunnelComparison(funnel, other)
        #expect(
            comparison.lines("A", "B", columns: 80) == [
                "                        A      B  change",
                "rows read           1,600  1,600",
                "ingest              1,500  1,500",
                "  - rejected          100    100",
                "quality                 -  1,490  +1,490",
                "  - image               -     10     +10",
                "sample                  1      -      -1",
                "  - not\\u{1b}drawn  1,499      -  -1,499",
                "  + drawn               1      -      -1",
            ])
        #expect(comparison.json("a", "b") == ["a": funnel.json, "b": other.json])
    }

    @Test("a stage that only the second funnel has stands behind its predecessor there")
    func addedStage() {
        let stages = StageRegistry.standard
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
            (.files(1234), "files", "1,234 of the run are as they were written, run.json too"),
            (.inputs(missing: 0, of: 3), "inputs", "3 from outside are as they were read"),
            (
                .inputs(missing: 2, of: 3), "inputs",
                "2 of 3 from outside are not here and were not looked at; --config names the recipe that lies beside them"
            ),
            (.counts(rows: 52, questions: 12), "counts", "add up from 52 rows to 12 questions"),
            (
                .decisions(5, seed: 42, followed: [.decontaminate]), "decisions",
                "5 follow from the pool, the recipe and the seed 42; those of decontaminate were only followed, since its "
                    + "benchmarks are not here"
            ),
            (.exportFiles(2), "export", "2 files made again from the pool are the same bytes"),
            (.gateNotAsked, "gate", "was not asked again, since the benchmarks are not here"),
        ] as [(Verification.Finding, String, String)])
    func findings(_ finding: Verification.Finding, _ subject: String, _ words: String) {
        #expect(finding.lines(columns: 80) == [subject.padded(to: 10) + " " + words])
        #expect(
            VerificationAnswer(folder: "r", findings: [finding], fault: nil).json
                == ["run": "r", "holds": true, "findings": [subject: .string(words)], "fault": nil])
    }

    @Test("what does not hold is told for programs; for people it is an error and no answer")
    func fault() {
        let answer = VerificationAnswer(folder: "r", findings: [], fault: "r/run.json: it is gone")
        #expect(answer.json == ["run": "r", "holds": false, "findings": [:], "fault": "r/run.json: it is gone"])
        #expect(answer.lines(columns: 80) == [])
        #expect(VerificationAnswer(folder: "r", findings: [], fault: nil).lines(columns: 80) == ["r holds"])
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
