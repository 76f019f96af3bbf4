import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate run --dry-run")
struct DryRunTests {
    @Test("shows the first question of each source as it would enter the pool")
    func samples() throws {
        let folder = try TemporaryFolder.withSample()
        let result = try Program.run(["--dry-run", "--json"], in: folder.path)
        #expect(result.status == 0)
        let answer = try json(result.output)
        #expect(answer["stages"]?.list?.first == ["stage": "ingest", "step": "runs", "reason": "it has not run yet"])
        let sources = try #require(answer["sources"]?.list)
        #expect(sources.map { $0["source"]?.string } == ["contest", "olympiad", "AIME", "science", "cards", "forum"])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
        // What it showed is what enters, but for what the recordings add.
        _ = try Program.run([], in: folder.path)
        for source in sources {
            let sample = try #require(source["sample"])
            let line = try #require(
                folder.read("data/runs/sample/ingest/pool.jsonl").lines.first {
                    $0.hasPrefix("{\"id\":\"\(sample["id"]?.string ?? "?")\"")
                })
            for key in ["source", "question", "solution", "cot_type", "source_type", "metadata", "origin"] {
                #expect(sample[key] == (try json(line))[key])
            }
        }
    }

    @Test("refuses what a run would refuse")
    func refuses() throws {
        let folder = try TemporaryFolder.withSample()
        let missing = try Program.run(["--stage", "quality", "--dry-run"], in: folder.path)
        #expect(
            missing.diagnostics == """
                curate: quality needs ingest, which has not run yet
                run: curate --stage ingest,decontaminate,quality

                """)
        let field = try Program.run(
            ["--dry-run", "--set", "sources.AIME.map.solution={anwser}"], in: folder.path)
        #expect(field.status == 2)
        #expect(field.diagnostics.contains("has the field \"anwser\"; did you mean \"answer\"?"))
    }
}
