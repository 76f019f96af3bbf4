import Bytes
import Foundation
import TestSupport
import Testing

@testable import Stages

@Suite("Rules of quality")
struct RuleTests {
    private func found(_ rule: some QualityRule, _ text: String) -> String? {
        Array(text.utf8).withByteView { view in rule.fault(in: view).map { view[$0].text } }
    }

    @Test(
        "image",
        arguments: [
            ("see ![Image](x.png)", "![Image]"), ("![image](x)", nil), ("[Image]", nil), ("!![Image]", "![Image]"),
            ("", nil),
        ] as [(String, String?)])
    func image(_ text: String, _ expected: String?) {
        #expect(found(ImageRule(), text) == expected)
    }

    @Test(
        "numbering",
        arguments: [
            ("p1. Find x", "p1."), ("see p12. and p13.", "p12."), ("p999.", "p999."), ("p1000.", nil), ("p0.", nil),
            ("p01.", nil),
            ("step2.", "p2."), ("p 1.", nil), ("p1", nil), ("P1.", nil), ("pp1.", "p1."), ("p1p2.", "p2."),
            ("p12", nil), ("p1,", nil),
        ] as [(String, String?)])
    func numbering(_ text: String, _ expected: String?) {
        #expect(found(NumberingRule(), text) == expected)
    }

    @Test(
        "emphasis",
        arguments: [
            ("**Problem3** Find", "**Problem3**"), ("**Note** 5", "**Note**"), ("**Note**\n5", nil),
            ("**two words** 5", nil),
            ("**a]b** 5", nil), ("**Note**", nil), ("5 **Note** no digit", nil), ("**a**b** 1", "**a**b**"),
            ("****1", "****"),
            ("***1***", "***1***"), ("** a**1**", "**1**"), ("2**3 and 4**5", nil), ("2**3**4", "**3**"),
            ("**a\u{A0}b** 1", nil),
            ("**数学** ٣", "**数学**"), ("**x", nil), ("*", nil), ("** **1 **b** c", nil),
        ] as [(String, String?)])
    func emphasis(_ text: String, _ expected: String?) {
        #expect(found(EmphasisRule(), text) == expected)
    }

    @Test("asy", arguments: [("[asy]draw();[/asy]", "[asy]"), ("[ASY]", nil), ("asy", nil)] as [(String, String?)])
    func asymptote(_ text: String, _ expected: String?) {
        #expect(found(AsymptoteRule(), text) == expected)
    }

    @Test("are what their regular expressions find, on random texts", arguments: 0..<400)
    func regularExpressions(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let stock = ["*", "**", "**", "a", "1", " ", "\n", "]", "p", "p1.", "0", ".", "é", "\u{3000}", "٣", "9", "\r"]
        let text = (0..<random.below(60)).map { _ in random.pick(stock) }.joined()
        let rules: [(any QualityRule, String)] = [
            (NumberingRule(), #"p[1-9][0-9]{0,2}\."#),
            // The class names what Python's \s and . mean, which differ from those of this engine.
            (EmphasisRule(), #"\*\*(?=[^\n]*\p{Nd})[^\p{White_Space}\x{1C}-\x{1F}\]]*\*\*"#),
        ]
        for (rule, pattern) in rules {
            let expression = try NSRegularExpression(pattern: pattern)
            let match = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
            let expected = match.flatMap { Range($0.range, in: text) }.map { String(text[$0]) }
            #expect(found(rule, text) == expected, "\(text.debugDescription)")
        }
    }

    @Test("a megabyte of asterisks takes no time to speak of")
    func linear() {
        let stars = String(repeating: "*", count: 1 << 20)
        #expect(found(EmphasisRule(), stars) == nil)
        #expect(found(EmphasisRule(), String(repeating: "**a ", count: 1 << 18)) == nil)
        #expect(found(NumberingRule(), String(repeating: "p", count: 1 << 20)) == nil)
    }

    @Test("the order of the recipe decides, and AIME's drawings are kept")
    func stage() throws {
        let folder = TemporaryFolder()
        func question(_ text: String, _ type: String = "t") -> JSON {
            ["question": .string(text), "source_type": .string(type)]
        }
        folder.write(
            "s.jsonl",
            lines: [
                question("[asy] p1. both"), question("[asy] p1. **a1**", "qq8933/AIME_1983"), question("fine"),
                question("p3.\n\nx ![Image]"), question("é p7.", "AIME"),
            ])
        let all: JSON = ["require": [], "rules": ["image", "numbering", "emphasis", "asy"]]
        try run(try recipe([("quality", all)], in: folder), in: folder)
        #expect(
            try decisions("quality", in: folder) == [
                "[asy] p1. both: numbering {\"found\":\"p1.\",\"offset\":6,\"line\":1}", "[asy] p1. **a1**: kept",
                "fine: kept",
                "p3.\n\nx ![Image]: image {\"found\":\"![Image]\",\"offset\":7,\"line\":3}",
                "é p7.: numbering {\"found\":\"p7.\",\"offset\":2,\"line\":1}",
            ])
        try run(try recipe([("quality", ["require": [], "rules": ["asy", "image"]])], in: folder), in: folder)
        let rules = try folder.lines("run/quality/decisions.jsonl").map { $0["rule"]?.string ?? "kept" }
        #expect(rules == ["asy", "kept", "kept", "image", "kept"])
    }
}
