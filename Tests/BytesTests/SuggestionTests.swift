import Testing

@testable import Messages

@Suite("Did you mean")
struct SuggestionTests {
    private static let known = ["target", "teacher", "profile"]

    @Test(
        "a message ends with the nearest word, or with what else there is to say",
        arguments: [
            ("targt", "; did you mean \"target\"?", "; did you mean \"target\"?"), ("zzz", "", "; other words"),
            ("", "", "; other words"),
        ])
    func endings(_ typed: String, _ ending: String, _ otherwise: String) {
        for suggestion in [
            Suggestion(for: typed, among: Self.known), Suggestion(for: typed, in: Spelling(Self.known)),
        ] {
            #expect(suggestion.ending == ending)
            #expect(suggestion.ending(or: "other words") == otherwise)
            #expect((suggestion.question == nil) == ending.isEmpty)
        }
    }

    @Test("options stand without quotes, and a word that somebody has found is as good as one found here")
    func options() {
        #expect(Suggestion(for: "--sed", among: ["--seed"], isOption: true).question == "did you mean --seed?")
        #expect(Suggestion("a/b.jsonl") == Suggestion(for: "a/b.json", among: ["a/b.jsonl"]))
        #expect(Suggestion(nil).ending == "")
    }

    @Test(
        "names as a sentence lists them",
        arguments: [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
            as [([String], String)])
    func list(_ names: [String], _ expected: String) {
        #expect(listed(names) == expected)
        #expect(listed(names, "and") == expected.split(separator: " or ").joined(separator: " and "))
    }
    @Test(
        "what was expected is named alone, as one or the other, or as one of several",
        arguments: [
            (["a"], "expected a"), (["a", "b"], "expected a or b"), (["a", "b", "c"], "expected one of a, b, c"),
        ] as [([String], String)])
    func expectation(_ names: [String], _ expected: String) {
        #expect(expectedOne(of: names) == expected)
    }
}
