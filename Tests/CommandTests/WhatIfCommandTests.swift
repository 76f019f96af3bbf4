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
            result.output.lines == [
                "decisions repeated from sample on; nothing is written", "",
                "               before  after  change",
                "sample             12     10      -2", "  - not_drawn       7      9      +2",
                "  + drawn           7      5      -2", "",
                "                before   after",
                "questions           12      10",
                "domains              6       6",
                "domain entropy    2.36    2.37",
                "source entropy    2.19    2.12",
                "tokens, mean       424     408",
                "tokens, median     393     393",
                "tokens, 90 %       652     659",
                "tokens, total    5,086   4,078",
                "teacher wrong    8.3 %  10.0 %", "",
                "0 enter the selection, 2 leave it, 10 stay", "",
                "- 9cf3f5a6099c3343  contest  Number theory  is dropped by sample, not_drawn",
                "- e273f6dbe1e6e324  contest  Combinatorics  is dropped by sample, not_drawn", "",
            ])
    }

    @Test("statistics are those that ablate shows of the same set, and settings at odds are noted")
    func statistics() throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        let sets = ["--set", "sample.profile=notebook", "--set", "sample.target=8"]
        let answer = try json(try Program.run(["what-if", "--json"] + sets, in: folder.path).output)
        #expect(try Program.run(["--quiet", "--run", "other"] + sets, in: folder.path).status == 0)
        for (name, run) in [("before", "data/runs/sample"), ("after", "other")] {
            let sets = try json(try Program.run(["ablate", "random", "--json", "--run", run], in: folder.path).output)
            for (figure, value) in answer["statistics"]?[name]?.object?.members.map({ ($0.name, $0.value) }) ?? [] {
                #expect(value == sets["sets"]?.list?.first?[figure], "\(name) \(figure)")
            }
            #expect(answer["statistics"]?[name]?["size"]?.integer == (name == "before" ? 12 : 8))
        }
        let conflict =
            "sample.uniform_until is 9, not below sample.target, which is 8: every domain is drawn uniformly, never by "
            + "its benchmark questions"
        #expect(answer["conflicts"] == [.string(conflict)])
        let told = try Program.run(["what-if"] + sets, in: folder.path).output
        #expect(told.lines.filter { $0.hasPrefix("note: ") }.count == 1)
        let diff = try json(
            try Program.run(["diff", "data/runs/sample", "other", "--json"], in: folder.path).output)
        #expect(diff["statistics"]?["b"] == answer["statistics"]?["after"])
        #expect(diff["statistics"]?["a"] == answer["statistics"]?["before"] && diff["conflicts"] == answer["conflicts"])
        #expect(
            try Program.run(["diff", "other", "data/runs/sample"], in: folder.path).output.contains("note:") == false)
    }

    @Test(
        "what it cannot answer it says, and what would",
        arguments: [
            ([], 2, "what-if needs --set KEY=VALUE or --seed N, such as --set sample.target=500"),
            (
                ["--set", "limits.rejected=0.5"], 2,
                """
                limits.rejected is a setting of ingest, which reads the sources; its effect can only be seen in a separate run
                run: curate --config pipeline.json --set limits.rejected=0.5 --run data/runs/sample-what-if --stage all
                """
            ),
            (
                ["--set", "sources.contest.path=aime.csv", "--set", "seed=1"], 2,
                """
                sources.contest.path is a setting of ingest, which reads the sources; its effect can only be seen in a separate run
                run: curate --config pipeline.json --set sources.contest.path=aime.csv --set seed=1 --run \
                data/runs/sample-what-if --stage all
                """
            ),
            (["--set", "sample.targe=12"], 2, "pipeline.json: sample.targe: unknown key; did you mean \"target\"?"),
            (
                ["--set", "sample.target=1000"], 1,
                "sample.target is 1000, and only 19 questions reached the stage sample; lower the target or set \"short\": "
                    + "\"allow\""
            ),
            (
                ["--set", "seed=1", "--run", "nowhere"], 2,
                "nowhere: there is no run here; create one with curate --stage all, or name another with --run"
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
