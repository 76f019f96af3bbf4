import Bytes
import Testing

@testable import Messages
@testable import Shapes
@testable import Stages

/// The examples of CONTRIBUTING.md do what it says of them.
@Suite("Examples of CONTRIBUTING.md")
struct ExampleTests {
    @Test("a rule is documented under the name that recipes use")
    func rule() throws {
        // As recipes name a rule: by its raw text.
        #expect(AddressRule.documentation.name == RuleName(rawValue: "address") && !AddressRule.documentation.keeps)
        let pattern = try Regex(try #require(AddressRule.documentation.pattern))
        for (text, isDropped) in [("see http://x", true), ("see https://x", true), ("see http:/x", false)] {
            let fault = text.withByteView { view in AddressRule().fault(in: view).map { view[$0].text } }
            #expect((fault != nil) == isDropped, "\(text)")
            #expect(text.firstMatch(of: pattern).map { String(text[$0.range]) } == fault, "\(text)")
        }
    }

    @Test("a key has its check, its default and its schema from one declaration")
    func key() {
        let recipe = Shape.object(ObjectShape(keys: [LengthRecipe.section.key]))
        #expect(CheckedObject(recipe.filled([:]))[LengthRecipe.section].shortest == 20)
        #expect(CheckedObject(recipe.filled(["length": ["shortest": 5]]))[LengthRecipe.section].shortest == 5)
        var problems: [RecipeProblem] = []
        recipe.check(["length": ["shortest": -1]], at: "", &problems)
        #expect(
            problems == [
                RecipeProblem("length.shortest", "found the number -1; expected a whole number from 0 to 1000000")
            ])
        #expect(recipe.schema["properties"]?["length"]?["properties"]?["shortest"]?["default"] == 20)
    }
}
