import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Pools
@testable import Recipes
@testable import Rows
@testable import Runs

@Suite("Ingest after a kill")
struct IngestCheckpointTests {
    private let folder = TemporaryFolder()

    /// Four source files with questions, rows that cannot be read, rows that are left out and labels, and two recordings, one
    /// of which is joined by normalized text.
    private func makeRecipe() throws -> Recipe {
        for file in 0..<4 {
            let lines = (0..<60 + file).map { row in
                switch row % 20 {
                case 7: "{\"question\":"
                case 8: "{\"question\":\"left out \(file) \(row)\",\"x\":1,\"domain\":\"D\"}"
                default:
                    "{\"question\":\"Question  \(file) \(row)?\",\"domain\":\"D\(row % (file + 2))\",\"solution\":\"\(row)\"}"
                }
            }
            folder.write("s\(file).jsonl", lines.joined(separator: "\n") + "\n")
        }
        folder.write(
            "r.jsonl",
            lines: (0..<50).map { row in
                [
                    "q": .string("Question  \(row % 4) \(row + 1)?"), "model": .string("m\(row % 3)"),
                    "right": .bool(row % 2 == 0), "trace": .string("thought \(row)"), "n": JSON(row),
                ]
            } + [["nothing": 1]])
        folder.write(
            "n.jsonl", lines: (0..<30).map { ["q": .string("Question \($0 % 4) \($0)?"), "a": .string("tried \($0)")] })
        let leftOut: JSON = [["field": "x", "is": "absent"]]
        return try recipe(
            [
                (
                    "sources",
                    [
                        ["name": "a", "format": "jsonl", "path": "s[01].jsonl", "where": leftOut],
                        ["name": "b", "format": "jsonl", "path": "s2.jsonl", "where": leftOut],
                        ["name": "c", "format": "jsonl", "path": "s3.jsonl", "where": leftOut],
                    ]
                ),
                (
                    "recordings",
                    [
                        [
                            "name": "r", "format": "jsonl", "path": "r.jsonl", "question": "{q}",
                            "outcome": ["model": "{model}", "correct": "{right}"],
                            "set": ["thinking_trajectories": "{trace}", "trace_tokens": "{n}"],
                        ],
                        [
                            "name": "n", "format": "jsonl", "path": "n.jsonl", "question": "{q}", "join": "normalized",
                            "set": ["attempt": "{a}"],
                        ],
                    ]
                ), ("limits", ["rejected": .number("0.5")]),
            ], in: folder)
    }

    /// What ingest wrote and counted, and which files it did not read again.
    private struct Result {
        var files: [String: [UInt8]] = [:]
        var counts = ""
        var resumed: Int?
        var checkpoints: [Int] = []
        var rows = 0
    }

    private func ingest(
        _ recipe: Recipe, in run: String, threads: Int = 2, settings: JSON = "s", every bytes: Int = 1,
        meanwhile: @escaping (Int) throws -> Void = { _ in }
    ) throws -> Result {
        var result = Result()
        let output = try RunWriter(RunFolder(run)).folder(.stage(.ingest))
        let (report, written) = try Ingest(
            recipe: recipe.inputs, folder: output, threads: threads, settings: settings, checkpointBytes: bytes,
            kept: { kept in
                #expect(kept.all == 4)
                if kept.isResumed { result.resumed = kept.files } else { result.checkpoints.append(kept.files) }
            },
            progress: { progress in
                result.rows += progress.rows
                try? meanwhile(result.rows)
            }
        ).run()
        try written.inTurn.publish()
        for file in written.all {
            result.files[file.name] = try InputFile.contents(of: run + "/ingest/" + file.name)
        }
        result.counts =
            "\(report.sources) \(report.recordings) \(report.losses) \(report.doubts) \(report.withoutRows)"
            + "\(report.inputs.map(\.record)) \(report.unmatched.map(\.words.text))"
        return result
    }

    private func names(in run: String) -> [String] { Folder.names(in: run).sorted() }

    /// Copies of the run's folder as a kill would leave it, each time that something was read, with the finished result.
    private func killed(_ recipe: Recipe, threads: Int) throws -> (whole: Result, copies: [String]) {
        var copies: [String] = []
        let run = folder.path + "/run"
        let whole = try ingest(recipe, in: run, threads: threads) { _ in
            let copy = folder.path + "/killed\(copies.count)"
            try FileManager.default.copyItem(atPath: run, toPath: copy)
            copies.append(copy)
        }
        return (whole, copies)
    }

    @Test(
        "ends with the same bytes and counts, whenever it was killed, and reads no file again that was done",
        arguments: [1, 3])
    func anyMoment(_ threads: Int) throws {
        let recipe = try makeRecipe()
        let (whole, copies) = try killed(recipe, threads: threads)
        #expect(whole.checkpoints == [1, 2, 3] && whole.resumed == nil)
        #expect(names(in: folder.path + "/run") == ["ingest"])
        var resumed: Set<Int> = []
        for copy in copies {
            let again = try ingest(recipe, in: copy, threads: 4 - threads)
            #expect(again.files == whole.files, "\(copy)")
            #expect(again.counts == whole.counts && again.rows == whole.rows)
            #expect(names(in: copy) == ["ingest"])
            if let files = again.resumed { resumed.insert(files) }
            #expect(again.checkpoints == Array((again.resumed ?? 0) + 1..<4))
        }
        #expect(resumed == [1, 2, 3])
    }

