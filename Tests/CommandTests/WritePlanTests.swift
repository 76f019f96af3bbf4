import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Runs
@testable import curate

@Suite("What --dry-run says would be written")
struct WritePlanTests {
    /// Commands before, and the command whose plan is compared with what it then does.
    private static let cases: [(before: [[String]], command: [String])] = [
        ([], []), ([], ["--stage", "ingest,decontaminate"]), ([[]], []), ([[]], ["--force"]),
        ([[]], ["--seed", "5", "--force"]), ([[]], ["--seed", "5", "--run", "a folder"]),
        ([[]], ["--set", "name=other", "--run", "data/runs/sample", "--force"]),
        ([["--set", "export.format=[\"jsonl\",\"sft\"]"]], ["--force"]),
        ([[]], ["ablate"]), ([[]], ["ablate", "random"]), ([[], ["ablate", "random"]], ["ablate", "random", "full"]),
        ([[]], ["stability", "--seeds", "3"]), ([[], ["stability", "--seeds", "3"]], ["stability", "--seeds", "5"]),
        ([[]], ["amend", "--drop", "9cf3f5", "--reason", "wrong"]),
        ([[], ["amend", "--drop", "9cf3f5", "--reason", "wrong"]], ["amend", "--undo"]),
        ([[], ["amend", "--drop", "9cf3f5", "--reason", "wrong"]], ["amend", "--keep", "9cf3f5"]),
        ([], ["synth", "--rows", "16", "--trace-scale", "0"]), ([], ["synth", "--rows", "300", "--trace-scale", "0"]),
        (
            [["synth", "--rows", "300", "--trace-scale", "0"]],
            ["synth", "--rows", "16", "--trace-scale", "0", "--force"]
        ),
    ]

    /// The files of a folder, by path.
    private func files(_ folder: TemporaryFolder) throws -> [String: String] {
        try Listing(of: folder.path).entries.filter { !$0.value.hasPrefix("folder ") }
    }

