import Bytes
import Foundation
import Messages
import Stages
import TestSupport
import Testing

@Suite("Mistakes on the command line and in recipes")
struct MistakeTests {
    /// The names of all stages, which some messages list.
    private static let stages = StageRegistry.standard.names.map(\.rawValue)

    static let mistakes: [([String], String)] = [
        (["--sed", "5"], "--sed: unknown option; did you mean --seed?\nsee curate run --help"),
        (["--zzzzzz"], "--zzzzzz: unknown option\nsee curate run --help"),
        (["--dropped"], "--dropped is not an option of curate run\nsee curate run --help"),
        (["--seed"], "--seed needs a value: N\nsee curate run --help"),
        (["--seed", "1", "--seed", "2"], "--seed given twice\nsee curate run --help"),
        (["--seed", "x"], "--seed x: expected a whole number from 0 to 4294967295"),
        (["--threads=0"], "--threads 0: expected a whole number from 1 to 1024"),
        (["--json=yes"], "--json takes no value\nsee curate run --help"),
        (["run", "more"], "more: unexpected argument\nsee curate run --help"),
        (["inspct"], "inspct: unknown command; did you mean \"inspect\"?"),
        (["zzz\u{1B}[31m"], "zzz\\u{1b}[31m: unknown command; curate --help lists the commands"),
        (
            ["--stage", "qualty"],
            "--stage qualty: unknown stage \"qualty\"; expected one of all, \(stages.joined(separator: ", ")); did you mean \"quality\"?"
        ),
        (
            ["--config", "no.json"],
            "no.json: there is no such file; name the recipe with --config (default: pipeline.json)"
        ),
        (["inspect"], "inspect needs a stage: \(listed(stages))"),
        (
            ["inspect", "qualiy"],
            "qualiy: unknown stage; expected one of \(stages.joined(separator: ", ")); did you mean \"quality\"?"
        ),
        (
            ["inspect", "quality", "--rule", "emphasys"],
            "emphasys: unknown rule of quality; did you mean \"emphasis\"?"
        ),
        (["inspect", "quality", "--source", "contests"], "contests: unknown source; did you mean \"contest\"?"),
        (
            ["inspect", "quality", "--domain", "Nothing"],
            "Nothing: unknown domain; there are Number theory, Combinatorics, Geometry, Probability theory and stochastic processes, Physics, Chemistry, Biology and Computer science"
        ),
        (["inspect", "quality", "--limit", "-1"], "--limit -1: expected a whole number of at least 0"),
        (
            ["inspect", "quality", "--run", "elsewhere"],
            "elsewhere: there is no run here; create one with curate --stage all, or name another with --run"
        ),
        (["funnel", "--by", "colour"], "--by colour: expected source or domain"),
        (["explain"], "explain needs a question's id, --domain or --source"),
        (["explain", "xyz"], "xyz: not an id; expected up to 16 hexadecimal digits"),
        (["explain", "0000"], "0000: no question in the pool has an id that begins with this"),
        (["explain", "7"], "7: several ids begin with this: 74bd9a833d56eb3d, 717f52614c00f289, 7667f8bd517ca355"),
        (
            ["--set", "smaple.target=5", "--set", "sample.target=0"],
            "pipeline.json: sample.target: found the number 0; expected a whole number from 1 to 1000000000\npipeline.json: smaple: unknown key; did you mean \"sample\"?"
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
            "pipeline.json: sources.4.query: cards.sqlite: found random(), which gives what neither the file nor the query determines; expected a query that always gives the same rows"
        ),
        (
            ["--set", "sources.cards.query=SELECT *, date('now') AS today FROM cards"],
            "pipeline.json: sources.4.query: cards.sqlite: found date() with 'now', which gives what neither the file nor the query determines; expected a query that always gives the same rows"
        ),
        (
            ["--set", "sources.cards.query=VACUUM INTO 'copy.sqlite'"],
            "pipeline.json: sources.4.query: cards.sqlite: a statement that does not read rows; expected a SELECT"
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
                        curate: 2 of 52 rows could not be read, more than limits.rejected = 0.01 allows; the most common reasons:
                          1 times: invalid JSON: a string without its closing quote
                          1 times: the question is empty
                          all of them are in data/runs/sample/ingest/rejected.jsonl

                        """))
        let inspect = try Program.run(["inspect", "ingest", "--dropped"], in: folder.path)
        #expect(inspect.status == 2)
        #expect(
            inspect.diagnostics
                == "curate: data/runs/sample: ingest did not finish; the rows that it could not read are in "
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
