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
        let result = try Program.run(["--set", "sample.target=8"], in: folder.path)
        #expect(result.diagnostics.contains("classify       up to date\n"))
        #expect(result.diagnostics.contains("(sample.target changed from 12 to 8)"))
        #expect(folder.read("data/runs/sample/export/sample.jsonl").lines.count == 9)
        #expect(try Program.run(["--seed", "5"], in: folder.path).diagnostics.contains("(seed changed from 0 to 5)"))
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

@Suite("Mistakes on the command line and in recipes")
struct MistakeTests {
    static let mistakes: [([String], String)] = [
        (["--sed", "5"], "--sed: unknown option; did you mean --seed?\ncurate run --help shows what there is"),
        (["--zzzzzz"], "--zzzzzz: unknown option\ncurate run --help shows what there is"),
        (["--dropped"], "--dropped does not belong to curate run\ncurate run --help shows what there is"),
        (["--seed"], "--seed needs a value: N\ncurate run --help shows what there is"),
        (["--seed", "1", "--seed", "2"], "--seed stands twice\ncurate run --help shows what there is"),
        (["--seed", "x"], "--seed x: a whole number from 0 to 4294967295 is right"),
        (["--threads=0"], "--threads 0: a whole number from 1 to 1024 is right"),
        (["--json=yes"], "--json takes no value\ncurate run --help shows what there is"),
        (["run", "more"], "more: not expected here\ncurate run --help shows what there is"),
        (["inspct"], "inspct: unknown command; did you mean \"inspect\"?"),
        (["zzz\u{1B}[31m"], "zzz\\u{1b}[31m: unknown command; curate --help shows what there is"),
        (
            ["--stage", "qualty"],
            "--stage qualty: no stage \"qualty\"; all, ingest, decontaminate, quality, difficulty, classify, sample or export is right; did you mean \"quality\"?"
        ),
        (
            ["--config", "no.json"],
            "no.json: there is no such file; --config names the recipe, and pipeline.json is the default"
        ),
        (["inspect"], "inspect needs a stage: ingest, decontaminate, quality, difficulty, classify, sample or export"),
        (
            ["inspect", "qualiy"],
            "qualiy: no stage; ingest, decontaminate, quality, difficulty, classify, sample or export is right; did you mean \"quality\"?"
        ),
        (["inspect", "quality", "--rule", "emphasys"], "emphasys: no rule of quality; did you mean \"emphasis\"?"),
        (["inspect", "quality", "--source", "contests"], "contests: no source; did you mean \"contest\"?"),
        (
            ["inspect", "quality", "--domain", "Nothing"],
            "Nothing: no domain; there are Number theory, Combinatorics, Geometry, Probability theory and stochastic processes, Physics, Chemistry, Biology and Computer science"
        ),
        (["inspect", "quality", "--limit", "-1"], "--limit -1: a whole number from 0 on is right"),
        (
            ["inspect", "quality", "--run", "elsewhere"],
            "elsewhere: there is no run here; curate --stage all makes one, --run names another"
        ),
        (["funnel", "--by", "colour"], "--by colour: source or domain is right"),
        (["explain"], "explain needs a question's id"),
        (["explain", "xyz"], "xyz: not an id; up to 16 hexadecimal digits are right"),
        (["explain", "0000"], "0000: no question of the pool has an id that begins so"),
        (["explain", "7"], "7: several ids begin so: 74bd9a833d56eb3d, 717f52614c00f289, 7667f8bd517ca355"),
        (
            ["--set", "smaple.target=5", "--set", "sample.target=0"],
            "pipeline.json: sample.target: found the number 0; a whole number from 1 to 1000000000 is right\npipeline.json: smaple: unknown key; did you mean \"sample\"?"
        ),
        (
            ["--set", "sources.forum.record=/posts/row["],
            "pipeline.json: sources.5.record: found \"/posts/row[\"; it is not an XPath"
        ),
        (
            ["--set", "sources.cards.query=SELECT frnt FROM cards"],
            "pipeline.json: sources.4.query: cards.sqlite: no such column: frnt"
        ),
        (
            ["--set", "sources.cards.query=DELETE FROM cards"],
            "pipeline.json: sources.4.query: cards.sqlite: not authorized"
        ),
        (
            ["--set", "sources.cards.query=SELECT * FROM cards ORDER BY random()"],
            "pipeline.json: sources.4.query: cards.sqlite: found random(), which gives what neither the file nor the query determines; a query that always gives the same rows is right"
        ),
        (
            ["--set", "sources.cards.query=SELECT *, date('now') AS today FROM cards"],
            "pipeline.json: sources.4.query: cards.sqlite: found date() with 'now', which gives what neither the file nor the query determines; a query that always gives the same rows is right"
        ),
        (
            ["--set", "sources.cards.query=VACUUM INTO 'copy.sqlite'"],
            "pipeline.json: sources.4.query: cards.sqlite: a statement that does not read rows; a SELECT is right"
        ),
        (
            ["--set", "sources.contest.map.question={problm}"],
            "pipeline.json: sources.0.map.question: no row of \"contest.jsonl\" has the field \"problm\"; did you mean \"problem\"?"
        ),
    ]

