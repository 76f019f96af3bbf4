import Bytes
import Files
import TestSupport
import Testing

@testable import Pools
@testable import Runs
@testable import Stages

@Suite("The folder of a run")
struct RunFolderTests {
    private let files = RunFolder("data/runs/a")

    @Test("each file has its place, and a digest that is taken in its way")
    func places() {
        let ablation = files.ablation("random")
        let expected: [(RunFile, String, Digest.Algorithm)] = [
            (files.manifest, "run.json", .sha256), (files.lock, ".lock", .sha256),
            (files.amendments, "amendments.jsonl", .sha256), (files.stability, "stability.jsonl", .sha256),
            (files.pool.lines, "ingest/pool.jsonl", .xxh64), (files.pool.texts, "ingest/pool.texts", .xxh64),
            (files.pool.index, "ingest/pool.index", .xxh64), (files.rejected, "ingest/rejected.jsonl", .sha256),
            (files.decisions(of: .quality), "quality/decisions.jsonl", .sha256),
            (files.export("a.jsonl"), "export/a.jsonl", .sha256), (files.card, "export/README.md", .sha256),
            (files.gate, "export/gate.json", .sha256),
            (ablation.decisions, "ablations/random/decisions.jsonl", .sha256),
            (ablation.set, "ablations/random/random.jsonl", .sha256),
            (ablation.table, "ablations/random/random.parquet", .sha256),
            (files.comparison.json, "ablations/comparison.json", .sha256),
            (files.comparison.csv, "ablations/comparison.csv", .sha256),
        ]
        for (file, place, digest) in expected {
            #expect(file.place == place && file.digest == digest)
            #expect(file.path == "data/runs/a/" + place)
            #expect(place.hasSuffix(file.name) && !file.name.contains("/"))
        }
        #expect(Set(expected.map(\.1)).count == expected.count)
    }

    @Test("folders are of the run, of stages and of ablations")
    func parts() {
        let parts: [RunFolder.Part] = [.whole, .stage(.export), .ablations, .ablation("b")]
        #expect(parts.map(files.place) == ["", "export", "ablations", "ablations/b"])
        #expect(files.path(of: .whole) == "data/runs/a" && files.path(of: .ablations) == "data/runs/a/ablations")
    }

    @Test("stages write where those behind them read")
    func chain() throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{}\n")
        let recipe = try recipe([], in: folder)
        var written: Set<String> = [files.amendments.place]
        for stage in recipe.stages.definitions {
            let read = files.inputs(of: stage, under: recipe).map(\.place)
            #expect(written.isSuperset(of: read), "\(stage.name)")
            let outputs = files.outputs(of: stage, under: recipe).map(\.place)
            #expect(written.isDisjoint(with: outputs) && outputs.allSatisfy { RunFolder.isPlace($0, of: stage.name) })
            #expect(outputs.allSatisfy(files.isOwnPlace))
            written.formUnion(outputs)
        }
        #expect(written.count == 1 + 4 + 5 + 3)
    }

    @Test(
        "a stage has the files of its own folder, and no others",
        arguments: [
            ("quality/decisions.jsonl", true), ("quality/a", true), ("quality", false), ("quality/a/b", false),
            ("quality/..", false), ("quality/", false), ("/quality/a", false), ("Quality/a", false),
            ("quality/\u{301}a", true), ("quality\u{301}/a", false), ("other/a", false), ("", false),
            ("run.json", false),
        ])
    func ownPlaces(_ path: String, _ isPlace: Bool) {
        #expect(RunFolder.isPlace(path, of: .quality) == isPlace)
        #expect(files.isOwnPlace(path) == isPlace)
    }

    @Test(
        "answers are the probabilities, and what stands among the ablations",
        arguments: [
            ("stability.jsonl", true), ("ablations/comparison.csv", true), ("ablations/a/a.jsonl", true),
            ("ablations", false), ("ablations/a/b/c", false), ("ablations/../x", false), ("run.json", false),
            ("amendments.jsonl", false),
        ])
    func answers(_ path: String, _ isAnswer: Bool) {
        #expect(files.isPlaceOfAnswer(path) == isAnswer)
        #expect(files.isOwnPlace(path) == isAnswer)
    }

    @Test("a stage that is registered has a folder")
    func moreStages() {
        let stages = StageRegistry.standard.inserting(ShortStage.definition, after: .quality)
        #expect(RunFolder("r", stages: stages).isOwnPlace("short/decisions.jsonl"))
        #expect(!RunFolder("r").isOwnPlace("short/decisions.jsonl"))
        #expect(
            RunFolder("r", stages: stages).stages.names == stages.names && RunFolder("r").stages.names != stages.names)
        #expect(RunFolder("r", stages: stages).tree == RunFolder("r").tree)
    }

    @Test("a file is opened, read and removed where it stands, and no link is followed")
    func using() throws {
        let folder = TemporaryFolder()
        let files = RunFolder(folder.path)
        #expect(try !files.stability.isThere())
        #expect(throws: FileError.self) { try files.stability.open() }
        folder.write("stability.jsonl", "ab\n")
        #expect(try files.stability.isThere())
        #expect(try files.stability.contents() == Array("ab\n".utf8) && files.stability.open().size == 3)
        try files.stability.remove()
        #expect(try !files.stability.isThere())
    }

    @Test("what was written is on record at its place")
    func records() throws {
        let folder = TemporaryFolder()
        let file = try OutputFolder(folder.path).finished(Array("x".utf8), "pool.jsonl")
        let record = RunFolder(folder.path).pool.lines.record(of: file)
        #expect(record == FileRecord(path: "ingest/pool.jsonl", size: 1, digest: file.digest))
    }
}
