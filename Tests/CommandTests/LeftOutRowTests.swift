import Bytes
import Files
import Foundation
import TestSupport
import Testing

@Suite("Rows that where left out")
struct LeftOutRowTests {
    /// A folder with a finished run of two sources, each of which leaves out rows.
    private func finished() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        func rows(_ name: String, _ count: Int) -> [JSON] {
            (0..<count).map { k in
                [
                    "question": .string("\(name) \(k)"), "level": JSON(k % 3), "domain": "D", "trace_tokens": 1,
                    "text": k > 3 ? "x" : .null,
                ]
            }
        }
        folder.write("a.jsonl", lines: rows("a", 9) + [["level": 0, "text": "x"]])
        folder.write("b.jsonl", lines: rows("b\u{1B}", 300))
        let sources: [JSON] = ["a", "b"].map { name in
            [
                "name": .string(name), "format": "jsonl", "path": .string("\(name).jsonl"),
                "where": [["field": "text", "is": "present"], ["field": "level", "in": [0, 1]]],
                "map": ["question": "{question?}", "domain": "{domain?}", "trace_tokens": "{trace_tokens?}"],
            ]
        }
        let recipe: JSON = [
            "name": "t", "sources": .list(sources), "limits": ["rejected": JSON(0.5)], "quality": ["require": []],
            "classify": ["taxonomy": .null], "sample": ["target": 2],
        ]
        folder.write("pipeline.json", recipe.readableText)
        let run = try Program.run(["--quiet"], in: folder.path)
        #expect(run.status == 0, "\(run)")
        return folder
    }

    @Test("are shown with their place and the condition that they do not meet")
    func shown() throws {
        let folder = try finished()
        let inspect = ["inspect", "ingest", "--dropped"]
        let answer = try json(try Program.run(inspect + ["--json", "--source", "a"], in: folder.path).output)
        // Four without a text, one of the level 2 among the others, and one without a question.
        #expect(answer["count"] == 7)
        let rows = answer["rows"]?.list ?? []
        #expect(rows.map { $0["rule"]?.string } == ["rejected"] + Array(repeating: "left_out", count: 6))
        #expect(rows.dropFirst().map { $0["evidence"]?["line"]?.integer } == [1, 2, 3, 4, 6, 9])
        #expect(rows.dropFirst().map { $0["evidence"]?["where"]?.integer } == [0, 0, 0, 0, 1, 1])
        #expect(rows.allSatisfy { $0["id"] == .null })
        #expect(rows.last?["evidence"]?["file"] == "a.jsonl")
        #expect(rows.last?["question"]?.string?.hasPrefix("{\"question\":\"a 8\"") == true)
        let text = try Program.run(inspect + ["--rule", "left_out", "--limit", "1"], in: folder.path)
        #expect(text.output.hasPrefix("a\n  left_out: file a.jsonl, line 1, where 0\n  {\"question\":\"a 0\""))
    }

    @Test("are counted as the run counted them, whatever is shown of them", arguments: ["rule", "source"])
    func counted(_ property: String) throws {
        let folder = try finished()
        let run = try json(folder.read("data/runs/t/run.json"))["stages"]?["ingest"]?["counts"]
        let (leftOut, rejected) = (run?["left_out"]?.integer ?? -1, run?["rejected"]?.integer ?? -1)
        let inspect = ["inspect", "ingest", "--dropped", "--json"]
        let few = try json(try Program.run(inspect + ["--limit", "3"], in: folder.path).output)
        #expect(few["count"]?.integer == leftOut + rejected && few["rows"]?.list?.count == 3)
        let all = try json(try Program.run(inspect, in: folder.path).output)
        #expect(all["rows"]?.list?.count == leftOut + rejected && leftOut > 100 && rejected == 1)
        let groups = try json(try Program.run(inspect + ["--group-by", property], in: folder.path).output)
        #expect(groups["count"]?.integer == leftOut + rejected)
        let only = try json(try Program.run(inspect + ["--rule", "rejected"], in: folder.path).output)
        #expect(only["count"]?.integer == rejected)
        let whole = try Program.run(["inspect", "ingest", "--rule", "left_out", "--full"], in: folder.path)
        #expect(whole.output.split(separator: "\n").count == leftOut && !whole.output.contains("\u{1B}"))
    }

    @Test("are left out with a note if the sources are not what was read")
    func unavailable() throws {
        let folder = try finished()
        let inspect = ["inspect", "ingest", "--dropped"]
        let text = folder.read("b.jsonl")
        folder.write("b.jsonl", text + text)
        let changed = try Program.run(inspect, in: folder.path)
        #expect(changed.status == 0 && changed.output.hasPrefix("a\n  rejected: "))
        let note = "note: the rows that \"where\" left out are not shown: b.jsonl "
        #expect(changed.diagnostics.hasPrefix(note + "has changed since it was read; --config names"))
        let elsewhere = TemporaryFolder()
        let run = ["--run", folder.path + "/data/runs/t"]
        let missing = try Program.run(inspect + run, in: elsewhere.path)
        #expect(missing.status == 0 && missing.diagnostics.contains("left out are not shown: a.jsonl is missing"))
        folder.write("b.jsonl", text)
        let config = ["--config", folder.path + "/pipeline.json"]
        #expect(!(try Program.run(inspect + run + config, in: elsewhere.path).diagnostics.contains("note")))
    }
}
