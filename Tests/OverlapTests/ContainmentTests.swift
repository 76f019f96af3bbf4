import Bytes
import Testing
import TestSupport

@testable import Overlap

/// Scores of questions against benchmark items, held against their definition.
@Suite("Containment")
struct ContainmentTests {
    private static let items = [
        "A farmer has 12 cows and sells 5 of them to a neighbour at the market on Monday. How many cows are left?",
        "Compute $\\dbinom{9}{4}$.",
        "A die is rolled twice. What is the probability of two sixes? Express your answer as a common fraction in lowest terms.",
        "What is the value of $x$?",
        "Let $S$ be the set of all integers $k$ in $[-60,60]$ for which $\\log(kx)=3\\log(x+5)$ has one real solution. Find $S$.",
    ]

    /// The matches of questions, as item, score and whether it is the template alone.
    private static func matches(
        _ questions: [String], items: [String] = items, others: [String] = [], threshold: Int = 400
    ) -> [ContainmentMatch?] {
        var index = ItemIndex()
        for item in items { index.append(TextRunsTests.runs(item)) }
        var counter = RunRarity.Counter(runs: 10_000)
        var templates = counter
        index.count(into: &counter, templates: &templates)
        for question in questions + others {
            counter.count(TextRunsTests.runs(question).runs)
            templates.count(TextRunsTests.runs(question).templateRuns)
        }
        var matcher = ContainmentMatcher(
            index, rarity: RunRarity(counter), templateRarity: RunRarity(templates))
        return questions.map {
            let (same, template) = matcher.best(for: TextRunsTests.runs($0), threshold: threshold)
            return same ?? template
        }
    }

    /// Texts that make a pool large enough for phrases to be frequent or rare.
    private static let others: [String] = (0..<80).map { number in
        let phrase = number % 2 == 0 ? " Express your answer as a common fraction in lowest terms." : ""
        return
            "Story \(number) tells of \(number * 7) riders who met \(number + 3) giants near town \(number).\(phrase)"
    }

    @Test(
        "the same question in another layout",
        arguments: [
            (
                0,
                "a FARMER has $12$ cows, and sells $5$ of them to a neighbour at the market on Monday; how many cows are left"
            ),
            (1, "COMPUTE  $\\binom94$"),
            (1, "Please solve the following exercise and show your work: Compute $\\binom{9}{4}$."),
            (
                4,
                "Let $ S $ be the set of all integers $ k $ in $ [-60, 60] $ for which \\( \\log (k x) = 3 \\log (x + 5) \\) "
                    + "has one real solution. Find S."
            ),
            (3, "What is the value of x ?"),
        ])
    func same(_ item: Int, _ question: String) throws {
        let match = try #require(Self.matches([question], others: Self.others)[0])
        #expect(match == ContainmentMatch(item: item, score: match.score, isTemplate: false))
        #expect(match.score >= 900)
    }

    @Test(
        "the same template with other numbers",
        arguments: [
            (
                0,
                "A farmer has 30 cows and sells 8 of them to a neighbour at the market on Monday. How many cows are left?"
            ),
            (1, "Compute $\\binom{7}{2}$."),
        ])
    func template(_ item: Int, _ question: String) throws {
        let match = try #require(Self.matches([question], others: Self.others)[0])
        #expect(match.item == item && match.isTemplate && match.score >= 600)
    }

    @Test(
        "other questions",
        arguments: [
            "A card is drawn from a deck. What is the chance of a red ace? Express your answer as a common fraction in lowest terms.",
            "The polynomial $x^3+2$ has a root near $-1$. What is the value of $x$ there to three places?",
            "How many ways are there to seat five guests at a round table?",
            "What is the value of $y$?",
            "",
        ])
    func other(_ question: String) {
        #expect(Self.matches([question], others: Self.others) == [nil])
    }

    @Test("a text is found in a longer one, whichever of the two is the item")
    func containment() throws {
        let longer =
            Self.items[0] + " Then compare the rest with last year's herd, and explain to the class how you did it."
        #expect(try #require(Self.matches([longer], others: Self.others)[0]).score == 1000)
        #expect(try #require(Self.matches([Self.items[0]], items: [longer], others: Self.others)[0]).score == 1000)
    }

    @Test("scores of long texts are the shares of weights by definition")
    func definition() {
        var random = SeededRandom(11)
        let words = ["cat", "dog", "5", "6", "runs", "to", "the", "hill", "and", "back"]
        func text() -> String {
            (0..<8 + random.below(20)).map { _ in words[random.below(words.count)] }.joined(separator: " ")
        }
        let (items, questions) = ((0..<20).map { _ in text() }, (0..<60).map { _ in text() })
        var index = ItemIndex()
        for item in items { index.append(TextRunsTests.runs(item)) }
        var counter = RunRarity.Counter(runs: 3000)
        var templates = counter
        index.count(into: &counter, templates: &templates)
        for question in questions {
            counter.count(TextRunsTests.runs(question).runs)
            templates.count(TextRunsTests.runs(question).templateRuns)
        }
        let (rarity, templateRarity) = (RunRarity(counter), RunRarity(templates))
        var matcher = ContainmentMatcher(index, rarity: rarity, templateRarity: templateRarity)
        func weight(_ runs: some Sequence<UInt64>, _ rarity: RunRarity) -> Int {
            runs.reduce(0) { $0 + rarity.weight(of: $1) }
        }
        for question in questions {
            let a = TextRunsTests.runs(question)
            var expected: [ContainmentMatch] = []
            for (number, item) in items.enumerated() {
                let b = TextRunsTests.runs(item)
                let shared = weight(Set(a.runs).intersection(b.runs), rarity)
                let sharedTemplate = weight(Set(a.templateRuns).intersection(b.templateRuns), templateRarity)
                let exact = shared * 1000 / max(1, min(weight(a.runs, rarity), weight(b.runs, rarity)))
                let template =
                    sharedTemplate * 700
                    / max(1, weight(a.templateRuns, templateRarity), weight(b.templateRuns, templateRarity))
                let score = max(exact, template)
                let (fewer, more) =
                    weight(a.runs, rarity) < weight(b.runs, rarity) ? (a.numbers, b.numbers) : (b.numbers, a.numbers)
                let hasAll = fewer.allSatisfy { one in
                    more.filter { $0 == one }.count >= fewer.filter { $0 == one }.count
                }
                if score >= 100 {
                    expected.append(ContainmentMatch(item: number, score: score, isTemplate: !hasAll))
                }
            }
            #expect(matcher.all(for: a, threshold: 100) == expected)
            let best = matcher.best(for: a, threshold: 100)
            func first(_ isTemplate: Bool) -> ContainmentMatch? {
                expected.filter { $0.isTemplate == isTemplate }
                    .max { ($0.score, -$0.item) < ($1.score, -$1.item) }
            }
            #expect(best.same == first(false) && best.template == first(true))
        }
    }
}
