import Bytes
import Foundation
import TestSupport
import Testing

@Suite("Questions to a finished run, as a user asks them")
struct AskCommandTests {
    /// The sample pool with its recipe run over it.
    private static func sampleRun() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        return folder
    }

    @Test("what has not run, or is out of date, is told with the command that mends it")
    func refusals() throws {
        let folder = try Self.sampleRun()
        func told(_ arguments: [String]) throws -> String {
            let result = try Program.run(arguments, in: folder.path)
            #expect(result.status == 2 && result.output == "")
            return result.diagnostics
        }
        #expect(try Program.run(["--quiet", "--run", "r", "--stage", "ingest"], in: folder.path).status == 0)
        #expect(
            try told(["inspect", "quality", "--run", "r"])
                == "curate: r: the stage quality has not run yet; curate --stage all runs it\n")
        folder.write("data/runs/sample/amendments.jsonl", "")
        let outOfDate =
            "curate: data/runs/sample: the stage sample is out of date; curate --stage all brings the run up to date\n"
        for command in [["stability"], ["what-if", "--seed", "3"], ["diff", "data/runs/sample", "data/runs/sample"]] {
            #expect(try told(command) == outOfDate, "\(command)")
        }
    }

    private func files(_ folder: TemporaryFolder) -> [String] {
        (FileManager.default.subpaths(atPath: folder.path + "/data/runs/sample") ?? []).sorted()
    }

    @Test(
        "bad input gets a message and exit 2, and writes nothing",
        arguments: [
            (
                ["ablate", "rnadom"],
                "rnadom: unknown ablation; expected one of random, diverse, longest, full; did you mean \"random\"?"
            ),
            (
                ["ablate", "--set", "quality.rules=[]"],
                """
                ablate needs quality, which is out of date: quality.rules changed from \
                ["image","numbering","emphasis","asy"] to []
                run: curate --set 'quality.rules=[]' --stage all
                """
            ),
            (
                ["ablate", "--set", "ablations.x={\"from\":\"qualty\",\"select\":\"all\",\"targt\":3}"],
                """
                pipeline.json: ablations.x.from: found the text "qualty"; expected one of ingest, decontaminate, \
                quality, difficulty, classify, sample; did you mean "quality"?
                pipeline.json: ablations.x.targt: unknown key; did you mean "target"?
                """
            ),
            (
                ["ablate", "--set", "ablations.sample={\"from\":\"quality\",\"select\":\"all\"}"],
                "pipeline.json: ablations.sample: this is the name of the run, whose own set is compared with the ablations; "
                    + "choose another name"
            ),
            (["ablate", "--set", "ablations={}"], "\"ablations\" in the recipe is empty: there is no set to select"),
            (["stability", "--seeds", "0"], "--seeds 0: expected a whole number from 2 to 4294967296"),
            (
                ["stability", "--seeds", "4294967296", "--run", "late"],
                "--seeds 4294967296: expected a whole number from 2 to 4294967291, since the run's seed is 5 and the highest seed "
                    + "is 4294967295"
            ),
            (["stability", "extra"], "extra: unexpected argument\nsee curate stability --help"),
            (
                ["diff", "data/runs/sample"],
                "diff needs the folders of two runs, such as data/runs/s1K data/runs/other"
            ),
            (
                ["diff", "data/runs/sample", "nowhere"],
                "nowhere: there is no run here; create one with curate --stage all, or name another with --run"
            ),
            (
                ["diff", "data/runs/sample", "other"],
                "data/runs/sample and other are runs of different pools: of 49 and 2 questions they share 0; only runs of "
                    + "the same pool can be compared"
            ),
            (["amend"], "amend needs --drop IDS --reason TEXT, --keep IDS, or --undo alone"),
            (
                ["amend", "--undo", "--drop", "9cf3"],
                "amend needs --drop IDS --reason TEXT, --keep IDS, or --undo alone"
            ),
            (["amend", "--undo"], "data/runs/sample: there is no amendment to undo"),
            (
                ["amend", "--drop", "9cf3f5"],
                "amend --drop needs --reason TEXT, which is recorded with the amendment"
            ),
            (
                ["amend", "--drop", "9cf3f5,", "--reason", "x"],
                "--drop 9cf3f5,: expected ids separated by commas, such as 3f2a,9c01d"
            ),
            (
                ["amend", "--drop", "9cf3f5,zz", "--reason", "x"],
                "zz: not an id; expected up to 16 hexadecimal digits"
            ),
            (
                ["amend", "--drop", "0000000000000000", "--reason", "x"],
                "0000000000000000: no question in the pool has an id that begins with this"
            ),
            (
                ["amend", "--drop", "9cf3f5a,9cf3f5a6099c3343", "--reason", "x"],
                "9cf3f5a6099c3343: given twice"
            ),
            (
                ["amend", "--drop", "7667f8bd517ca355", "--reason", "x"],
                "7667f8bd517ca355: not in the final set: sample dropped it (not_drawn); curate inspect sample shows the questions that are"
            ),
            (["funnel", "verify"], "verify: unexpected argument\nsee curate funnel --help"),
            (
                ["funnel", "--config", "data"],
                "data: it is not a file; name the recipe with --config (default: pipeline.json)"
            ),
            (
                ["what-if", "--set", "quality.rules=[]", "--set", "quality.rules.0=asy"],
                "--set quality.rules.0=asy: the list before \"0\" is empty; give the whole list, in JSON"
            ),
            (
                ["funnel", "--seed", "0", "--set", "seed=1"],
                "--seed 0 and --set seed=1 give two seeds; use only one"
            ),
            (
                ["synth", "--out", "pipeline.json"],
                "--out pipeline.json: it is not a folder; expected the folder of the pool"
            ),
            (["explain", "0000"], "0000: no question in the pool has an id that begins with this"),
        ])
    func refused(arguments: [String], message: String) throws {
        let folder = try Self.sampleRun()
        folder.write("o.jsonl", "{\"question\":\"a\"}\n{\"question\":\"b\"}\n")
        folder.write(
            "o.json",
            "{\"name\":\"o\",\"sources\":[{\"name\":\"o\",\"format\":\"jsonl\",\"path\":\"o.jsonl\"}],\"sample\":{\"target\":1,"
                + "\"short\":\"allow\"}}")
        #expect(try Program.run(["--config", "o.json", "--run", "other", "--quiet"], in: folder.path).status == 0)
        #expect(try Program.run(["--seed", "5", "--run", "late", "--quiet"], in: folder.path).status == 0)
        let before = files(folder)
        #expect(
            try Program.run(arguments, in: folder.path)
                == Program.Result(status: 2, output: "", diagnostics: "curate: \(message)\n"))
        #expect(files(folder) == before)
    }

    @Test(
        "a question about a run under settings that it was not made with is refused, not answered about other settings",
        arguments: [
            ["funnel"], ["funnel", "--by", "domain"], ["inspect", "sample"], ["explain", "9cf3f5"], ["verify"],
            ["stability", "--seeds", "3"], ["amend", "--drop", "9cf3f5", "--reason", "wrong"],
            ["diff", "late", "late"],
        ])
    func otherSettings(words: [String]) throws {
        let folder = try Self.sampleRun()
        #expect(try Program.run(["--seed", "5", "--run", "late", "--quiet"], in: folder.path).status == 0)
        let before = files(folder)
        for (settings, fault) in [
            (["--seed", "7"], "seed is 5 in this run, not 7"),
            (["--seed", "5", "--set", "sample.target=3"], "sample.target is 12 in this run, not 3"),
            (
                ["--set", "quality.rules=[\"asy\"]"],
                "quality.rules is [\"image\",\"numbering\",\"emphasis\",\"asy\"] in this run, not [\"asy\"]"
            ),
        ] {
            let result = try Program.run(words + settings + ["--run", "late"], in: folder.path)
            let message =
                "curate: late: \(fault); omit --set and --seed to use the run as it is, use curate what-if to see what they would "
                + "change, or name another run with --run\n"
            #expect(result == Program.Result(status: 2, output: "", diagnostics: message))
        }
        for (settings, fault) in [
            ("sample.taget=3", "sample.taget: unknown key; did you mean \"target\"?"),
            (
                "sample.target=x",
                "sample.target: found the text \"x\"; expected a whole number from 1 to 1000000000 or a list"
            ),
        ] {
            let result = try Program.run(words + ["--set", settings, "--run", "late"], in: folder.path)
            #expect(result == Program.Result(status: 2, output: "", diagnostics: "curate: --set: \(fault)\n"))
        }
        #expect(files(folder) == before)
        // What made the run is no other setting, and the name of the recipe leads to its folder.
        let plain = try Program.run(words + ["--run", "late"], in: folder.path)
        if words[0] == "amend" {
            #expect(try Program.run(["amend", "--undo", "--run", "late"], in: folder.path).status == 0)
        }
        #expect(plain.status == 0)
        #expect(try Program.run(words + ["--run", "late", "--seed", "5"], in: folder.path) == plain)
    }

    @Test("a question about a run that was made anew in part is held against what each stage ran under")
    func madeInPart() throws {
        let folder = try Self.sampleRun()
        let half = ["--stage", "quality", "--force", "--set", "sample.target=5", "--quiet"]
        #expect(try Program.run(half, in: folder.path).status == 0)
        let shown = try Program.run(["funnel"], in: folder.path)
        for settings in [["--set", "sample.target=12"], ["--set", "sample.target=12.0"], ["--seed", "0"]] {
            #expect(try Program.run(["funnel"] + settings, in: folder.path) == shown)
        }
        let refused = try Program.run(["funnel", "--set", "sample.target=5"], in: folder.path)
        #expect(refused.status == 2)
        #expect(refused.diagnostics.hasPrefix("curate: data/runs/sample: sample.target is 12 in this run, not 5; "))
    }

    @Test("ablate writes each set, its decisions and the comparison, and says the same in JSON")
    func ablate() throws {
        let folder = try Self.sampleRun()
        let answer = try json(try Program.run(["ablate", "--json"], in: folder.path).output)
        #expect(answer["sets"]?.list?.map { $0["name"]?.string } == ["sample", "random", "diverse", "longest", "full"])
        #expect(try json(folder.read("data/runs/sample/ablations/comparison.json")) == answer)
        for set in (answer["sets"]?.list ?? []).dropFirst() {
            let name = try #require(set["name"]?.string)
            let rows = folder.read("data/runs/sample/ablations/\(name)/\(name).jsonl").lines.dropLast()
            #expect(rows.count == set["size"]?.integer)
            #expect(
                try json(rows.first ?? "").object?.names
                    == json(folder.read("data/runs/sample/export/sample.jsonl").lines[0])
                    .object?.names)
        }
        #expect(folder.read("data/runs/sample/ablations/comparison.csv").components(separatedBy: "\r\n").count == 7)
        // Beside the run's own files they disturb nothing.
        #expect(try Program.run(["verify"], in: folder.path).status == 0)
        #expect(try Program.run([], in: folder.path).output.hasPrefix("nothing to do: all stages are up to date"))
        let files = files(folder)
        let again = try Program.run(["ablate", "--threads", "1"], in: folder.path)
        #expect(again.status == 0)
        #expect(again.output.hasSuffix("\nsets and comparison: data/runs/sample/ablations\n"))
        #expect(self.files(folder) == files)
    }

    @Test("sets that are compared with a run drawn under other settings are told of as such")
    func drawnOtherwise() throws {
        let folder = try Self.sampleRun()
        let other = ["ablate", "random", "--set", "sample.target=5"]
        #expect(
            try Program.run(other, in: folder.path).diagnostics
                == "note: the run's own set was drawn with sample.target = 12; the recipe has 5\n")
        #expect(try Program.run(other + ["--quiet"], in: folder.path).diagnostics == "")
        #expect(try Program.run(["ablate", "random"], in: folder.path).diagnostics == "")
    }

    @Test("a set that its stage cannot fill is an error that says how many there are")
    func unfilled() throws {
        let folder = try Self.sampleRun()
        let result = try Program.run(
            ["ablate", "--set", "ablations.hard={\"from\":\"difficulty\",\"select\":\"random\",\"target\":20}"],
            in: folder.path)
        #expect(
            result
                == Program.Result(
                    status: 1, output: "",
                    diagnostics:
                        "curate: the ablation hard, from difficulty: the target is 20, and there are only 19 questions to "
                        + "choose from; lower the target or set \"short\": \"allow\"\n"))
    }

    @Test("no line of a comparison is wider than the terminal can be made to show")
    func narrow() throws {
        let folder = try Self.sampleRun()
        let sets = (0..<9).map { "\"set-number-\($0)\":{\"from\":\"quality\",\"select\":\"all\"}" }.joined(
            separator: ",")
        let result = try Program.run(["ablate", "--set", "ablations={\(sets)}"], in: folder.path)
        #expect(result.status == 0)
        #expect(result.output.lines.allSatisfy { $0.count <= 100 })
        #expect(result.output.lines.count { $0.contains("set-number-8") } >= 2)
    }

    @Test("stability is the same with any number of threads, and explain tells of it")
    func stability() throws {
        let folder = try Self.sampleRun()
        var texts: Set<String> = []
        for threads in ["1", "2", "7"] {
            #expect(
                try Program.run(["stability", "--seeds", "500", "--threads", threads], in: folder.path).status == 0)
            texts.insert(folder.read("data/runs/sample/stability.jsonl"))
        }
        #expect(texts.count == 1)
        let lines = try (texts.first ?? "").lines.dropLast().map(json)
        #expect(lines.count == 19 && lines.count { $0["chosen"] == true } == 12)
        let probabilities = lines.compactMap { $0["probability"]?.double }
        #expect(probabilities == probabilities.sorted(by: >) && abs(probabilities.reduce(0, +) - 12) < 1e-9)
        let id = try #require(lines.last?["id"]?.string)
        let explained = try json(try Program.run(["explain", id, "--json"], in: folder.path).output)
        #expect(explained["probability"] == lines.last?["probability"])
        let told = try Program.run(["explain", id], in: folder.path).output
        #expect(told.contains("with other seeds it is chosen with a probability of 0."))
        #expect(told.contains("  the same draws would reach it with a sample.target of 1"))
    }

    @Test("diff tells what differs in recipe and inputs, and where the fates of questions part")
    func diff() throws {
        let folder = try Self.sampleRun()
        let text = folder.read("contest.jsonl")
        folder.write("contest.jsonl", text.lines.dropFirst().joined(separator: "\n"))
        #expect(
            try Program.run(
                ["--run", "other", "--quiet", "--set", "sample.target=10", "--set", "quality.rules=[\"asy\"]"],
                in: folder.path
            )
            .status == 0)
        let answer = try json(try Program.run(["diff", "data/runs/sample", "other", "--json"], in: folder.path).output)
        #expect(answer["recipe"]?.list?.map { $0["path"]?.string } == ["quality.rules", "sample.target"])
        #expect(answer["inputs"]?.list?.map { $0["path"]?.string } == ["contest.jsonl"])
        #expect(answer["tool"] == .null)
        func ids(_ run: String) throws -> Set<String> {
            Set(
                try folder.read("\(run)/export/sample.jsonl").lines.dropLast().compactMap { try json($0)["id"]?.string }
            )
        }
        let (a, b) = (try ids("data/runs/sample"), try ids("other"))
        func partings(_ name: String) -> [JSON] { answer[name]?.list ?? [] }
        #expect(Set(partings("only_a").compactMap { $0["id"]?.string }) == a.subtracting(b))
        #expect(Set(partings("only_b").compactMap { $0["id"]?.string }) == b.subtracting(a))
        #expect(answer["both"]?.integer == a.intersection(b).count)
        for (parting, run) in partings("only_a").map({ ($0, "other") })
            + partings("only_b").map({ ($0, "data/runs/sample") })
        {
            let stage = try #require(parting["stage"]?.string)
            guard stage != "ingest" else { continue }
            let line = try folder.read("\(run)/\(stage)/decisions.jsonl").lines.dropLast().map(json)
                .first { $0["id"] == parting["id"] }
            #expect(
                line?["keep"] == false && line?["rule"] == parting["rule"] && line?["evidence"] == parting["evidence"])
        }
        let same = try Program.run(["diff", "other", "other"], in: folder.path).output
        #expect(same.hasPrefix("recipe, inputs and tool are the same\n"))
        #expect(same.hasSuffix("10 chosen by both, 0 by A alone, 0 by B alone\n"))
    }

    @Test("a changed byte in any file that an answer was written to is found, and so is that it is missing")
    func answersHold() throws {
        let folder = try Self.sampleRun()
        for words in [["ablate"], ["stability", "--seeds", "20"], ["amend", "--drop", "9cf3f5", "--reason", "wrong"]] {
            #expect(try Program.run(words, in: folder.path).status == 0)
        }
        #expect(try Program.run(["verify"], in: folder.path).status == 0)
        let answers = files(folder).filter { $0.hasPrefix("a") && !$0.hasSuffix("full.jsonl") || $0.hasPrefix("st") }
            .map { "data/runs/sample/" + $0 }.filter { !folder.read($0).isEmpty }
        #expect(answers.count >= 11)
        for answer in answers {
            let text = folder.read(answer)
            folder.write(answer, text.replacingOccurrences(of: "1", with: "2"))
            #expect(try Program.run(["verify"], in: folder.path).status == 1, "\(answer)")
            folder.write(answer, text)
        }
        #expect(try Program.run(["verify"], in: folder.path).status == 0)
        try FileManager.default.removeItem(atPath: folder.path + "/data/runs/sample/ablations")
        let gone = try Program.run(["verify"], in: folder.path)
        #expect(
            gone
                == Program.Result(
                    status: 1, output: "",
                    diagnostics:
                        "curate: data/runs/sample/ablations/comparison.csv: it is missing; run the command that wrote it again\n"
                ))
        #expect(try Program.run(["ablate"], in: folder.path).status == 0)
        #expect(try Program.run(["verify"], in: folder.path).status == 0)
    }

    @Test("what is held is held once, and questions are counted, not what was said of them")
    func heldOnce() throws {
        let folder = try Self.sampleRun()
        let keep = ["amend", "--keep", "7667f8bd517ca355"]
        #expect(
            try Program.run(keep, in: folder.path).output.hasSuffix(
                "1 question amended in data/runs/sample/amendments.jsonl\n"))
        #expect(
            try Program.run(keep, in: folder.path)
                == Program.Result(
                    status: 2, output: "", diagnostics: "curate: 7667f8bd517ca355: already held\n"))
        // For another reason it is said again.
        #expect(try Program.run(keep + ["--reason", "a fine one"], in: folder.path).status == 0)
        let drop = ["amend", "--drop", "7667f8bd517ca355", "--reason", "wrong"]
        #expect(
            try Program.run(drop, in: folder.path).output.hasSuffix(
                "1 question amended in data/runs/sample/amendments.jsonl\n"))
        #expect(
            try Program.run(keep, in: folder.path).output.hasSuffix(
                "1 question amended in data/runs/sample/amendments.jsonl\n"))
    }

    @Test("amend tells who leaves and who comes, and undo takes it back")
    func amend() throws {
        let folder = try Self.sampleRun()
        let before = folder.read("data/runs/sample/export/sample.jsonl")
        let result = try Program.run(["amend", "--drop", "9cf3f5", "--reason", "the answer is wrong"], in: folder.path)
        #expect(
            result
                == Program.Result(
                    status: 0,
                    output: """
                        - 9cf3f5a6099c3343  contest  Number theory  652 tokens
                        + 7667f8bd517ca355  AIME     Number theory  97 tokens
                        12 questions in the set; 1 question amended in data/runs/sample/amendments.jsonl

                        """, diagnostics: ""))
        #expect(
            folder.read("data/runs/sample/amendments.jsonl")
                == "{\"amendment\":1,\"id\":\"9cf3f5a6099c3343\",\"action\":\"drop\",\"reason\":\"the answer is wrong\"}\n"
        )
        #expect(folder.read("data/runs/sample/export/README.md").contains("the answer is wrong"))
        #expect(
            try Program.run(["explain", "9cf3"], in: folder.path).output
                .contains("removed by hand: reason \"the answer is wrong\", replaced by 7667f8bd517ca355"))
        #expect(try Program.run(["explain", "7667"], in: folder.path).output.contains("replaces 9cf3f5a6099c3343"))
        #expect(try Program.run(["verify", "--deep"], in: folder.path).status == 0)
        #expect(
            try Program.run(["amend", "--undo"], in: folder.path).output.hasSuffix("no amendments remain\n"))
        #expect(folder.read("data/runs/sample/export/sample.jsonl") == before)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data/runs/sample/amendments.jsonl"))
    }
}
