import Bytes
import TestSupport
import Testing

@Suite("curate explain --domain and --source")
struct ExplainGroupTests {
    private func answer(_ words: [String], in folder: TemporaryFolder = FinishedSample.folder) throws -> JSON {
        let result = try Program.run(words + ["--json"], in: folder.path)
        #expect(result.status == 0, "\(result.diagnostics)")
        return try json(result.output)
    }

    /// The rows of the stage sample, kept and dropped.
    private func drawn() throws -> [JSON] {
        try (answer(["inspect", "sample"])["rows"]?.list ?? [])
            + (answer(["inspect", "sample", "--dropped"])["rows"]?.list ?? [])
    }

    @Test("the counts of all groups are those of the draw", arguments: ["domain", "source"])
    func counts(_ group: String) throws {
        let rows = try drawn()
        let pool = try answer(["inspect", "ingest"])["rows"]?.list ?? []
        for name in Set(rows.compactMap { $0[group]?.string }).sorted() {
            let own = rows.filter { $0[group]?.string == name }
            let found = try answer(["explain", "--\(group)", name])
            #expect(found[group]?.string == name)
            #expect(found["pool"]?.integer == pool.count { $0[group]?.string == name })
            #expect(found["reached"]?.integer == own.count)
            let chosen = own.filter { $0["keep"] == true }
            #expect(found["chosen"]?.integer == chosen.count)
            #expect(found["used_up"]?.bool == (chosen.count == own.count))
            for (rule, count) in found["rules"]?.object?.members.map({ ($0.name, $0.value) }) ?? [] {
                #expect(count.integer == own.count { $0["rule"]?.string == rule }, "\(name) \(rule)")
            }
            for (phase, count) in found["phases"]?.object?.members.map({ ($0.name, $0.value) }) ?? [] {
                #expect(count.integer == own.count { $0["evidence"]?["phase"]?.string == phase }, "\(name) \(phase)")
            }
            #expect(found["statistics"]?["chosen"]?["size"]?.integer == chosen.count)
            #expect(found["statistics"]?["not_chosen"]?["size"]?.integer == own.count - chosen.count)
            #expect(found["most_probable"] == .null)
        }
    }

    @Test("weights of the profile notebook add up to one, and the paper's has none")
    func weights() throws {
        let folder = try TemporaryFolder.withSample()
        for (profile, sum) in [("paper", 0.0), ("notebook", 1.0)] {
            let run = ["--run", profile]
            #expect(
                try Program.run(["--quiet", "--set", "sample.profile=\(profile)"] + run, in: folder.path).status == 0)
            let rows = try answer(["inspect", "classify"] + run, in: folder)["rows"]?.list ?? []
            let weights = try Set(rows.compactMap { $0["domain"]?.string }).map {
                try answer(["explain", "--domain", $0] + run, in: folder)["weight"]?.double ?? 0
            }
            #expect(abs(weights.reduce(0, +) - sum) < 1e-12, "\(profile)")
        }
    }

    @Test("the most probable questions are those of stability.jsonl, up to a limit")
    func probable() throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        #expect(try Program.run(["stability", "--seeds", "40", "--run", "run"], in: folder.path).status == 0)
        let lines = try folder.lines("run/stability.jsonl")
        let ids = Set(
            try answer(["inspect", "classify", "--domain", "Geometry", "--run", "run"], in: folder)["rows"]?.list?
                .compactMap { $0["id"]?.string } ?? [])
        let expected = lines.filter { ids.contains($0["id"]?.string ?? "") }.prefix(2)
        let found = try answer(["explain", "--domain", "Geometry", "--limit", "2", "--run", "run"], in: folder)
        #expect(found["most_probable"]?.list?.map { $0["id"] } == expected.map { $0["id"] })
        #expect(found["most_probable"]?.list?.map { $0["probability"] } == expected.map { $0["probability"] })
        let text = try Program.run(["explain", "--domain", "Geometry", "--run", "run"], in: folder.path).output
        #expect(text.lines.contains { $0.hasPrefix("most probable  ") })
    }

    @Test("for people, a heading, the counts, and the lengths of the chosen against the others")
    func readable() throws {
        let result = try Program.run(["explain", "--source", "AIME"], in: FinishedSample.path)
        #expect(result.status == 0 && result.diagnostics == "")
        #expect(result.output.lines.first == "source AIME")
        #expect(result.output.lines.contains { $0.hasPrefix("reached the draw ") })
        #expect(result.output.lines.contains { $0.hasSuffix("chosen  not chosen") })
        #expect(
            result.output.hasSuffix("curate stability computes which of its questions are the most probable ones\n"))
    }

    @Test(
        "what is not one thing to explain is refused",
        arguments: [
            (["explain", "--domain", "Geometri"], "Geometri: unknown domain; did you mean \"Geometry\"?"),
            (["explain", "--source", "aime"], "aime: unknown source; did you mean \"AIME\"?"),
            (
                ["explain", "ab", "--source", "AIME"],
                "explain takes one of ID, --domain and --source; --full goes with an ID"
            ),
            (["explain", "ab", "--limit", "2"], "--limit needs --domain or --source"),
            (["explain"], "explain needs a question's id, --domain or --source"),
        ])
    func refused(_ words: [String], _ message: String) throws {
        #expect(
            try Program.run(words, in: FinishedSample.path)
                == Program.Result(status: 2, output: "", diagnostics: "curate: \(message)\n"))
    }
}