    @Test("is what then happens, and nothing is written before", arguments: cases.indices)
    func foretold(_ number: Int) throws {
        let (before, words) = Self.cases[number]
        let folder = try TemporaryFolder.withSample(inMemory: true)
        for words in before { #expect(try Program.run(words + ["--quiet"], in: folder.path).status == 0) }
        let there = try files(folder)
        let dry = try Program.run(words + ["--dry-run", "--json"], in: folder.path)
        #expect(dry.status == 0, "\(words): \(dry.diagnostics)")
        #expect(try files(folder) == there)
        let answer = try json(dry.output)
        #expect(try Program.run(words + ["--quiet"], in: folder.path).status == 0)
        let after = try files(folder)
        func paths(isReplaced: Bool) -> Set<String> {
            Set(
                (answer["writes"]?.list ?? []).filter { $0["replaces"] == .bool(isReplaced) }
                    .compactMap { $0["path"]?.string })
        }
        #expect(paths(isReplaced: false) == Set(after.keys).subtracting(there.keys), "\(words)")
        let changed = after.filter { name, entry in there[name].map { $0 != entry } ?? false }
        #expect(paths(isReplaced: true) == Set(changed.keys), "\(words)")
        #expect(
            Set(answer["removes"]?.list?.compactMap(\.string) ?? []) == Set(there.keys).subtracting(after.keys),
            "\(words)")
        // What is told to people has the same numbers.
        #expect(
            (answer["writes"]?.list?.count ?? 0) == after.count - there.count + changed.count
                + (answer["removes"]?.list?.count ?? 0))
    }

    @Test("is told with the numbers of files")
    func words() throws {
        var plan = WritePlan()
        #expect(plan.lines == ["would write no file"])
        plan.add("r/a", isReplaced: false)
        plan.add("r/a", isReplaced: true)
        #expect(plan.lines == ["would write 1 file:", "  new       r/a"])
        plan.add("r/b", isReplaced: true)
        plan.remove("r/c")
        plan.remove("r/c")
        #expect(
            plan.lines == [
                "would write 2 files, replacing 1 of them; would remove 1:", "  new       r/a", "  replaces  r/b",
                "  removes   r/c",
            ])
        var whole = WritePlan()
        whole.add(plan)
        whole.add(plan)
        #expect(whole == plan && whole.replaced == 1)
        #expect(WritePlanAnswer(plan: plan).lines(columns: 80).suffix(2) == ["", "nothing was written"])
    }

    @Test("refuses what the command would refuse")
    func refused() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let none = try Program.run(["stability", "--dry-run"], in: folder.path)
        #expect(none.status == 2 && none.diagnostics.contains("there is no run here"))
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        #expect(try Program.run(["stability", "--seeds", "9"], in: folder.path).status == 0)
        folder.write("data/runs/sample/ablations/random/random.jsonl", "mine")
        folder.write("data/pool/mine.txt", "mine")
        for words in [
            ["stability", "--seeds", "3"], ["ablate", "random"], ["ablate", "randum"], ["synth", "--rows", "20"],
            ["amend", "--undo"], ["--set", "sample.target=3"], ["--set", "difficulty.solvers=[\"none\"]", "--force"],
        ] {
            let dry = try Program.run(words + ["--dry-run"], in: folder.path)
            let run = try Program.run(words, in: folder.path)
            #expect(dry.status == run.status && dry.status != 0, "\(words): \(dry)")
            let message = run.diagnostics.lines.filter { !$0.isEmpty && !$0.hasPrefix("ingest") }
            #expect(dry.diagnostics.lines.filter { !$0.isEmpty } == message, "\(words)")
        }
    }

    @Test("a training format whose parts some questions lack is refused before the draw, by both")
    func training() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let formats = ["--set", "export.format=[\"sft\"]"]
        let rows = (0..<9).map { k -> JSON in
            [
                "question": .string("question \(k)"), "domain": "D", "trace_tokens": JSON(k),
                "thinking_trajectories": k < 6 ? ["t"] : [], "attempt": k > 1 ? "a" : " ",
            ]
        }
        folder.write("s.jsonl", lines: rows)
        let recipe: JSON = [
            "name": "t", "sources": [["name": "s", "format": "jsonl", "path": "s.jsonl"]], "quality": ["require": []],
            "classify": ["taxonomy": .null], "sample": ["target": 2],
        ]
        folder.write("t.json", recipe.readableText)
        let config = ["--config", "t.json"]
        let message =
            "curate: of 9 questions to draw from, 2 have no attempt and 3 have no trace, which the format sft needs in every row; "
            + "add \"attempt\" and \"trace\" to quality.require\n"
        let result = try Program.run(config + formats + ["--quiet"], in: folder.path)
        #expect(result == Program.Result(status: 1, output: "", diagnostics: message))
        #expect(!Folder.exists(folder.path + "/data/runs/t/sample/decisions.jsonl"))
        let dry = try Program.run(config + formats + ["--dry-run"], in: folder.path)
        #expect(dry == result)
        // The columns of the published set may be absent.
        #expect(try Program.run(config + ["--quiet"], in: folder.path).status == 0)
        let required = ["--set", "quality.require=[\"trace\",\"attempt\"]", "--run", "required", "--quiet"]
        #expect(try Program.run(config + formats + required, in: folder.path).status == 0)
        #expect(folder.read("required/export/t.sft.jsonl").lines.count == 3)
    }

    @Test("notes settings of the draw that are at odds")
    func conflicts() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let sets = ["--set", "sample.profile=notebook", "--set", "sample.target=8"]
        let dry = try Program.run(sets + ["--dry-run"], in: folder.path)
        #expect(dry.status == 0 && dry.output.contains("\nnote: sample.uniform_until is 9, not below sample.target"))
    }
}
