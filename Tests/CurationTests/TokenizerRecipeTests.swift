import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Runs

@Suite("Trace lengths that the recipe's tokenizer counts")
struct TokenizerRecipeTests {
    private let folder = TemporaryFolder()
    private let vocabulary =
        (0..<2).reduce(#filePath as NSString) { path, _ in path.deletingLastPathComponent as NSString }
        .appendingPathComponent("TokenizerTests/Fixtures")

    private static func row(_ question: String, _ traces: [String], _ tokens: Int? = nil) -> JSON {
        [
            "question": .string(question), "domain": "D", "thinking_trajectories": .strings(traces),
            "trace_tokens": tokens.map { JSON($0) } ?? .null,
        ]
    }

    private func lengths() throws -> [Int?] {
        try folder.lines("run/ingest/pool.jsonl").map { $0["trace_tokens"]?.integer }
    }

    @Test("a length that is recorded stays, a trace without one is counted, no trace has none")
    func counted() throws {
        folder.write(
            "s.jsonl",
            lines: [
                Self.row("a?", ["the the"]), Self.row("b?", ["the the"], 77), Self.row("c?", []),
                Self.row("d?", ["the", "the"]), Self.row("e?", ["the the the"]),
            ])
        folder.write("r.jsonl", lines: [["q": "e?", "n": 99]])
        let recording: JSON = [
            "name": "R", "format": "jsonl", "path": "r.jsonl", "question": "{q}", "set": ["trace_tokens": "{n}"],
        ]
        let recipe = try recipe(
            [("tokenizer", ["path": .string(vocabulary)]), ("recordings", [recording]), ("quality", ["require": []])],
            in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.run([.ingest], force: false)
        #expect(try lengths() == [2, 77, nil, 3, 99])
    }

    @Test("a changed vocabulary reruns ingest")
    func changedVocabulary() throws {
        folder.write("s.jsonl", lines: [Self.row("a?", ["the the"])])
        for name in ["vocab.json", "merges.txt"] {
            let text = try InputFile.contents(of: vocabulary + "/" + name)
            folder.write(name, String(decoding: text, as: UTF8.self))
        }
        let recipe = try recipe([("tokenizer", ["path": "."]), ("quality", ["require": []])], in: folder)
        let first = try run(recipe, in: folder)
        func status() throws -> StageStatus {
            try RunRecord(recipe, in: RunFolder(folder.path + "/run")).status(of: .ingest)
        }
        #expect(try status() == .upToDate)
        #expect(first.manifest.stages[.ingest]?.inputs.map(\.path) == ["s.jsonl", "./vocab.json", "./merges.txt"])
        #expect(try lengths() == [2])
        folder.write("merges.txt", "#version: 0.2\n")
        #expect(try status() == .inputChanged("./merges.txt"))
        try run(recipe, in: folder)
        #expect(try lengths() == [7])
    }

    @Test("a vocabulary that changes while ingest counts with it ends the run")
    func changedMeanwhile() throws {
        folder.write("s.jsonl", lines: [Self.row("a?", ["the the"])])
        for name in ["vocab.json", "merges.txt"] {
            let text = try InputFile.contents(of: vocabulary + "/" + name)
            folder.write(name, String(decoding: text, as: UTF8.self))
        }
        let recipe = try recipe([("tokenizer", ["path": "."]), ("quality", ["require": []])], in: folder)
        // By the first progress the vocabulary has been loaded.
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { [folder] event in
            if case .progress = event { folder.write("merges.txt", "#version: 0.2\n") }
        }
        let error = #expect(throws: FileError.self) {
            try runner.run([.ingest], force: false)
        }
        #expect(error?.code == .changedWhileRead)
        #expect(error?.path == folder.path + "/./merges.txt")
        #expect(try Manifest.read(in: RunFolder(folder.path + "/run")) == nil)
    }

    private static let both =
        "a recording that sets trace_tokens, or \"tokenizer\": { \"path\": ... } with the folder of Qwen2.5's vocabulary, "
        + "vocab.json and merges.txt, which are in the repository of each of its models, such as Qwen/Qwen2.5-7B-Instruct, "
        + "or rank by another length with \"sample\": { \"length\": \"bytes\" }"

    @Test("a recipe that can have no lengths is refused, and both ways are named")
    func neither() throws {
        folder.write("s.jsonl", lines: [Self.row("a?", ["the the"])])
        let source: JSON = ["name": "s", "format": "jsonl", "path": "s.jsonl", "map": ["question": "{question}"]]
        #expect(
            throws: CurationError.recipe(
                file: folder.path + "/recipe.json",
                [
                    RecipeProblem(
                        "tokenizer",
                        "missing; neither a source nor a recording gives trace_tokens, the length that the stage sample ranks by; use "
                            + Self.both)
                ])
        ) { try run(try recipe([("sources", [source])], in: folder), in: folder) }
        #expect(throws: CurationError.self) {
            try recipe([("sources", [source]), ("tokenizer", ["path": "nowhere"])], in: folder)
        }
    }

    @Test(
        "a pool that has traces and no length fails, and both ways are named",
        arguments: [
            (
                ["require": ["trace_tokens"]] as JSON,
                "no question in the pool has trace_tokens, which quality.require names; use " + both
                    + " and take trace_tokens out of quality.require"
            ),
            (
                ["require": ["trace"]],
                "1 of 1 questions to draw from lack trace_tokens; use " + both
                    + ", or add \"trace_tokens\" to quality.require"
            ),
        ] as [(JSON, String)])
    func lengthless(_ quality: JSON, _ message: String) throws {
        folder.write("s.jsonl", lines: [Self.row("a?", ["the the"])])
        let recipe = try recipe([("quality", quality)], in: folder)
        #expect(throws: CurationError.failed(Message(stringLiteral: message))) { try run(recipe, in: folder) }
    }
}
