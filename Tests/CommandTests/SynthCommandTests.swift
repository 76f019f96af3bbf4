import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate synth, and the recipe in the box")
struct SynthCommandTests {
    /// A folder with the project's own recipe, and settings that make its pool small.
    private static func withDefaultRecipe() throws -> (folder: TemporaryFolder, settings: [String]) {
        let folder = TemporaryFolder(named: "default recipe")
        try FileManager.default.copyItem(
            atPath: Program.package + "/pipeline.json", toPath: folder.path + "/pipeline.json")
        return (folder, ["--set", "synth.rows=3000", "--set", "synth.trace_scale=0", "--set", "sample.target=60"])
    }

    @Test("a missing pool is made first, and all that comes of it says that it is synthetic")
    func makesPool() throws {
        let (folder, settings) = try Self.withDefaultRecipe()
        let first = try Program.run(settings, in: folder.path)
        #expect(first.status == 0)
        #expect(first.diagnostics.lines.first == "making a synthetic pool of 3,000 questions in data/pool first")
        #expect(
            first.output.lines.suffix(2) == ["60 questions in data/runs/s1K/export/s1K.jsonl (synthetic data)", ""])
        #expect(first.output.contains("\ndecontaminate        3,000  "))
        #expect(try json(folder.read("data/runs/s1K/run.json"))["synthetic"] == true)
        #expect(
            folder.read("data/runs/s1K/export/README.md").contains(
                "**These questions are synthetic**: made by a program to try the recipe, not to train on."))
        #expect(folder.read("data/runs/s1K/export/s1K.jsonl").lines.count == 61)
        let second = try Program.run(settings, in: folder.path)
        #expect(second.output == "nothing to do: all stages are up to date in data/runs/s1K (synthetic data)\n")
        #expect(!second.diagnostics.contains("making"))
        // Another seed is another pool.
        let other = settings + ["--set", "synth.seed=1"]
        let before = try RunContents(of: folder.path + "/data")
        for words in [[], ["--dry-run"]] {
            #expect(
                try Program.run(other + words, in: folder.path)
                    == Program.Result(
                        status: 2, output: "",
                        diagnostics:
                            "curate: data/pool holds a synthetic pool of rows 3000, seed 0, trace_scale 0, and one of rows 3000, "
                            + "seed 1, trace_scale 0 is asked for; --force puts it in the place of that one, and another folder "
                            + "(--out, or synth.out in the recipe) keeps both\n"))
        }
        let dry = try Program.run(other + ["--dry-run", "--force"], in: folder.path)
        #expect(
            dry.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
                " would make a synthetic pool of 3,000 questions in data/pool in the place of one of rows 3000, seed 0, "
                    + "trace_scale 0 ingest "))
        #expect(try RunContents(of: folder.path + "/data") == before)
        let third = try Program.run(other + ["--force"], in: folder.path)
        #expect(third.diagnostics.lines.first == "making a synthetic pool of 3,000 questions in data/pool first")
        #expect(try json(folder.read("data/pool/synthetic.json"))["seed"] == 1)
    }

    @Test("--dry-run says what would be made and run, and writes nothing")
    func dryRun() throws {
        let (folder, settings) = try Self.withDefaultRecipe()
        let before = try Program.run(settings + ["--dry-run"], in: folder.path)
        #expect(before.status == 0)
        #expect(
            before.output.lines.prefix(3) == [
                "in data/runs/s1K:", "synth          would make a synthetic pool of 3,000 questions in data/pool",
                "ingest         would run: its pool is made first",
            ])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pipeline.json"])
        _ = try Program.run(settings, in: folder.path)
        let after = try Program.run(settings + ["--dry-run", "--seed", "9"], in: folder.path)
        #expect(
            after.output.lines.prefix(8) == [
                "in data/runs/s1K:", "ingest         up to date", "decontaminate  up to date",
                "quality        up to date", "difficulty     up to date", "classify       up to date",
                "sample         would run: seed changed from 0 to 9",
                "export         would run: seed changed from 0 to 9",
            ])
        #expect(after.output.lines.count { $0.hasPrefix("source ") } == 16)
        #expect(try json(folder.read("data/runs/s1K/run.json"))["seed"] == 0)
    }

    @Test("--out, --rows, --seed and --trace-scale; a folder that is not a pool is left alone")
    func synth() throws {
        let folder = TemporaryFolder()
        let made = try Program.run(
            ["synth", "--rows", "100", "--seed", "4", "--trace-scale", "0.01", "--out", "my pool", "--json"],
            in: folder.path)
        #expect(made.status == 0)
        let answer = try json(made.output)
        #expect(answer["out"] == "my pool")
        #expect(answer["rows"] == 100)
        #expect(try json(folder.read("my pool/synthetic.json"))["seed"] == 4)
        folder.write("note", "mine")
        for (words, message) in [
            (["--rows", "3"], "curate: --rows 3: a whole number from 16 to 100000000 is right\n"),
            (["--trace-scale", "2"], "curate: --trace-scale 2: a number from 0 to 1 is right\n"),
            (["--rows"], "curate: --rows needs a value: N\ncurate synth --help shows what there is\n"),
        ] {
            let result = try Program.run(["synth"] + words, in: folder.path)
            #expect(result == Program.Result(status: 2, output: "", diagnostics: message))
        }
        let refused = try Program.run(["synth", "--rows", "20", "--out", "."], in: folder.path)
        #expect(refused.status == 2)
        #expect(folder.read("note") == "mine")
    }
}

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

@Suite("curate schema")
struct SchemaCommandTests {
    @Test("prints the file that the project has")
    func prints() throws {
        let result = try Program.run(["schema"], in: "/")
        let file = FileManager.default.contents(atPath: Program.package + "/pipeline.schema.json") ?? Data()
        #expect(result == Program.Result(status: 0, output: String(decoding: file, as: UTF8.self), diagnostics: ""))
    }
}
