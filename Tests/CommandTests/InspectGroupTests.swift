import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate inspect --group-by and --sort, curate funnel --rules, curate explain --full")
struct InspectGroupTests {
    private func answer(_ words: [String]) throws -> JSON {
        let result = try Program.run(words + ["--json"], in: FinishedSample.path)
        #expect(result.status == 0, "\(result.diagnostics)")
        return try json(result.output)
    }

    /// The rows of an inspection.
    private func rows(_ words: [String]) throws -> [JSON] {
        try answer(["inspect"] + words)["rows"]?.list ?? []
    }

    /// The groups that the rows of an inspection have by a function of each, in the order of the answer.
    private func groups(_ rows: [JSON], _ names: (JSON) -> [String]) -> [String] {
        var counts: [String: Int] = [:]
        for row in rows {
            let found = names(row)
            for name in found.isEmpty ? [""] : found { counts[name, default: 0] += 1 }
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
    }

    @Test(
        "groups have the counts of the rows",
        arguments: [
            ("source", ["ingest"]), ("source", ["quality", "--dropped"]), ("domain", ["sample"]),
            ("rule", ["quality", "--dropped"]), ("rule", ["sample"]), ("benchmark", ["decontaminate", "--dropped"]),
            ("missing", ["quality", "--dropped"]), ("model", ["difficulty", "--dropped"]),
            ("source", ["ingest", "--dropped"]), ("rule", ["ingest", "--dropped"]), ("model", ["sample"]),
        ])
    func counts(_ property: String, _ words: [String]) throws {
        let rows = try rows(words)
        let expected = groups(rows) { row in
            let evidence = row["evidence"] ?? .null
            switch property {
            case "source", "domain", "rule": return [row[property]?.string].compactMap(\.self)
            case "benchmark": return [evidence["benchmark"]?.string].compactMap(\.self)
            case "missing": return evidence["missing"]?.list?.compactMap(\.string) ?? []
            default:
                return (evidence["solved_by"] ?? evidence["unknown_of"])?.list?.compactMap(\.string) ?? []
            }
        }
        let answer = try answer(["inspect"] + words + ["--group-by", property])
        #expect(answer["count"]?.integer == rows.count && !rows.isEmpty)
        #expect(answer["by"]?.string == property)
        let found = answer["groups"]?.list?.map { "\($0["name"]?.string ?? "") \($0["count"]?.integer ?? -1)" }
        #expect(found == expected)
    }

    @Test("a table for people, with a name for questions without one")
    func table() throws {
        let result = try Program.run(
            ["inspect", "decontaminate", "--dropped", "--group-by", "benchmark"], in: FinishedSample.path)
        #expect(result == Program.Result(status: 0, output: "(none)    2\neveryday  2\n", diagnostics: ""))
    }

    @Test("sorted by tokens, the longest trace comes first, and equal ones in the order of the pool")
    func byTokens() throws {
        var tokens: [String: Int] = [:]
        for line in FinishedSample.read("data/runs/sample/ingest/pool.jsonl").lines where !line.isEmpty {
            let row = try json(line)
            tokens[row["id"]?.string ?? ""] = row["trace_tokens"]?.integer ?? -1
        }
        let inOrder = try rows(["difficulty"]).compactMap { $0["id"]?.string }
        let expected = inOrder.enumerated().sorted {
            let (a, b) = (tokens[$0.element] ?? -1, tokens[$1.element] ?? -1)
            return a != b ? a > b : $0.offset < $1.offset
        }.map(\.element)
        #expect(expected != inOrder)
        #expect(try rows(["difficulty", "--sort", "tokens"]).compactMap { $0["id"]?.string } == expected)
        let limited = try answer(["inspect", "difficulty", "--sort", "tokens", "--limit", "3"])
        #expect(limited["rows"]?.list?.compactMap { $0["id"]?.string } == Array(expected.prefix(3)))
        #expect(limited["count"]?.integer == expected.count)
        #expect(try rows(["difficulty", "--sort", "row"]).compactMap { $0["id"]?.string } == inOrder)
        let full = try Program.run(
            ["inspect", "difficulty", "--sort", "tokens", "--full", "--limit", "2"], in: FinishedSample.path)
        #expect(
            try full.output.lines.dropLast().map { try json($0)["id"]?.string ?? "" } == Array(expected.prefix(2)))
    }

