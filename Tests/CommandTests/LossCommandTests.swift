import Foundation
import TestSupport
import Testing

@Suite("What comes to nothing, as the program tells it")
struct LossCommandTests {
    @Test(
        "a lost file fails the run; where it may be lost it is told whatever is asked for, and the rows can be looked at"
    )
    func lostFile() throws {
        let folder = TemporaryFolder()
        folder.write("good.jsonl", (0..<300).map { "{\"question\":\"Question \($0)?\"}\n" }.joined())
        folder.write("more\u{1B}.jsonl", "\u{1F}\u{8B}\n")
        folder.write(
            "pipeline.json",
            """
            {"name":"n","sources":[{"name":"s","format":"jsonl","path":"*.jsonl"}],"sample":{"target":1}}
            """)
        let words =
            "nothing in more\\u{1b}.jsonl could be read (source \"s\", 4 bytes): 1 row rejected, the first at line 1: "
            + "invalid JSON: unexpected byte 0x1F\n"
        #expect(
            try Program.run(["--stage", "ingest", "--quiet"], in: folder.path)
                == Program.Result(
                    status: 1, output: "",
                    diagnostics: "curate: \(words)the rejected rows are in data/runs/n/ingest/rejected.jsonl\n"
                        + "set \"empty\": \"allow\" in a source or recording if nothing may be read from it or from one of its files\n"
                ))
        let set = ["--set", "sources.0.empty=allow", "--set", "limits.excerpts=false"]
        let allowed = try Program.run(["--stage", "ingest", "--quiet", "--json"] + set, in: folder.path)
        #expect(allowed.status == 0)
        #expect(
            allowed.diagnostics == "note: " + words.replacing("unexpected byte 0x1F", with: "an unexpected byte"))
        let dropped = try Program.run(["inspect", "ingest", "--dropped", "--json"], in: folder.path)
        #expect(try json(dropped.output)["rows"]?.list?.map { $0["question"] } == [""])
        #expect(try Program.run(["inspect", "ingest", "--dropped"], in: folder.path).status == 0)
    }
}
