import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Shapes
@testable import Stages
@testable import curate

/// One more stage is a matter of the registry alone: nothing that runs, shows, verifies or tries stages knows of it.
@Suite("One more stage")
struct MoreStageTests {
    private let folder = TemporaryFolder()
    private var run: String { folder.path + "/run" }

    /// Where the stage stands: before duplicates go, between filters, and right before the selection.
    static let places: [StageName] = [.ingest, .quality, .classify]

    private func recipe(_ least: Int?, after place: StageName) throws -> Recipe {
        try recipe(least, stages(place))
    }

    private func recipe(_ least: Int?, _ stages: StageRegistry) throws -> Recipe {
        // Every text twice, so that an id alone does not tell which question of the pool is meant; every third is short.
        folder.write(
            "s.jsonl",
            lines: (0..<60).map { k in
                let text = k / 2 % 3 == 0 ? "Short \(k / 2)?" : "A question that is longer, with the number \(k / 2)?"
                return [
                    "question": .string(text), "domain": .string(["A", "B"][k / 2 % 2]), "trace_tokens": JSON(k),
                    "thinking_trajectories": ["t"],
                ]
            })
        var document: JSONObject = [
            "name": "t", "sources": [["name": "S", "format": "jsonl", "path": "s.jsonl"]],
            "decontaminate": ["across_sources": false], "quality": ["require": [], "rules": []],
            "difficulty": ["solvers": []], "sample": ["target": 10, "short": "allow"],
        ]
        if let least { document["short"] = ["least": JSON(least)] }
        let path = folder.write("recipe.json", JSON.object(document).readableText)
        return try RecipeFile(path, stages: stages).recipe()
    }

    /// The stages that every recipe uses.
    private static let standard = StageRegistry.standard.asked(by: [:])

    private func stages(_ place: StageName) -> StageRegistry {
        Self.standard.inserting(ShortStage.definition, after: place)
    }

    private func opened(_ place: StageName) throws -> RecordedRun { try RecordedRun(run, stages: stages(place)) }

    @discardableResult
    private func run(_ recipe: Recipe) throws -> [StageName] {
        try Runner(recipe, folder: run, threads: 2) { _ in }
            .run(recipe.stages.names, force: false).ran
    }

    @Test("runs between two others, and again when its settings change", arguments: places)
    func running(_ place: StageName) throws {
        let recipe = try recipe(20, after: place)
        #expect(try run(recipe) == stages(place).names)
        let lines = try folder.lines("run/short/decisions.jsonl")
        #expect(lines.count { $0["rule"] == "too_short" } == (place == .ingest ? 20 : 10))
        #expect(try run(recipe) == [])
        #expect(try run(self.recipe(0, after: place)) == stages(place).from(.short))
        #expect(try folder.lines("run/short/decisions.jsonl").allSatisfy { $0["keep"] == true })
    }

