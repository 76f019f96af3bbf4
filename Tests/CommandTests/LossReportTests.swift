import Bytes
import TestSupport
import Testing

@Suite("curate tells what is lost")
struct LossReportTests {
    private let folder = TemporaryFolder()

    private func write() {
        let rows = (0..<30).map { "Question \($0)?,d,7,t\n" }.joined()
        folder.write("s.csv", "question,domain,trace_tokens,thinking_trajectories\n" + rows + "\"unclosed\n" + rows)
        folder.write("lost.jsonl", "no JSON\n")
        let recipe: JSON = [
            "name": "n", "limits": ["rejected": .number("0.6")],
            "sources": [
                ["name": "s", "format": "csv", "path": "s.csv"],
                ["name": "x", "format": "jsonl", "path": "lost.jsonl", "empty": "allow"],
            ],
            "quality": ["require": []], "sample": ["target": 5], "difficulty": ["solvers": []],
            "classify": ["taxonomy": .null],
        ]
        folder.write("recipe.json", recipe.readableText)
    }

    @Test("and which row of a comma-separated file may be several")
    func doubt() throws {
        write()
        folder.write(
            "s.csv",
            "question,domain,trace_tokens,thinking_trajectories\n\"For all x, y, z,\nshow it.\",d,7,t\n")
        let words = ["--config", "recipe.json", "--run", "run", "--set", "sample.target=1"]
        let run = try Program.run(words, in: folder.path)
        #expect(run.status == 0, "\(run.diagnostics)")
        let note = "note: s.csv, line 2 is read as one row, although a quoted field runs over lines that are rows by "
        #expect(run.diagnostics.split(separator: "\n").count { $0.hasPrefix(note) } == 1, "\(run.diagnostics)")
        #expect(try folder.lines("run/ingest/pool.jsonl").count == 1)
        let told = try Program.run(words + ["--set", "sources.s.quote=\"", "--force"], in: folder.path)
        #expect(told.status == 0 && !told.diagnostics.contains("is read as one row"), "\(told.diagnostics)")
    }

    @Test("on standard error even with --quiet, in the funnel and in the card")
    func everywhere() throws {
        write()
        let run = try Program.run(["--config", "recipe.json", "--run", "run", "--quiet"], in: folder.path)
        #expect(run.status == 0)
        let told = run.diagnostics.split(separator: "\n").map(String.init)
        #expect(told.count == 2, "\(told)")
        #expect(
            told.first?.hasPrefix("note: the rest of a file could not be read and counts as one rejected row: s.csv, ")
                == true)
        #expect(told.first?.hasSuffix(" bytes of the source \"s\")") == true)
        #expect(
            told.last?.hasPrefix("note: nothing in lost.jsonl could be read (source \"x\", 8 bytes): 1 row ") == true)
        let funnel = try Program.run(["funnel", "--run", "run"], in: folder.path).output
        let end = "The end of the file s.csv of \"s\", from line 32 on, could not be read: "
        #expect(funnel.contains("\n" + end), "\(funnel)")
        #expect(
            funnel.contains("\nNothing in the file lost.jsonl of \"x\" could be read: 8 bytes and 1 row rejected\n"))
        let json = try json(Program.run(["funnel", "--json", "--run", "run"], in: folder.path).output)
        #expect(json.list?.first?["lost"]?.list?.map { $0["file"] } == ["lost.jsonl", "s.csv"])
        #expect(json.list?.dropFirst().allSatisfy { $0["lost"] == nil } == true)
        let card = folder.read("run/export/README.md")
        #expect(card.contains("\n- The end of the file `s.csv` of s, from line 32 on, could not be read: "), "\(card)")
        let verified = try Program.run(
            ["verify", "--deep", "--run", "run", "--config", "recipe.json"], in: folder.path)
        #expect(verified.status == 0, "\(verified.diagnostics)")
    }
}