    @Test("sorted by probability, once there are probabilities")
    func byProbability() throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        let words = ["inspect", "classify", "--sort", "probability", "--run", "run", "--json"]
        let refused = try Program.run(words, in: folder.path)
        #expect(
            refused
                == Program.Result(
                    status: 2, output: "",
                    diagnostics: "curate: run: the probabilities of its selection have not been computed; curate "
                        + "stability computes them\n"))
        #expect(try Program.run(["stability", "--seeds", "50", "--run", "run"], in: folder.path).status == 0)
        let expected = try folder.lines("run/stability.jsonl").compactMap { $0["id"]?.string }
        let answer = try json(try Program.run(words, in: folder.path).output)
        #expect(answer["rows"]?.list?.compactMap { $0["id"]?.string } == expected)
    }

    @Test("each rule's drops by source and by domain add up to the funnel", arguments: ["source", "domain"])
    func rules(_ group: String) throws {
        let rows = try #require(try answer(["funnel", "--by", group, "--rules"]).list)
        let funnel = try #require(try answer(["funnel"]).list)
        for step in funnel.dropFirst() {
            let stage = step["stage"]?.string ?? ""
            for (rule, count) in step["rules"]?.object?.members.map({ ($0.name, $0.value) }) ?? [] {
                let sum = rows.reduce(0) { $0 + ($1["rules"]?[stage]?[rule]?.integer ?? 0) }
                #expect(sum == count.integer, "\(stage) \(rule)")
            }
        }
        #expect(rows.reduce(0) { $0 + ($1["pool"]?.integer ?? 0) } == funnel.first?["kept"]?.integer)
        #expect(rows.reduce(0) { $0 + ($1["left"]?.integer ?? 0) } == funnel.last?["kept"]?.integer)
        for row in rows { #expect(row[group]?.string != nil) }
    }

    @Test("the table of rules has a column for each, and fits the terminal")
    func rulesTable() throws {
        let result = try Program.run(["funnel", "--by", "source", "--rules"], in: FinishedSample.path)
        let lines = result.output.lines
        #expect(lines.first?.split(separator: " ").prefix(4) == ["source", "pool", "benchmark", "earlier_source"])
        #expect(lines.allSatisfy { $0.count <= 100 })
    }

    @Test("a question is explained with all its texts")
    func full() throws {
        let line = FinishedSample.read("data/runs/sample/export/sample.jsonl").lines[0]
        let row = try json(line)
        let id = try #require(row["id"]?.string)
        let short = try Program.run(["explain", id], in: FinishedSample.path).output
        let output = try Program.run(["explain", id, "--full"], in: FinishedSample.path).output
        #expect(output.hasPrefix(short.dropLast()))
        for text in [
            row["question"]?.string, row["solution"]?.string, row["thinking_trajectories"]?.list?.first?.string,
        ] {
            for line in (text ?? "").lines { #expect(output.lines.contains(line), "\(line)") }
        }
        let answer = try answer(["explain", id, "--full"])
        #expect(answer["row"]?["question"] == row["question"] && answer["id"]?.string == id)
        #expect(try self.answer(["explain", id])["row"] == nil)
    }

    @Test(
        "what does not go together is refused",
        arguments: [
            (
                ["inspect", "quality", "--group-by", "sourc"],
                "--group-by sourc: expected source, domain, rule, benchmark, missing or model; did you mean \"source\"?"
            ),
            (["inspect", "quality", "--sort", "length"], "--sort length: expected row, tokens or probability"),
            (["funnel", "--rules"], "--rules needs --by source or --by domain"),
            (["funnel", "--by", "rule"], "--by rule: expected source or domain"),
        ])
    func refused(_ words: [String], _ message: String) throws {
        #expect(
            try Program.run(words, in: FinishedSample.path)
                == Program.Result(status: 2, output: "", diagnostics: "curate: \(message)\n"))
    }
}
