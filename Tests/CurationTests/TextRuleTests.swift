import Bytes
import Testing

@testable import Shapes

@Suite("Rules for texts of a recipe")
struct TextRuleTests {
    private static let long = String(repeating: "a", count: 100)

    @Test(
        "take and refuse what they say",
        arguments: [
            ("", [true, false, false, false, false]), ("a", [true, true, true, true, true]),
            (" ", [true, true, false, false, true]), ("\u{3000}\n", [true, true, false, false, true]),
            ("a\u{0}", [true, true, false, true, false]), ("a b", [true, true, false, true, true]),
            ("a-b_c.D9", [true, true, true, true, true]), (".a", [true, true, false, true, true]),
            ("-a", [true, true, false, true, true]), ("a/b", [true, true, false, true, true]),
            ("é", [true, true, false, true, true]), ("a\n", [true, true, false, true, true]),
            (long, [true, true, true, true, true]), (long + "a", [true, true, false, true, true]),
            ("\u{200B}", [true, true, false, true, true]), ("K\u{212A}", [true, true, false, true, true]),
        ])
    func texts(_ text: String, _ taken: [Bool]) {
        let rules: [TextRule] = [.any, .filled, .fileName, .notBlank, .path]
        #expect(rules.map { $0.fault(in: text) == nil } == taken)
        // The schema's pattern takes the same texts, as far as its keywords are tried here.
        for (rule, isTaken) in zip(rules, taken) {
            if let least = rule.schema["minLength"]?.integer {
                #expect((text.unicodeScalars.count >= least) == isTaken)
            }
            guard let pattern = rule.schema["pattern"]?.string, let expression = try? Regex(pattern) else { continue }
            #expect((text.firstMatch(of: expression.matchingSemantics(.unicodeScalar)) != nil) == isTaken, "\(pattern)")
        }
    }

    @Test("a fault says what was found, and what is expected")
    func faults() {
        #expect(TextRule.filled.fault(in: "") == "found an empty text; expected a text")
        #expect(TextRule.notBlank.fault(in: "\t") == "found a blank text; expected a text")
        #expect(TextRule.path.fault(in: "") == TextRule.filled.fault(in: ""))
        #expect(TextRule.path.fault(in: "\u{0}") == "found a text with a null character; a path cannot contain one")
        #expect(
            TextRule.fileName.fault(in: "a b")
                == "found the text \"a b\"; expected letters, digits, '.', '_' and '-', starting with a letter or digit"
        )
    }
}
