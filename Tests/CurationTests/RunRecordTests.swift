import Bytes
import TestSupport
import Testing

@testable import Recipes
@testable import Runs
@testable import Stages

@Suite("What is on record of a run, and a run that knows nothing of others")
struct RunRecordTests {
    private let folder = TemporaryFolder()
    private var files: RunFolder { RunFolder(folder.path + "/run") }

    private func recipe(target: Int = 2) throws -> Recipe {
        folder.write(
            "s.jsonl",
            lines: (0..<6).map { k in
                ["question": .string("Question \(k)"), "domain": "A", "trace_tokens": JSON(k)]
            })
        return try CurationTests.recipe(
            [
                ("quality", ["require": [], "rules": []]), ("sample", ["target": JSON(target)]),
                ("decontaminate", ["across_sources": false]),
            ], in: folder)
    }

    @Test("where nothing has run nothing is on record, and every stage is yet to run")
    func nothing() throws {
        let record = RunRecord(try recipe(), in: files)
        #expect(record.manifest.stages.isEmpty)
        for stage in record.recipe.stages.names { #expect(try record.status(of: stage) == .neverRan) }
        #expect(record.outputs(of: .quality) == [files.decisions(of: .quality)] && record.outdated(.quality) == [])
    }

    @Test(
        "a refusal names the stage, who needs it, and what to run",
        arguments: [
            ([.quality], .ingest, .quality, [.ingest, .decontaminate, .quality]),
            (
                [.export, .quality], .decontaminate, .export,
                [.decontaminate, .quality, .difficulty, .classify, .sample, .export]
            ),
            ([.sample], .classify, .sample, [.classify, .sample]),
        ] as [([StageName], StageName, StageName, [StageName])])
    func refusals(_ asked: [StageName], _ stage: StageName, _ needing: StageName, _ mending: [StageName]) throws {
        let record = RunRecord(try recipe(), in: files)
        #expect(
            record.refusal(asked, stage, .neverRan) == .needs(stage, .neverRan, asked: needing, mendedBy: mending))
    }

    @Test("one runner may plan and run any number of times, and no call depends on one before")
    func again() throws {
        let runner = Runner(try recipe(), folder: files.path, threads: 2) { _ in }
        let names = runner.recipe.stages.names
        let first = try runner.run(names, force: false)
        #expect(first.ran == names && first.manifest.order.names == names)
        #expect(try runner.run(names, force: false).ran == [])
        #expect(try runner.plan(names, force: false).allSatisfy { $0.step == .stays })
        // Another runner changes what is on record, of which the first has kept nothing.
        let other = Runner(try recipe(target: 3), folder: files.path, threads: 2) { _ in }
        #expect(try other.run(names, force: false).ran == [.sample, .export])
        #expect(try RunRecord(runner.recipe, in: runner.files).status(of: .sample) != .upToDate)
        let last = try runner.run(names, force: false)
        #expect(last.ran == [.sample, .export])
        #expect(last.manifest.stages.mapValues(\.outputs) == first.manifest.stages.mapValues(\.outputs))
    }

    @Test("a run that fails leaves nothing behind that the next one meets")
    func failing() throws {
        let runner = Runner(try recipe(target: 10), folder: files.path, threads: 2) { _ in }
        let names = runner.recipe.stages.names
        for _ in 0..<2 { #expect(throws: (any Error).self) { try runner.run(names, force: false) } }
        let record = RunRecord(runner.recipe, in: runner.files)
        #expect(try record.status(of: .classify) == .upToDate && record.status(of: .sample) == .neverRan)
        #expect(
            try Runner(recipe(), folder: files.path, threads: 2) { _ in }.run(names, force: false).ran == [
                .sample, .export,
            ])
    }

    @Test("what stages left is read once, and what has just been kept need not be there yet")
    func results() throws {
        _ = try Runner(recipe(), folder: files.path, threads: 2) { _ in }.runAll()
        var opened = 0
        let results = StageResults(in: files, of: .standard) {
            opened += 1
            return try files.openPool()
        }
        #expect(try results.kept(by: .ingest) == Array(0..<6) && results.kept(by: .decontaminate) == Array(0..<6))
        #expect(try results.kept(by: .sample).count == 2 && results.kept(by: .sample) == results.kept(by: .sample))
        #expect(opened == 1)
        var seen = 0
        var cursor = try results.decisions(of: .sample)
        while let line = try cursor.next() { seen += line.isKept ? 1 : 0 }
        #expect(seen == 2)
        results.note([1, 4], keptBy: .quality)
        #expect(try results.kept(by: .quality) == [1, 4])
    }
}
