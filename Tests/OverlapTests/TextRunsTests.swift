import Bytes
import Testing
import TestSupport

@testable import Overlap

/// The runs of a text, held against their definition.
@Suite("Runs of units")
struct TextRunsTests {
    static func runs(_ text: String) -> TextRuns {
        var units = TextUnits()
        var runs = TextRuns()
        text.withByteView { units.read($0) }
        runs.read(units)
        return runs
    }

    @Test(
        "the number of distinct runs",
        arguments: [
            ("", 0), ("one", 1), ("one two", 1), ("one two three", 1), ("one two three four", 2),
            ("a b c a b c a b c", 3), ("( one ) ( two )", 1), ("1 + 1 + 1 + 1", 2),
        ])
    func distinct(_ text: String, _ expected: Int) {
        #expect(Self.runs(text).runs.count == expected)
    }

    @Test("runs are distinct, in ascending order, and those of each three neighbours")
    func definition() {
        var random = SeededRandom(3)
        for _ in 0..<500 {
            let words = (0..<random.below(30)).map { _ in ["a", "b", "7", "=", "8", "("][random.below(6)] }
            let runs = Self.runs(words.joined(separator: " "))
            let compared = words.filter { $0 != "(" }
            #expect(runs.count == compared.count)
            #expect(runs.runs == runs.runs.sorted() && Set(runs.runs).count == runs.runs.count)
            let template = compared.map { $0 == "7" || $0 == "8" ? "#" : $0 }
            #expect(runs.runs.count == Self.distinctThrees(compared))
            #expect(runs.templateRuns.count == Self.distinctThrees(template))
            #expect(runs.numbers.count == template.filter { $0 == "#" }.count)
        }
    }

    /// The number of distinct runs of three by definition; a shorter text is one run.
    private static func distinctThrees(_ units: [String]) -> Int {
        if units.isEmpty { return 0 }
        var threes: Set<[String]> = []
        for place in units.indices.dropLast(2) { threes.insert(Array(units[place..<place + 3])) }
        return max(1, threes.count)
    }

    @Test("texts with other numbers have the same template and other runs")
    func templates() {
        let (one, other) = (Self.runs("What is 3 times 4?"), Self.runs("What is 30 times 41?"))
        #expect(one.templateRuns == other.templateRuns && one.templateHashes == other.templateHashes)
        #expect(one.runs != other.runs && one.numbersHash != other.numbersHash)
    }

    @Test("the order of the numbers does not matter to their hash, how often each occurs does")
    func numbers() {
        #expect(Self.runs("3 and 4").numbersHash == Self.runs("4 or 3").numbersHash)
        #expect(Self.runs("3 and 4").numbersHash != Self.runs("3 and 4 and 4").numbersHash)
        #expect(Self.runs("nothing").numbersHash == Self.runs("none").numbersHash)
    }

    @Test("the code of figures counts only where there is little else")
    func figures() {
        let figure = "[asy] draw((0,0)--(1,1)); [/asy]"
        let long = "What is the area of the shaded triangle here?"
        #expect(Self.runs(long + figure).runs == Self.runs(long).runs)
        #expect(Self.runs("What is it? " + figure).count > Self.runs("What is it?").count)
    }

    @Test("hashes are the same on every machine")
    func hashes() {
        #expect(Self.runs("one two three").runs == [Self.pinned])
    }

    private static let pinned: UInt64 = 759_529_302_600_489_643
}
