import Bytes
import TestSupport
import Testing

@testable import Answers
@testable import Recipes
@testable import Runs
@testable import Shapes
@testable import Stages

/// The settings of a stage that only one registry has are compared by the shape that this stage declares.
@Suite("Settings of one more stage")
struct OwnSettingTests {
    private struct ShareRecipe: SettingsSection {
        static let section = SettingKey<ShareRecipe?>.optionalSection("share", "a stage that keeps everything")
        static let leastKey = SettingKey<Double>.number("least", 0...1, default: "0.1", "a share")
        static let shape = ObjectShape(keys: [leastKey.key])

        init(_ settings: CheckedObject) {}
    }

    private static let share = StageName(rawValue: "share")
    private let folder = TemporaryFolder()
    private let stages = StageRegistry.standard.asked(by: [:]).inserting(
        StageDefinition(
            share, section: ShareRecipe.section.key, dependencies: ["share"],
            role: .filters { _ in ShortStage(settings: .none) }), after: .quality)

    /// A recipe in which the share is spelled as given.
    private func recipe(_ least: String) throws -> Recipe {
        folder.write(
            "s.jsonl",
            lines: (0..<20).map { k in
                [
                    "question": .string("Question \(k)?"), "domain": "A", "trace_tokens": JSON(k),
                    "thinking_trajectories": ["t"],
                ]
            })
        let document: JSON = [
            "name": "t", "sources": [["name": "S", "format": "jsonl", "path": "s.jsonl"]],
            "quality": ["require": [], "rules": []], "sample": ["target": 5], "share": ["least": .number(least)],
        ]
        return try RecipeFile(folder.write("recipe.json", document.readableText), stages: stages).recipe()
    }

    private func run(_ recipe: Recipe, in name: String = "run") throws -> [StageName] {
        try Runner(recipe, folder: folder.path + "/" + name, threads: 2) { _ in }
            .run(recipe.stages.names, force: false).ran
    }

    @Test("a number is the same however it is written, and another is another")
    func spelling() throws {
        #expect(try run(recipe("0.50")) == stages.names)
        #expect(try run(recipe("0.5")) == [])
        #expect(try run(recipe("5e-1")) == [])
        // It keeps what it kept, so that the stages behind it read the same; the dataset card shows the setting.
        #expect(try run(recipe("0.6")) == [Self.share, stages.exporter.name])
    }

    @Test("two runs are not told apart by how a number is written")
    func comparing() throws {
        for (least, name) in [("0.50", "a"), ("0.5", "b"), ("0.6", "c")] { _ = try run(recipe(least), in: name) }
        func paths(_ one: String, _ other: String) throws -> [String] {
            let runs = try [one, other].map { try RecordedRun(folder.path + "/" + $0, stages: stages) }
            return try RunComparison(runs[0], runs[1]).settings.map(\.path)
        }
        #expect(try paths("a", "b") == [])
        #expect(try paths("a", "c") == ["share.least"])
    }
}
