import Bytes
import Foundation
import TestSupport
import Testing

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
        for (name, ending) in [("funnell", "did you mean \"funnel\"?"), ("zzz", "curate --help lists the commands")] {
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
        #expect(try Program.run(["--version"], in: "/").output == "curate 1.3.0\n")
    }
}
