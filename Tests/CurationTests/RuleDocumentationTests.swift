import Bytes
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Shapes
@testable import Stages

@Suite("What there is to know of rules")
struct RuleDocumentationTests {
    /// Recipes that between them ask for every rule.
    private static var recipes: [JSON] {
        [["duplicates": "agreeing"], ["duplicates": "agreeing", "method": "containment", "near_duplicate": [:]]].map {
            recipe($0)
        }
    }

    private static func recipe(_ decontaminate: JSON) -> JSON {
        Shape.recipe.filled([
            "name": "n", "sources": [["name": "s", "format": "jsonl", "path": "s"]], "sample": ["target": 1],
            "classify": ["taxonomy": "msc"], "quality": ["rules": .strings(QualityRules.all.map { $0.spelling })],
            "decontaminate": decontaminate,
        ])
    }

    @Test("every rule by which a stage drops is documented, in the order in which they are tried")
    func complete() throws {
        for definition in StageRegistry.standard.deciding {
            let amendment = Amendment(number: 1, id: QuestionID(1), action: .drop, reason: nil)
            // A rule of s1 has its name in decisions, and another in recipes where there is another rule of its name.
            let documented = definition.rules.filter { !$0.keeps }
                .map { RuleName(rawValue: QualityRules.name(spelled: $0.name.rawValue)) }
            var tried: Set<RuleName> = []
            for recipe in Self.recipes {
                let context = StageContext(of: definition, in: recipe, amendments: { [amendment] })
                let stage = try #require(try definition.stage(in: context))
                #expect(documented.filter(stage.rules.contains) == stage.rules, "\(definition.name)")
                tried.formUnion(stage.rules)
            }
            #expect(Set(documented) == tried, "\(definition.name)")
        }
    }

    @Test("every rule by which a stage of a run dropped or kept a question is documented")
    func inRun() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let rows = try #require(numpyWitness["pools"]?.list?[1].list)
        func domain(_ row: Int) -> String { rows[row]["domain"]?.string ?? "" }
        let chosen = try run.chosen
        func free(_ home: String) -> [Int] { rows.indices.filter { domain($0) == home && !chosen.contains($0) } }
        // The question that is held takes the place of one of them, and the other is replaced.
        let leavers = chosen.filter { free(domain($0)).count > 1 }.prefix(2)
        try #require(leavers.count == 2)
        try run.amend(drop: Array(leavers), keep: [try #require(free(domain(leavers[leavers.startIndex])).first)])
        let manifest = try run.finished.manifest
        var keeping: [String] = []
        for definition in manifest.order.definitions {
            let counts = try #require(manifest.stages[definition.name]).counts
            let (dropping, kept) = (counts["rules"]?.object?.names ?? [], counts["kept_by"]?.object?.names ?? [])
            #expect(!dropping.isEmpty || !definition.decides, "\(definition.name)")
            for (names, keeps) in [(dropping, false), (kept, true)] {
                let documented = definition.rules.filter { $0.keeps == keeps }.map(\.name.rawValue)
                for name in names { #expect(documented.contains(name), "\(definition.name): \(name)") }
            }
            keeping += kept
        }
        #expect(keeping.sorted() == ["drawn", "held", "preselected", "replacement"])
    }

    @Test("no name is given twice in a stage, and no condition is a sentence of its own")
    func names() {
        for definition in StageRegistry.standard.definitions {
            let names = definition.rules.map(\.name)
            #expect(Set(names).count == names.count)
            for rule in definition.rules {
                #expect(!rule.condition.isEmpty && !rule.condition.hasSuffix("."), "\(rule.name)")
            }
        }
    }

    @Test("the pattern of a rule of quality finds what the rule finds, on random texts", arguments: 0..<200)
    func patterns(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let stock = ["*", "**", "a", "1", " ", "\n", "]", "p1.", "[asy]", "![Image]", "!", "[", "é", "\u{3000}", "٣"]
        let text = (0..<random.below(40)).map { _ in random.pick(stock) }.joined()
        for rule in QualityRules.ofQuestion.map({ $0.init() }) {
            guard let pattern = type(of: rule).documentation.pattern, !(rule is any PatternRule) else { continue }
            let match = try Self.expression(pattern).firstMatch(
                in: text, range: NSRange(text.startIndex..., in: text))
            let expected = match.flatMap { Range($0.range, in: text) }.map { String(text[$0]) }
            let found = Array(text.utf8).withByteView { view in rule.fault(in: view).map { view[$0].text } }
            #expect(found == expected, "\(type(of: rule).name): \(text.debugDescription)")
        }
    }

    @Test("every rule of form that is on by default has a pattern")
    func patternsOnByDefault() {
        let rules = QualityRules.ofQuestion.filter { $0.isOnByDefault }
        #expect(!rules.isEmpty && rules.allSatisfy { $0.documentation.pattern != nil })
    }

    @Test("a rule is off by default unless it says otherwise, and recipes can name every rule")
    func onByDefault() throws {
        func isDefault(_ rule: any RecipeRule.Type) -> Bool { rule.isOnByDefault }
        #expect(!isDefault(AddressRule.self) && !isDefault(CutTraceRule.self) && isDefault(ImageRule.self))
        let all = QualityRules.all.map { $0.spelling }
        let others = ["image: any", "numbering: any", "emphasis: any"]
        #expect(Set(all).count == all.count && (all + others).sorted() == QualityRules.names.sorted())
        for name in all + others {
            let recipe = Shape.recipe.filled([
                "name": "n", "sources": [["name": "s", "format": "jsonl", "path": "s"]], "sample": ["target": 1],
                "quality": ["rules": [.string(name)]],
            ])
            var problems: [RecipeProblem] = []
            Shape.recipe.check(recipe, at: "", &problems)
            #expect(problems == [], "\(name)")
            let stage = QualityStage(settings: CheckedObject(recipe)[QualityRecipe.section], models: [])
            #expect(stage.rules.map(\.rawValue) == ["missing", QualityRules.name(spelled: name)])
        }
    }

    @Test("the documentation of a rule that recipes name says whether it is on by default; that of others does not")
    func saying() {
        for rule in QualityRules.documentation {
            let isDefault = ["image: s1", "numbering: s1", "emphasis: s1", "asy"].contains(rule.name.rawValue)
            #expect(rule.isOnByDefault == (rule.name == MissingRule.name ? nil : isDefault))
            #expect(rule.summary == rule.sentence + (rule.isOnByDefault == false ? " (off by default)" : ""))
        }
        #expect(DifficultyStage.definition.rules.allSatisfy { $0.isOnByDefault == nil && $0.summary == $0.sentence })
    }

    /// A pattern of Python, whose `.`, `\d` and `\s` are not those of this engine.
    private static func expression(_ pattern: String) throws -> NSRegularExpression {
        let own = [(#".*"#, #"[^\n]*"#), (#"\d"#, #"\p{Nd}"#), (#"\s"#, #"\p{White_Space}\x{1C}-\x{1F}"#)]
        return try NSRegularExpression(
            pattern: own.reduce(pattern) { $0.replacingOccurrences(of: $1.0, with: $1.1) })
    }

    @Test("the schema says what each rule of quality does")
    func schema() throws {
        let rules = Recipe.schema["properties"]?["quality"]?["properties"]?["rules"]?["items"]?["anyOf"]?.list?.first?[
            "oneOf"]?.list
        #expect(rules?.map { $0["const"]?.string } == QualityRules.names)
        #expect(
            rules?.first?["description"]
                == "drops a question when its text contains `![Image]`, which marks a missing picture")
    }
}
