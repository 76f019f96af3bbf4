import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate verify")
struct VerifyCommandTests {
    @Test("a run that holds is told of check by check, also after it was moved away from its sources")
    func holds() throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        let verified = try Program.run(["verify", "--run", "run", "--deep"], in: folder.path)
        #expect(
            verified
                == Program.Result(
                    status: 0,
                    output: """
                        files      12 of the run are unchanged since written, including run.json
                        inputs     9 from outside are unchanged since read
                        counts     add up from 52 rows to 12 questions
                        pool       49 questions have the id of their text and the columns of their line
                        decisions  169 follow from the pool, the recipe and the seed 0
                        export     12 rows are equal to the pool's, byte for byte, and were kept by every stage
                        gate       passed against 4 benchmark items, 1 of them compared as whole texts
                        sources    a rerun from them gives the same files
                        run is verified

                        """, diagnostics: ""))
        let elsewhere = TemporaryFolder()
        try FileManager.default.moveItem(atPath: folder.path + "/run", toPath: elsewhere.path + "/moved")
        let moved = try Program.run(["verify", "--run", "moved"], in: elsewhere.path)
        #expect(moved.status == 0)
        #expect(moved.output.contains("9 of 9 from outside are missing and were not checked"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path) == ["moved"])
        let deep = try Program.run(["verify", "--run", "moved", "--deep"], in: elsewhere.path)
        #expect(deep.status == 1)
        #expect(deep.diagnostics.hasPrefix("curate: the run cannot be repeated from its sources: "))
    }

    @Test("the first thing that does not hold is told, with status 1, in words and as JSON")
    func broken() throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        let whole = try json(try Program.run(["verify", "--run", "run", "--json"], in: folder.path).output)
        #expect(whole["holds"] == true)
        #expect(whole["fault"] == .null)
        #expect(
            whole["findings"]?.object?.names == ["files", "inputs", "counts", "pool", "decisions", "export", "gate"])
        folder.write(
            "run/export/sample.jsonl", folder.read("run/export/sample.jsonl").replacingOccurrences(of: "a", with: "b"))
        let result = try Program.run(["verify", "--run", "run"], in: folder.path)
        #expect(result.status == 1)
        #expect(result.output == "")
        #expect(
            result.diagnostics.hasPrefix(
                "curate: run/export/sample.jsonl: it has changed since it was written: its digest is sha256:"))
        let answer = try Program.run(["verify", "--run", "run", "--json"], in: folder.path)
        #expect(answer.status == 1)
        #expect(try json(answer.output)["holds"] == false)
        #expect("curate: \(try json(answer.output)["fault"]?.string ?? "")\n" == result.diagnostics)
        // Running the recipe again mends it, and the manifest when that is what was damaged.
        for name in ["export/sample.jsonl", "run.json"] {
            folder.write("run/" + name, folder.read("run/" + name) + "\n")
            #expect(try Program.run(["verify", "--run", "run"], in: folder.path).status == 1)
            #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
            #expect(try Program.run(["verify", "--run", "run"], in: folder.path).status == 0)
        }
        #expect(try Program.run(["verify", "--run", "nowhere"], in: folder.path).status == 2)
    }

    @Test("a file that an earlier form of the recipe wrote goes when it is no longer written")
    func outdated() throws {
        let folder = try TemporaryFolder.withSample()
        _ = try Program.run(["--quiet", "--run", "run"], in: folder.path)
        #expect(
            try Program.run(["--quiet", "--run", "run", "--set", "name=other", "--force"], in: folder.path).status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/run/export/sample.jsonl"))
        #expect(try Program.run(["verify", "--run", "run"], in: folder.path).status == 0)
    }

    @Test("a recipe's synthetic pool is made first, and its run holds")
    func synthetic() throws {
        let folder = TemporaryFolder()
        let recipe = FileManager.default.contents(atPath: Program.package + "/pipeline.json") ?? Data()
        folder.write("pipeline.json", String(decoding: recipe, as: UTF8.self))
        let settings = ["--set", "synth.rows=2000", "--set", "sample.target=30", "--run", "run"]
        let first = try Program.run(settings, in: folder.path)
        #expect(first.status == 0)
        #expect(first.diagnostics.hasPrefix("generating a synthetic pool of 2,000 questions in data/pool first\n"))
        #expect(first.output.hasSuffix("30 questions in run/export/s1K.jsonl (synthetic data)\n"))
        #expect(try Program.run(["verify", "--run", "run", "--deep", "--quiet"], in: folder.path).status == 0)
        #expect(try Program.run(settings + ["--quiet"], in: folder.path).output.hasPrefix("nothing to do"))
    }
}