    @Test("are told in words that help, with status 2, and nothing on standard output", arguments: 0..<mistakes.count)
    func mistake(_ number: Int) throws {
        let (arguments, message) = Self.mistakes[number]
        let folder = try TemporaryFolder.withSample()
        if arguments.first == "inspect" || arguments.first == "explain" {
            _ = try Program.run(["--quiet"], in: folder.path)
        }
        #expect(
            try Program.run(arguments, in: folder.path)
                == Program.Result(status: 2, output: "", diagnostics: "curate: " + message + "\n"))
    }

    @Test("data that is too bad fails with status 1 and the commonest reasons")
    func tooBad() throws {
        let folder = try TemporaryFolder.withSample()
        let result = try Program.run(["--set", "limits.rejected=0.01", "--quiet"], in: folder.path)
        #expect(
            result
                == Program.Result(
                    status: 1, output: "",
                    diagnostics: """
                        curate: 2 of 52 rows could not be read, more than limits.rejected = 0.01 allows; the commonest reasons:
                          1 times: invalid JSON: a string without its closing quote
                          1 times: the question is empty
                          all of them are in data/runs/sample/ingest/rejected.jsonl

                        """))
        let inspect = try Program.run(["inspect", "ingest", "--dropped"], in: folder.path)
        #expect(inspect.status == 2)
        #expect(
            inspect.diagnostics
                == "curate: data/runs/sample: ingest has not come to its end here; the rows that it could not read are in "
                + "data/runs/sample/ingest/rejected.jsonl\n")
    }

    @Test("a folder that cannot be written is named")
    func unwritable() throws {
        let folder = try TemporaryFolder.withSample()
        folder.write("file", "x")
        let result = try Program.run(["--run", "file/run", "--quiet"], in: folder.path)
        #expect(
            result
                == Program.Result(status: 1, output: "", diagnostics: "curate: cannot make file/run: Not a directory\n")
        )
    }
}

@Suite("Help")
struct HelpTests {
    @Test(
        "every command has its help, with its options and the common ones that have an effect in it",
        arguments: [
            ("run", ["--threads N", "--quiet"]), ("inspect", []), ("funnel", []), ("explain", ["--threads N"]),
            ("verify", ["--threads N"]),
        ])
    func command(_ name: String, _ further: [String]) throws {
        let result = try Program.run([name, "--help"], in: "/")
        #expect(result.status == 0)
        #expect(result.diagnostics == "")
        #expect(result.output.hasPrefix("curate \(name): "))
        #expect(result.output.contains("usage: curate "))
        let common = ["--config FILE", "--run DIR", "--seed N", "--set KEY=VALUE", "--json", "--help", "--version"]
        for option in common + ["--threads N", "--quiet"] {
            let isListed = common.contains(option) || further.contains(option)
            #expect(result.output.contains("\n  \(option) ") == isListed, "\(option)")
        }
        #expect(try Program.run(["help", name], in: "/") == result)
    }

    @Test("help for a command that there is not is a mistake of the command line, told as where it is typed itself")
    func unknown() throws {
        for (name, ending) in [("funnell", "did you mean \"funnel\"?"), ("zzz", "curate --help shows what there is")] {
            let result = try Program.run(["help", name], in: "/")
            let message = "curate: \(name): unknown command; \(ending)\n"
            #expect(result == Program.Result(status: 2, output: "", diagnostics: message))
            #expect(try Program.run([name], in: "/") == result)
        }
    }

    @Test("options may precede the command or follow it, and one without an effect is no error")
    func order() throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet", "run"], in: folder.path).status == 0)
        let expected = try Program.run(["inspect", "quality", "--dropped", "--limit", "1"], in: folder.path)
        #expect(expected.status == 0)
        for words in [
            ["--dropped", "--limit", "1", "inspect", "quality"], ["--limit=1", "inspect", "--dropped", "quality"],
            [
                "--config", "pipeline.json", "inspect", "quality", "--limit", "1", "--dropped", "--threads", "2",
                "--quiet",
            ],
        ] {
            #expect(try Program.run(words, in: folder.path) == expected, "\(words)")
        }
        #expect(try Program.run(["--help", "inspect"], in: "/") == Program.run(["inspect", "--help"], in: "/"))
    }

    @Test("the overview names the commands, and --version the version")
    func overview() throws {
        for arguments in [["--help"], ["-h"], ["help"]] {
            let output = try Program.run(arguments, in: "/").output
            for name in ["run", "inspect", "funnel", "explain"] { #expect(output.contains("\n  \(name) ")) }
        }
        #expect(try Program.run(["--version"], in: "/").output == "curate 1.2.0\n")
    }
}
