import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Shapes
@testable import Stages

@Suite("How recipes name rules")
struct QualityRulesTests {
    static let namings: [([String], [String])] = [
        (["image"], ["image"]), (["image: s1"], ["image: s1"]), (["image: any"], ["image"]),
        (["emphasis", "image", "numbering"], ["emphasis", "image", "numbering"]),
        // Named together, the rules of s1 have the published patterns, in any order and among others.
        (["image", "numbering", "emphasis", "asy"], ["image: s1", "numbering: s1", "emphasis: s1", "asy"]),
        (
            ["asy", "url", "emphasis", "numbering", "image"],
            ["asy", "url", "emphasis: s1", "numbering: s1", "image: s1"]
        ),
        (["image: any", "numbering: any", "emphasis: any", "asy"], ["image", "numbering", "emphasis", "asy"]),
        (["image", "numbering: s1", "emphasis", "asy"], ["image", "numbering: s1", "emphasis", "asy"]),
    ]

    @Test("a name means what it says, and those of s1 together what s1 published", arguments: namings)
    func names(_ names: [String], _ expected: [String]) {
        #expect(QualityRules.rules(named: names).map { $0.spelling } == expected)
    }

    private func problems(_ rules: JSON) -> [String] {
        let recipe: JSON = [
            "name": "n", "sources": [["name": "s", "format": "jsonl", "path": "s"]], "sample": ["target": 1],
            "quality": ["rules": rules],
        ]
        var problems: [RecipeProblem] = []
        Shape.recipe.check(recipe, at: "", &problems)
        return problems.map { "\($0.path): \($0.message)" }
    }

    private static func own(_ name: String) -> JSON { ["name": .string(name), "field": "question", "is": "absent"] }

    @Test("no name is given to two rules")
    func distinct() {
        #expect(problems(["image", "image", Self.own("a"), Self.own("b")]) == [])
        let twice = "expected another"
        #expect(
            problems(["image", "image: s1"]).map { $0.contains(twice) && $0.hasPrefix("quality.rules.1: ") } == [true])
        #expect(
            problems([Self.own("a"), "url", Self.own("a")]).map { $0.hasPrefix("quality.rules.2: the name \"a\"") } == [
                true
            ])
        #expect(problems([4]).map { $0.contains("expected a text or an object") } == [true])
        #expect(problems(["imagee"]).map { $0.contains("did you mean \"image\"?") } == [true])
    }

    @Test("rules on a question come before those on its line, each in the order of the recipe; who needs lines says so")
    func order() throws {
        let trace: JSON = ["name": "loop", "field": "trace", "repeats": ["ngram": 5, "times": 3]]
        let settings: JSONObject = ["rules": ["truncated", trace, "url", Self.own("a"), "image: s1"], "require": []]
        let stage = QualityStage(settings: QualityRecipe(CheckedObject(.object(settings))), models: [])
        #expect(stage.rules.map(\.rawValue) == ["missing", "url", "a", "image", "truncated", "loop"])
        #expect(stage.needsLines && stage.rulesOfFaults.count == 5)
        let light = QualityStage(
            settings: QualityRecipe(CheckedObject(["rules": ["url", Self.own("a")], "require": []])), models: [])
        #expect(!light.needsLines)
        for (rules, needsLines) in [([trace] as JSON, true), ([Self.own("a")] as JSON, false)] {
            let recipe = Shape.recipe.filled([
                "name": "n", "sources": [["name": "s", "format": "jsonl", "path": "s"]], "sample": ["target": 1],
                "quality": ["rules": rules],
            ])
            #expect(QualityStage.definition.readsLines(recipe) == needsLines)
        }
    }
}
