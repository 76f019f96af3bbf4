import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate run")
struct RunCommandTests {
    @Test("the sample pool shows every rule, and a second run does nothing")
    func sample() throws {
        let folder = try TemporaryFolder.withSample()
        let first = try Program.run([], in: folder.path)
        #expect(first.status == 0)
        #expect(
            first.output == """
                rows read               52  ████████████████████████████████████████████████████████████
                ingest                  49  ████████████████████████████████████████████████████████▌
                  - rejected             2
                  - left_out             1
                decontaminate           45  ███████████████████████████████████████████████████▉
                  - benchmark            2
                  - earlier_source       1
                  - duplicate            1
                    - conflict           1
                quality                 37  ██████████████████████████████████████████▊
                  - missing              4
                  - image                1
                  - numbering            1
                  - emphasis             1
                  - asy                  1
                difficulty              19  █████████████████████▉
                  - solved              18
                  - unknown              0
                classify                19  █████████████████████▉
                  - unlabelled           0
                  - unknown_label        0
                sample                  12  █████████████▉
                  - not_drawn            7
                  + drawn                7
                  + preselected          5
                export                  12  █████████████▉

                The recorded trace lengths of 8 questions cannot be those of the traces: 4,180 tokens for 2,176 bytes
                12 questions in data/runs/sample/export/sample.jsonl

                """)
        let told = first.diagnostics.lines.map {
            $0.split(separator: " ", omittingEmptySubsequences: true).prefix(4).joined(separator: " ")
        }
        #expect(
            told == [
                "ingest 49 of 52", "decontaminate 45 of 49", "quality 37 of 45", "difficulty 19 of 37",
                "classify 19 of 19",
                "sample 12 of 19", "export 12 of 12", "",
            ])
        let second = try Program.run(["run", "--stage", "all"], in: folder.path)
        #expect(
            second
                == Program.Result(
                    status: 0, output: "nothing to do: all stages are up to date in data/runs/sample\n",
                    diagnostics: ["ingest", "decontaminate", "quality", "difficulty", "classify", "sample", "export"]
                        .map { $0.padding(toLength: 13, withPad: " ", startingAt: 0) + "  up to date\n" }.joined()))
        #expect(try Program.run(["--quiet"], in: folder.path).diagnostics == "")
    }

    @Test("1, 2 and 7 threads write the same bytes, in any locale, time zone and folder")
    func sameBytes() throws {
        let folder = try TemporaryFolder.withSample()
        let elsewhere = TemporaryFolder()
        var exports: Set<String> = []
        let settings: [(String, [String: String])] = [
            ("1", [:]), ("2", ["LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"]), ("7", ["LC_ALL": "C", "LANG": "C"]),
        ]
        for (threads, environment) in settings {
            let result = try Program.run(
                [
                    "--config", folder.path + "/pipeline.json", "--run", "run \(threads)", "--threads", threads,
                    "--quiet",
                ],
                in: elsewhere.path, environment: environment)
            #expect(result.status == 0)
            let files =
                [
                    "ingest/pool.jsonl", "ingest/pool.index", "ingest/pool.texts", "ingest/rejected.jsonl",
                    "export/sample.jsonl", "export/README.md", "export/gate.json",
                ]
                + ["decontaminate", "quality", "difficulty", "classify", "sample"].map { $0 + "/decisions.jsonl" }
            exports.insert(files.map { elsewhere.read("run \(threads)/" + $0) }.joined(separator: "\u{0}"))
        }
        #expect(exports.count == 1)
        #expect(exports.first?.contains("Number theory") == true)
    }

    @Test("--json answers on standard output")
    func jsonAnswer() throws {
        let folder = try TemporaryFolder.withSample()
        let result = try Program.run(["--json", "--quiet", "--run", "r"], in: folder.path)
        let answer = try json(result.output)
        #expect(answer["ran"]?.list?.count == 7)
        #expect(answer["export"] == "r/export/sample.jsonl")
        #expect(answer["funnel"]?.list?.last?["kept"] == 12)
        let again = try json(try Program.run(["--json", "--quiet", "--run", "r"], in: folder.path).output)
        #expect(again["ran"] == [])
    }

    @Test("a setting on the command line reruns what depends on it, and says why")
    func set() throws {
        let folder = try TemporaryFolder.withSample()
        _ = try Program.run(["--quiet"], in: folder.path)
        let kept = ["--stage", "sample,export", "--force"]
        let result = try Program.run(["--set", "sample.target=8"] + kept, in: folder.path)
        #expect(result.status == 0 && result.diagnostics.lines.count == 3, "\(result.diagnostics)")
        #expect(folder.read("data/runs/sample/export/sample.jsonl").lines.count == 9)
        // A run that has not been finished may take other settings.
        let part = ["--run", "part", "--stage", "ingest,decontaminate,quality,difficulty,classify,sample"]
        _ = try Program.run(part, in: folder.path)
        let changed = try Program.run(part + ["--set", "sample.target=8", "--seed", "0"], in: folder.path)
        #expect(changed.diagnostics.contains("classify       up to date\n"))
        #expect(changed.diagnostics.contains("(sample.target changed from 12 to 8)"))
        let seed = try Program.run(["--run", "part", "--set", "sample.target=8", "--seed", "5"], in: folder.path)
        #expect(seed.diagnostics.contains("(seed changed from 0 to 5)"))
    }

    @Test("one stage alone, and what it needs")
    func oneStage() throws {
        let folder = try TemporaryFolder.withSample(named: "with a space")
        let options = ["--run", "my run", "--set", "sample.target=7"]
        #expect(
            try Program.run(["--stage", "quality"] + options, in: folder.path)
                == Program.Result(
                    status: 2, output: "",
                    diagnostics: """
                        curate: quality needs ingest, which has not run yet
                        run: curate --run 'my run' --set sample.target=7 --stage ingest,decontaminate,quality

                        """))
        let result = try Program.run(["--stage", "ingest,decontaminate,quality", "--quiet"] + options, in: folder.path)
        #expect(result.status == 0)
        #expect(result.output.lines.last { !$0.isEmpty } == "  - asy                  1")
        #expect(
            try Program.run(["--stage", "quality", "--quiet"] + options, in: folder.path).output
                == "nothing to do: quality is up to date in my run\n")
    }
}
