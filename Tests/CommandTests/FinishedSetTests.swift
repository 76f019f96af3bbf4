import Bytes
import Files
import Foundation
import TestSupport
import Testing

@Suite("A finished set")
struct FinishedSetTests {
    /// What a refusal recommends, after the stages that would run, as the message lists them.
    private static func advice(_ message: String) -> String {
        let stages = message.split(separator: " of ").last.map { String($0) } ?? ""
        let named = stages.replacing(" and ", with: ",").replacing(", ", with: ",")
        return """

            name another folder with --run OTHER, or replace the set with --stage \(named) --force; curate what-if shows what \
            the settings would change

            """
    }

    /// A folder with the sample and a finished run of it.
    private func finished() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        return folder
    }

    @Test(
        "is not replaced because of settings of the command line",
        arguments: [
            (["--seed", "5"], "seed 0, not 5; the run would replace 4 files of sample and export"),
            (
                ["--set", "sample.target=10"],
                "sample.target 12, not 10; the run would replace 4 files of sample and export"
            ),
            (
                ["--stage", "sample", "--set", "sample.target=10", "--seed", "7"],
                "seed 0, not 7 and sample.target 12, not 10; the run would replace 1 file of sample"
            ),
            (
                ["--set", "quality.rules=[\"asy\"]"],
                "quality.rules [\"image\",\"numbering\",\"emphasis\",\"asy\"], not [\"asy\"]; the run would replace 7 files of "
                    + "quality, difficulty, classify, sample and export"
            ),
            (
                ["--set", "export.tags=[\"x\\u001b\"]"],
                "export.tags [], not [\"x\\u001b\"]; the run would replace 3 files of export"
            ),
        ])
    func refused(words: [String], message: String) throws {
        let folder = try finished()
        let before = try Listing(of: folder.path)
        for more in [[], ["--quiet"], ["--threads", "1"]] {
            #expect(
                try Program.run(words + more, in: folder.path)
                    == Program.Result(
                        status: 2, output: "",
                        diagnostics:
                            "curate: data/runs/sample: this finished set was made with \(message)\(Self.advice(message))"
                    ))
        }
        #expect(try Listing(of: folder.path).lost(since: before) == [])
        #expect(try Program.run([], in: folder.path).output.hasPrefix("nothing to do"))
        // What a dry run shows besides is the plan.
        let dry = try Program.run(words + ["--dry-run"], in: folder.path)
        #expect(dry.status == 2 && dry.diagnostics.hasSuffix(Self.advice(message)))
        #expect(dry.output.contains("would run: ") && dry.output.hasPrefix("in data/runs/sample:\n"))
        #expect(try Listing(of: folder.path).lost(since: before) == [])
    }

    @Test("is replaced with --force, and another folder takes any settings")
    func replaced() throws {
        let folder = try finished()
        let set = ["--set", "sample.target=10", "--seed", "5"]
        let other = try Program.run(set + ["--run", "other"], in: folder.path)
        #expect(other.status == 0 && folder.read("other/export/sample.jsonl").lines.count == 11)
        #expect(folder.read("data/runs/sample/export/sample.jsonl").lines.count == 13)
        // The same settings again change nothing, in whatever notation.
        let again = ["--set", "sample.target=10.0", "--seed", "5", "--run", "other"]
        #expect(try Program.run(again, in: folder.path).output == "nothing to do: all stages are up to date in other\n")
        #expect(try Program.run(set + ["--force", "--quiet"], in: folder.path).status == 0)
        #expect(folder.read("data/runs/sample/export/sample.jsonl") == folder.read("other/export/sample.jsonl"))
    }

    @Test("is brought up to date when its recipe was edited, with or without the settings that it was made with")
    func edited() throws {
        let folder = try TemporaryFolder.withSample()
        let seed = ["--seed", "5", "--quiet"]
        #expect(try Program.run(seed, in: folder.path).status == 0)
        let recipe = folder.read("pipeline.json")
        folder.write("pipeline.json", recipe.replacing("\"target\": 12", with: "\"target\": 9"))
        #expect(try Program.run(seed, in: folder.path).status == 0)
        #expect(folder.read("data/runs/sample/export/sample.jsonl").lines.count == 10)
        // A source that only the edited recipe has cannot be that of the run.
        folder.write("pipeline.json", recipe.replacing("\"name\": \"science\"", with: "\"name\": \"sciences\""))
        let source = ["--set", "sources.sciences.empty=allow"]
        let refused = try Program.run(seed + source, in: folder.path)
        #expect(refused.status == 2 && refused.diagnostics.contains("sources"), "\(refused.diagnostics)")
        folder.write("pipeline.json", recipe.replacing("\"target\": 12", with: "\"target\": 8"))
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        #expect(try json(folder.read("data/runs/sample/run.json"))["seed"] == 0)
    }

    @Test("is no matter of stages that do not depend on the settings, nor of a run that was not finished")
    func otherStages() throws {
        let folder = try finished()
        let quality = ["--stage", "quality", "--set", "sample.target=10"]
        #expect(try Program.run(quality, in: folder.path).output.hasPrefix("nothing to do: quality is up to date"))
        let ablations = [
            "--set", "ablations={\"one\":{\"from\":\"quality\",\"select\":\"random\"}}", "--stage", "sample",
        ]
        #expect(try Program.run(ablations, in: folder.path).output.hasPrefix("nothing to do: sample is up to date"))
        let part = ["--run", "part", "--quiet", "--stage", "ingest,decontaminate"]
        #expect(try Program.run(part, in: folder.path).status == 0)
        #expect(try Program.run(part + ["--set", "decontaminate.ngram=5"], in: folder.path).status == 0)
    }

    @Test("is checked before a synthetic pool is made")
    func synthetic() throws {
        let folder = TemporaryFolder()
        let recipe = FileManager.default.contents(atPath: Program.package + "/pipeline.json") ?? Data()
        folder.write("pipeline.json", String(decoding: recipe, as: UTF8.self))
        let settings = [
            "--set", "synth.rows=300", "--set", "synth.trace_scale=0", "--set", "sample.target=5", "--quiet",
        ]
        #expect(try Program.run(settings, in: folder.path).status == 0)
        let other = try Program.run(settings + ["--set", "synth.out=data/other"], in: folder.path)
        #expect(other.status == 2 && other.diagnostics.contains("synth.out \"data/pool\", not \"data/other\""))
        #expect(!Folder.exists(folder.path + "/data/other"))
    }

    @Test("and a run that finds nothing to do leave every file as it is, even the record of the run")
    func nothingWritten() throws {
        let folder = try finished()
        let name = folder.path + "/contest.jsonl"
        let before = try Listing(of: folder.path + "/data")
        let stamp = try #require(Folder.stamp(of: folder.path + "/data/runs/sample/run.json"))
        #expect(try Program.run([], in: folder.path).output.hasPrefix("nothing to do"))
        // A file of which only the times have changed has to be read, but nothing is written.
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: name)
        for _ in 0..<2 { #expect(try Program.run([], in: folder.path).output.hasPrefix("nothing to do")) }
        #expect(Folder.stamp(of: folder.path + "/data/runs/sample/run.json") == stamp)
        #expect(try Listing(of: folder.path + "/data").lost(since: before) == [])
        #expect(try before.lost(since: Listing(of: folder.path + "/data")) == [])
    }

    @Test("keeps the probabilities of more seeds, and one seed gives none")
    func stability() throws {
        let folder = try finished()
        let one = try Program.run(["stability", "--seeds", "1"], in: folder.path)
        #expect(
            one.diagnostics == "curate: --seeds 1: expected a whole number from 2 to 4294967296\n" && one.status == 2)
        #expect(try Program.run(["stability", "--seeds", "40"], in: folder.path).status == 0)
        let file = "data/runs/sample/stability.jsonl"
        let before = folder.read(file)
        for seeds in ["2", "39"] {
            let fewer = try Program.run(["stability", "--seeds", seeds], in: folder.path)
            let message =
                "curate: \(file): this result is of 40 seeds, and \(seeds) would replace it; ask for at least as many with "
                + "--seeds, or replace it with --force\n"
            #expect(fewer == Program.Result(status: 2, output: "", diagnostics: message))
        }
        #expect(folder.read(file) == before)
        for (seeds, more) in [("40", []), ("41", []), ("7", ["--force"]), ("7", [])] {
            #expect(try Program.run(["stability", "--seeds", seeds] + more, in: folder.path).status == 0)
        }
        #expect(folder.read(file) != before)
        // Those of another selection count for nothing.
        #expect(try Program.run(["--quiet", "--force", "--seed", "3"], in: folder.path).status == 0)
        #expect(try Program.run(["stability", "--seeds", "2"], in: folder.path).status == 0)
    }
}