    @Test("goes on after each of several kills")
    func severalTimes() throws {
        let recipe = try makeRecipe()
        let (whole, copies) = try killed(recipe, threads: 1)
        var copy = try #require(copies.first { checkpointed(in: $0) })
        for number in 0..<3 {
            var next: String?
            let again = try ingest(recipe, in: copy, threads: 1) { rows in
                guard next == nil, rows > 130 else { return }
                let name = folder.path + "/again\(number)"
                try FileManager.default.copyItem(atPath: copy, toPath: name)
                next = name
            }
            #expect(again.files == whole.files && again.resumed ?? 0 >= 1)
            copy = try #require(next)
        }
    }

    private func checkpointed(in run: String) -> Bool {
        Folder.names(in: run).contains { name in
            WorkName.isOne(name) && Folder.names(in: run + "/" + name).contains(WorkFolder.checkpoint)
        }
    }

    private func workFolder(of run: String) throws -> String {
        run + "/" + (try #require(Folder.names(in: run).first(where: WorkName.isOne)))
    }

    /// What is not as it was.
    enum Change: CaseIterable {
        case settings, doneFile, recording, fewerFiles, lines, texts, rejected, checkpointCut, checkpointGone,
            poolFormat
    }

    @Test("starts again if anything that it depends on is not as it was", arguments: Change.allCases)
    func changed(_ change: Change) throws {
        var recipe = try makeRecipe()
        let copies = try killed(recipe, threads: 1).copies
        let copy = try #require(copies.last { checkpointed(in: $0) })
        let work = try workFolder(of: copy)
        func alter(_ path: String, _ body: (inout Data) -> Void) throws {
            var data = try Data(contentsOf: URL(fileURLWithPath: path))
            body(&data)
            try data.write(to: URL(fileURLWithPath: path))
        }
        let header = try ColumnFileReader(work + "/checkpoint").header
        func file(_ name: String) throws -> String { work + "/" + (try #require(header[name]?["name"]?.string)) }
        switch change {
        case .settings: break
        case .doneFile: try alter(folder.path + "/s0.jsonl") { $0[15] ^= 1 }
        case .recording: try alter(folder.path + "/r.jsonl") { $0[15] ^= 1 }
        case .fewerFiles:
            recipe = try CurationTests.recipe(
                [
                    ("sources", [["name": "a", "format": "jsonl", "path": "s0.jsonl"]]),
                    ("limits", ["rejected": .number("0.5")]),
                ],
                in: folder)
        // The lines are in the checkpoint still, since they are less than a piece of the file.
        case .lines: try alter(work + "/checkpoint") { $0[$0.count - 500] ^= 1 }
        case .texts: try alter(file("texts")) { $0[3] ^= 1 }
        case .rejected: try alter(file("rejected")) { $0[3] ^= 1 }
        case .checkpointCut: try alter(work + "/checkpoint") { $0.removeLast($0.count / 2) }
        case .checkpointGone: try FileManager.default.removeItem(atPath: work + "/checkpoint")
        case .poolFormat:
            try alter(work + "/checkpoint") {
                let text = Data("\"format\":2".utf8)
                if let place = $0.range(of: text) { $0[place.upperBound - 1] = 0x31 }
            }
        }
        let settings: JSON = change == .settings ? "other" : "s"
        let fresh = try? ingest(recipe, in: folder.path + "/fresh", settings: settings)
        let again = try? ingest(recipe, in: copy, settings: settings)
        #expect(again?.files == fresh?.files && again?.counts == fresh?.counts && again?.resumed == nil)
        #expect(!Folder.names(in: copy).contains(where: WorkName.isOne))
    }

    @Test("no checkpoint is made before enough was read, and the folder of a killed run then goes as before")
    func small() throws {
        let recipe = try makeRecipe()
        let run = folder.path + "/run"
        var copy: String?
        let result = try ingest(recipe, in: run, threads: 1, every: IngestCheckpoint.leastBytes) { rows in
            guard copy == nil, rows > 100 else { return }
            copy = folder.path + "/copy"
            try FileManager.default.copyItem(atPath: run, toPath: folder.path + "/copy")
        }
        #expect(result.checkpoints == [])
        #expect(Folder.names(in: try #require(copy)).contains(where: WorkName.isOne))
        _ = try RunWriter(RunFolder(folder.path + "/copy"))
        #expect(names(in: folder.path + "/copy") == ["ingest"])
    }

    @Test("a command that does not ingest leaves what a killed run kept")
    func left() throws {
        let copies = try killed(try makeRecipe(), threads: 1).copies
        let copy = try #require(copies.last { checkpointed(in: $0) })
        let before = names(in: copy).filter { $0 != ".lock" }
        _ = try RunWriter(RunFolder(copy))
        #expect(names(in: copy) == before)
    }
}
