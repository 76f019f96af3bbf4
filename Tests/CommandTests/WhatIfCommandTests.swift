import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate what-if")
struct WhatIfCommandTests {
    /// The ids of the selection of a run.
    private func selection(_ folder: TemporaryFolder, _ run: String) throws -> Set<String> {
        let answer = try json(
            try Program.run(["inspect", "sample", "--json", "--run", run], in: folder.path).output)
        return Set(answer["rows"]?.list?.compactMap { $0["id"]?.string } ?? [])
    }

    @Test(
        "says what a run of its own under the settings then does, and writes nothing",
        arguments: [
            ["sample.target=10"], ["seed=7"], ["sample.profile=paper", "sample.target=5"],
            ["difficulty.solvers=[\"small-solver\"]"], ["quality.rules=[]"], ["decontaminate.ngram=5"],
            ["classify.taxonomy=null"], ["sample.target=12"], ["sample.teacher=small-solver"],
        ])
    func foretells(settings: [String]) throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        let sets = settings.flatMap { ["--set", $0] }
        let files = FileManager.default.subpaths(atPath: folder.path)?.sorted()
        let manifest = folder.read("data/runs/sample/run.json")
        let result = try Program.run(["what-if", "--json"] + sets, in: folder.path)
        #expect(result.diagnostics == "")
        #expect(FileManager.default.subpaths(atPath: folder.path)?.sorted() == files)
        #expect(folder.read("data/runs/sample/run.json") == manifest)

        #expect(try Program.run(["--quiet", "--run", "other"] + sets, in: folder.path).status == 0)
        let before = try selection(folder, "data/runs/sample")
        let after = try selection(folder, "other")
        let answer = try json(result.output)
        func ids(_ name: String) -> Set<String> { Set(answer[name]?.list?.compactMap { $0["id"]?.string } ?? []) }
        #expect(ids("entering") == after.subtracting(before))
        #expect(ids("leaving") == before.subtracting(after))
        let funnel = try json(try Program.run(["funnel", "--json", "--run", "other"], in: folder.path).output)
        #expect(answer["funnel"]?["after"]?.list == (funnel.list?.dropLast()).map(Array.init))
        let old = try json(try Program.run(["funnel", "--json"], in: folder.path).output)
        #expect(answer["funnel"]?["before"]?.list == (old.list?.dropLast()).map(Array.init))
    }

    @Test("shows the funnels side by side, and lists who leaves")
    func readable() throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        let result = try Program.run(["what-if", "--set", "sample.target=10", "--list"], in: folder.path)
        #expect(
            result.output.lines.suffix(10) == [
                "sample                  12     10      -2", "  - not_drawn            7      9      +2",
                "  + drawn                7      5      -2", "  + preselected          5      5", "",
                "0 enter the selection, 2 leave it, 10 stay", "",
                "- 9cf3f5a6099c3343  contest  Number theory  is dropped by sample, not_drawn",
                "- e273f6dbe1e6e324  contest  Combinatorics  is dropped by sample, not_drawn", "",
            ])
        #expect(result.output.lines.first == "decided anew from sample on; nothing is written")
    }

    @Test(
        "what it cannot answer it says, and what would",
        arguments: [
            ([], 2, "what-if needs --set KEY=VALUE or --seed N, such as --set sample.target=500"),
            (
                ["--set", "limits.rejected=0.5"], 2,
                """
                limits.rejected is a setting of ingest, which reads the sources: what it would change needs a run of its own
                run: curate --config pipeline.json --set limits.rejected=0.5 --run data/runs/sample-what-if --stage all
                """
            ),
            (
                ["--set", "sources.contest.path=aime.csv", "--set", "seed=1"], 2,
                """
                sources.contest.path is a setting of ingest, which reads the sources: what it would change needs a run of its own
                run: curate --config pipeline.json --set sources.contest.path=aime.csv --set seed=1 --run \
                data/runs/sample-what-if --stage all
                """
            ),
            (["--set", "sample.targe=12"], 2, "pipeline.json: sample.targe: unknown key; did you mean \"target\"?"),
            (
                ["--set", "sample.target=1000"], 1,
                "sample.target is 1000, and only 19 questions reached the stage sample; a lower target or \"short\": "
                    + "\"allow\" would do"
            ),
            (
                ["--set", "seed=1", "--run", "nowhere"], 2,
                "nowhere: there is no run here; curate --stage all makes one, --run names another"
            ),
        ])
    func refusals(arguments: [String], status: Int32, message: String) throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        #expect(
            try Program.run(["what-if"] + arguments, in: folder.path)
                == Program.Result(status: status, output: "", diagnostics: "curate: \(message)\n"))
    }
}