    @Test("what the recipe does not ask for does not run", arguments: places)
    func leftOut(_ place: StageName) throws {
        let recipe = try recipe(nil, after: place)
        #expect(try run(recipe) == Self.standard.names)
        #expect(!Folder.hasFile(run + "/short/decisions.jsonl"))
        #expect(throws: Never.self) {
            try Verification(run, recipeFile: recipe.file, threads: 2, stages: stages(place)).run(deep: false)
        }
    }

    @Test("what the recipe no longer asks for goes off the record, with its files", arguments: places)
    func leftOutLater(_ place: StageName) throws {
        try run(recipe(20, after: place))
        let file = run + "/short/decisions.jsonl"
        let written = try InputFile.contents(of: file)
        let recipe = try recipe(nil, after: place)
        // What is not as it was written is not removed, and neither is anything else done.
        folder.write("run/short/decisions.jsonl", "mine")
        for refused in [
            { _ = try Runner(recipe, folder: run, threads: 1) { _ in }.plan(recipe.stages.names, force: false) },
            { _ = try run(recipe) },
        ] as [() throws -> Void] {
            #expect(
                throws: RunRefusal.foreignFile(
                    FileError(
                        .other, "remove", file,
                        cause: "it is no longer part of the run, and has changed since it was written"), canForce: true),
                performing: refused)
        }
        folder.write("run/short/decisions.jsonl", bytes: written)
        // A run that is refused removes nothing either.
        #expect(throws: RunRefusal.self) {
            try Runner(recipe, folder: run, threads: 1) { _ in }.run([.export], force: false)
        }
        #expect(try InputFile.contents(of: file) == written)
        #expect(try opened(place).manifest.stages[.short] != nil)
        #expect(try run(recipe) == Array(Self.standard.names.drop { $0 != place }.dropFirst()))
        #expect(!Folder.hasFile(file))
        #expect(try opened(place).manifest.stages[.short] == nil)
        #expect(throws: Never.self) {
            try Verification(run, recipeFile: recipe.file, threads: 2, stages: stages(place)).run(deep: false)
        }
        #expect(try run(recipe) == [])
        // And back again.
        #expect(try run(self.recipe(20, after: place)) == stages(place).from(.short))
        #expect(try InputFile.contents(of: file) == written)
    }

    @Test("all stages are those that the recipe asks for, and another one is refused")
    func asked() throws {
        func asked(_ words: [String], _ least: Int?) throws -> [StageName] {
            try Arguments(words[...], of: RunCommand.self).stages(of: recipe(least, after: .quality))
        }
        for all in [[], ["--stage", "all"]] {
            #expect(try asked(all, 20) == stages(.quality).names)
            #expect(try asked(all, nil) == Self.standard.names)
        }
        #expect(try asked(["--stage", "sample,short"], 20) == [.sample, .short])
        #expect(throws: CurationError.usage("--stage sample,short: the recipe does not include the stage short")) {
            try asked(["--stage", "sample,short"], nil)
        }
    }

    @Test("is in the funnel, whose counts add up", arguments: places)
    func funnel(_ place: StageName) throws {
        try run(recipe(20, after: place))
        let funnel = try Funnel(opened(place).manifest)
        #expect(funnel.steps.map(\.stage) == stages(place).names)
        for (before, step) in zip(funnel.steps, funnel.steps.dropFirst()) {
            #expect(step.entered == before.kept)
            #expect(step.entered - step.kept == step.rules.reduce(0) { $0 + $1.count })
        }
        let lines = funnel.lines(columns: 80)
        #expect(lines.contains { $0.hasPrefix("short ") } && lines.contains { $0.hasPrefix("  - too_short ") })
        let breakdown = try FunnelBreakdown(opened(place), by: .domain)
        #expect(breakdown.stages.contains(.short) && breakdown.rows.map(\.name).sorted() == ["A", "B"])
    }

    @Test("is inspected, and explained with the rules behind the one that dropped a question", arguments: places)
    func views(_ place: StageName) throws {
        try run(recipe(20, after: place))
        let run = try opened(place)
        var filter = Inspection.Filter()
        filter.rule = ShortStage.tooShort
        var dropped: [String] = []
        try Inspection(run, .short, filter).visit(length: 50, most: .max) { row in
            #expect(row.decision.rule == ShortStage.tooShort)
            #expect(row.decision.evidence?.json["bytes"]?.integer == row.question.utf8.count)
            dropped.append(row.id ?? "none")
        }
        let first = try #require(dropped.first)
        let question = try #require(run.questions(withID: first).first)
        let explanation = try Explanation(run, question: question, threads: 1)
        #expect(explanation.decisions.last?.stage == .short && explanation.decisions.last?.rule == ShortStage.tooShort)
        #expect(explanation.decisions.map(\.stage) == Array(stages(place).through(.short).dropFirst()))
        let chosen = try #require(run.kept(by: .sample).first)
        let kept = try Explanation(run, question: chosen, threads: 1)
        #expect(kept.decisions.contains { $0.stage == .short && $0.isKept } && kept.exportLine == 1)
        let parting = try RunComparison(run, run)
        #expect(parting.both == (try run.kept(by: .export).count) && parting.onlyBefore.isEmpty)
    }

    @Test("is verified, and a decision that it did not take is found", arguments: places)
    func verifying(_ place: StageName) throws {
        let recipe = try recipe(20, after: place)
        try run(recipe)
        let verification = try Verification(run, recipeFile: recipe.file, threads: 2, stages: stages(place))
        #expect(try verification.run(deep: true).map(\.subject).last == "sources")
        let file = "run/short/decisions.jsonl"
        let text = String(decoding: try InputFile.contents(of: folder.path + "/" + file), as: UTF8.self)
        folder.write(file, text.replacing("\"keep\":true", with: "\"keep\":null", maxReplacements: 1))
        #expect(throws: CurationError.self) { try verification.run(deep: false) }
    }

    @Test("is tried under other settings", arguments: places)
    func whatIf(_ place: StageName) throws {
        let recipe = try recipe(20, after: place)
        try run(recipe)
        let run = try opened(place)
        func ask(_ setting: String) throws -> WhatIf {
            try WhatIf(run, setting: [setting], recipeFile: recipe.file, threads: 1)
        }
        let answer = try ask("short.least=1000")
        #expect(answer.firstStage == .short && answer.chosen.after == 0)
        #expect(
            answer.leaving.count == 10
                && answer.leaving.allSatisfy { $0.decision.stage == .short && $0.decision.rule == ShortStage.tooShort })
        let other = try ask("short.least=0")
        #expect(other.funnels.rows.first { $0.subject == .dropped(rule: ShortStage.tooShort) }?.after == 0)
        #expect(other.entering.allSatisfy { $0.decision.stage == .short || $0.decision.stage == .sample })
        #expect(try ask("short.least=20").firstStage == nil)
    }

    @Test("is left out and added on trial, as a run of its own would have it", arguments: places)
    func addedOnTrial(_ place: StageName) throws {
        // No setting removes a section, so whether the stage is used depends on a value.
        let stages = Self.standard.inserting(
            StageDefinition(
                .short, section: ShortRecipe.section.key,
                rules: ShortStage.definition.rules, dependencies: ["short"], poolFiles: [.index, .texts],
                isAsked: { ($0["short"]?["least"]?.integer ?? 0) > 0 }, role: ShortStage.definition.role),
            after: place)
        func ask(_ run: RecordedRun, _ setting: String) throws -> WhatIf {
            try WhatIf(run, setting: [setting], recipeFile: folder.path + "/recipe.json", threads: 1)
        }
        try run(recipe(20, stages))
        let with = try RecordedRun(run, stages: stages)
        let keptWith = try with.kept(by: .sample)
        let without = try ask(with, "short.least=0")
        #expect(without.firstStage == stages.from(.short).dropFirst().first)
        #expect(without.funnels.rows.filter { $0.subject == .stage(.short) }.map(\.after) == [nil])

        try run(recipe(nil, stages))
        let other = try RecordedRun(run, stages: stages)
        let keptWithout = try other.kept(by: .sample)
        let (more, less) = (
            keptWithout.filter { !keptWith.contains($0) }, keptWith.filter { !keptWithout.contains($0) }
        )
        #expect(!more.isEmpty && without.chosen.after == keptWithout.count)
        #expect(without.entering.map(\.question) == more && without.leaving.map(\.question) == less)
        #expect(without.entering.allSatisfy { [.short, .sample].contains($0.decision.stage) })
        #expect(without.funnels.after.json == Funnel(other.manifest) { !$0.exports }.json)

        let again = try ask(other, "short.least=20")
        #expect(again.firstStage == .short)
        #expect(again.entering.map(\.question) == less && again.leaving.map(\.question) == more)
        #expect(again.funnels.after.json == without.funnels.before.json && again.funnels.order == stages.names)
    }

    @Test("its line of progress has its counts, as it has among others in the registry at hand")
    func progress() {
        let record = StageRecord(
            settings: [:], toolVersion: Tool.version, inputs: [], outputs: [],
            counts: ["entered": 1234, "kept": 5, "rules": [:]], seconds: 1.5)
        #expect(Progress.words(on: record, of: .short, among: stages(.quality)) == "5 of 1,234          1.50 s")
    }

    @Test("the stages that make the pool and select are those of the registry, whatever their names")
    func renamed() throws {
        let (collect, choose) = (StageName(rawValue: "collect"), StageName(rawValue: "choose"))
        func copy(_ stage: StageDefinition, as name: StageName) -> StageDefinition {
            StageDefinition(
                name, section: stage.section, rules: stage.rules, dependencies: stage.dependencies,
                poolFiles: stage.poolFiles, inputs: stage.inputs, dropsDuplicates: stage.dropsDuplicates,
                isAsked: stage.isAsked, role: stage.role)
        }
        let standard = Self.standard
        let stages = StageRegistry(
            standard.definitions.map { stage in
                stage.makesPool ? copy(stage, as: collect) : stage.selects ? copy(stage, as: choose) : stage
            })
        try run(recipe(nil, stages))
        let opened = try RecordedRun(run, stages: stages)
        let notDrawn = try #require(
            try opened.kept(by: stages.beforeSelection).first { try !opened.kept(by: choose).contains($0) })
        let lines = try Explanation(opened, question: notDrawn, threads: 1).lines(columns: 200)
        #expect(lines.contains { $0.trimmingCharacters(in: .whitespaces).hasPrefix("collect ") }, "\(lines)")
        #expect(lines.contains { $0.contains("choose ") && $0.hasSuffix("never drawn") }, "\(lines)")
    }

    @Test("is in the card and in the schema, and its section is checked")
    func describing() throws {
        try run(recipe(20, after: .quality))
        let card = String(decoding: try InputFile.contents(of: run + "/export/README.md"), as: UTF8.self)
        #expect(card.contains("| short | 20 | 10 too_short |"))
        #expect(Shape.recipe(of: stages(.quality)).schema["properties"]?["short"] != nil)
        #expect(Shape.recipe.schema["properties"]?["short"] == nil)
        #expect(throws: CurationError.self) { try recipe(-1, after: .quality) }
    }

    @Test(
        "each stage that filters or labels can be left out of the program",
        arguments: [.decontaminate, .quality, .difficulty, .classify] as [StageName])
    func removed(_ stage: StageName) throws {
        folder.write(
            "s.jsonl",
            lines: (0..<60).map { k in
                [
                    "question": .string("A question with the number \(k)?"), "domain": .string(["A", "B"][k % 2]),
                    "trace_tokens": JSON(k), "thinking_trajectories": ["t"],
                ]
            })
        let stages = Self.standard.removing(stage)
        var document: JSONObject = [
            "name": "t", "sources": [["name": "S", "format": "jsonl", "path": "s.jsonl"]],
            "quality": ["require": ["trace"], "rules": []], "sample": ["target": 10],
        ]
        if stage == .quality { document["quality"] = nil }
        let path = folder.write("recipe.json", JSON.object(document).readableText)
        let recipe = try RecipeFile(path, stages: stages).recipe()
        #expect(try run(recipe) == stages.names)
        #expect(try folder.lines("run/export/t.jsonl").count == 10)
        #expect(throws: Never.self) {
            try Verification(run, recipeFile: path, threads: 2, stages: stages).run(deep: true)
        }
    }

    @Test("a program without the stage refuses the run, by the stage's name")
    func unknown() throws {
        try run(recipe(20, after: .quality))
        let error = #expect(throws: FileError.self) { try RecordedRun(run) }
        #expect(error?.description.contains("unknown stage short") == true)
    }
}
