import Foundation
import TestSupport
import Testing

@Suite("Names that would disturb a terminal")
struct HostileNameTests {
    private static let hostile = "a\u{1B}[31m\nb\u{9B}2Jc\u{202E}d"

    /// Files, sources, models, domains, benchmarks and a folder, all with line breaks and escapes in their names.
    private func sample() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        let name = Self.hostile
        func json(_ value: Any) throws -> String {
            String(decoding: try JSONSerialization.data(withJSONObject: value, options: .sortedKeys), as: UTF8.self)
        }
        var rows: [String] = []
        for k in 0..<12 {
            let outcomes: [String: Any] = ["teacher\(name)": k % 2 == 0, "solver\(name)": k % 3 == 0]
            rows.append(
                try json([
                    "question": "Question \(k) of \(name), of its own number \(k)", "domain": "domain \(k % 2) \(name)",
                    "trace_tokens": k, "thinking_trajectories": ["t \(name)"], "outcomes": outcomes,
                    "source_type": "type \(name)",
                ]))
        }
        rows.append("{\"q\\u001b\\nb\": 1, \"q\\u001b\\nb\": 2}")
        folder.write("rows \(name).jsonl", rows.joined(separator: "\n") + "\n")
        folder.write("items \(name).jsonl", try json(["q": "an item"]) + "\n")
        folder.write(
            "pipeline.json",
            try json(
                [
                    "name": "n", "sources": [["name": "source \(name)", "format": "jsonl", "path": "rows*.jsonl"]],
                    "benchmarks": [
                        ["name": "benchmark \(name)", "format": "jsonl", "path": "items*.jsonl", "question": "{q}"]
                    ],
                    "limits": ["rejected": 0.5], "quality": ["require": []], "classify": ["taxonomy": NSNull()],
                    "difficulty": ["solvers": ["solver\(name)"]], "sample": ["target": 3, "teacher": "teacher\(name)"],
                ] as [String: Any]))
        return folder
    }

    private func expectHarmless(_ result: Program.Result, _ what: String) {
        for text in [result.output, result.diagnostics] {
            for scalar in text.unicodeScalars where scalar != "\n" {
                #expect(
                    ![.control, .format].contains(scalar.properties.generalCategory),
                    "\(what): U+\(String(scalar.value, radix: 16)) in \(text.debugDescription)")
            }
            #expect(!text.contains("\nb"), "\(what): a name's line break in \(text.debugDescription)")
        }
    }

    @Test("are shown, never sent")
    func shown() throws {
        let folder = try sample()
        let name = Self.hostile
        let run = "run \(name)"
        let commands: [(Int32, [String])] = [
            (0, []), (0, ["funnel"]), (0, ["funnel", "--by", "source"]), (0, ["funnel", "--by", "domain"]),
            (0, ["inspect", "difficulty"]), (0, ["inspect", "difficulty", "--dropped"]),
            (0, ["inspect", "ingest", "--dropped"]),
            (2, ["inspect", "quality", "--source", name]), (2, ["inspect", "quality", "--domain", name]),
            (2, ["inspect", name]), (2, ["explain", name]), (2, [name]), (2, ["--\(name)"]),
            (0, ["verify"]), (0, ["verify", "--deep"]), (2, ["verify", "--config", name, "--run", name]),
            (2, ["--set", name]), (2, ["--set", "\(name)=1"]), (2, ["--set", "sources.\(name).path=x"]),
            (2, ["--set", "sources.0.path=\(name)"]), (2, ["--set", "sources.0.format=\(name)"]),
            (2, ["--set", "sources.0.map={\"question\":\"{\\u001b\\nb}\"}"]),
            (1, ["--stage", "decontaminate", "--force", "--set", "benchmarks.0.question={x}"]),
            (1, ["--force", "--set", "limits.rejected=0"]),
            (1, ["--force", "--set", "sample.target=100"]),
            (2, ["--set", "sources.0.where=[{\"field\":\"\(name)\",\"is\":\"absent\"}]"]), (2, ["--stage", name]),
            (2, ["--config", name]),
            (2, ["--stage", "sample", "--set", "quality.require=[\"outcomes.\\u001b\\nb\"]"]),
        ]
        for (status, arguments) in commands {
            let result = try Program.run(
                arguments.contains("--run") ? arguments : arguments + ["--run", run], in: folder.path)
            #expect(result.status == status, "\(arguments): \(result)")
            expectHarmless(result, "\(arguments)")
        }
        let id = try json(
            try Program.run(["inspect", "sample", "--json", "--run", run], in: folder.path).output)["rows"]?.list?
            .first?["id"]?
            .string
        expectHarmless(try Program.run(["explain", try #require(id), "--run", run], in: folder.path), "explain")
        // What a verification says does not hold names the file.
        folder.write("items \(name).jsonl", "{\"q\":\"another\"}\n")
        let broken = try Program.run(["verify", "--run", run], in: folder.path)
        #expect(broken.status == 1)
        expectHarmless(broken, "verify of a changed file")
        folder.write("items \(name).jsonl", "no JSON\n")
        let unreadable = try Program.run(["--run", run], in: folder.path)
        #expect(unreadable.status != 0)
        expectHarmless(unreadable, "an unreadable benchmark")
    }
}
