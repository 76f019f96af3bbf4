import TestSupport
import Testing

@testable import Grading

@Suite("Decisions on random trees and their values")
struct VerdictPropertyTests {
    private static let plain = GradeSettings(acceptsRounded: false)

    private static func decide(_ left: Node, _ right: Node) -> Decision {
        var comparator = Comparator(settings: plain)
        return comparator.decide(left, right)
    }

    private static func exact(_ node: Node) -> Rational? {
        var evaluator = ExactEvaluator(budget: Budget(1_000_000))
        return try? evaluator.value(node)
    }

    private static func number(_ value: Int) -> Node { .number(Numeral(value)) }

    /// The node with numbers for its variables.
    private static func closed(_ node: Node) -> Node {
        node.replacing("x", by: number(3)).replacing("y", by: .quotient(number(-2), number(7)))
    }

    @Test("trees without variables are equal just where their rational values are")
    func closedTrees() throws {
        var trees = RandomTrees(141)
        var (equal, different) = (0, 0)
        for round in 0..<300 {
            let left = Self.closed(trees.next(1 + round % 4))
            let right =
                round % 2 == 0 ? trees.rewritten(trees.rewritten(left)) : Self.closed(trees.next(1 + round % 4))
            guard let first = Self.exact(left), let second = Self.exact(right) else { continue }
            let decision = Self.decide(left, right)
            #expect(decision.isEqual == (first == second), "\(latex(left)) and \(latex(right))")
            #expect(!decision.isUnknown)
            if decision.isEqual { equal += 1 } else { different += 1 }
        }
        #expect(equal > 100 && different > 100)
    }

    @Test("a tree without variables is equal to its value, and not to its value plus a part in a million")
    func values() throws {
        var trees = RandomTrees(142)
        for round in 0..<150 {
            let node = Self.closed(trees.next(1 + round % 4))
            guard let value = Self.exact(node) else { continue }
            let numeral = Node.number(Numeral(value: value, digits: "", decimals: 0))
            #expect(Self.decide(node, numeral).isEqual, "\(latex(node))")
            let other = value + Rational.powerOfTen(-6)
            let moved = Node.number(Numeral(value: other, digits: "", decimals: 0))
            #expect(Self.decide(node, moved) == .different(.exact), "\(latex(node))")
        }
    }

    @Test("laws of algebra hold for trees as their letters", arguments: [false, true])
    func laws(_ hasFunctions: Bool) {
        var trees = RandomTrees(143, hasFunctions: hasFunctions)
        var decided = 0
        for round in 0..<40 {
            let (a, b, c) = (trees.next(round % 3), trees.next(round % 3), trees.next(round % 3))
            let square = Node.power(.sum([a, b]), Self.number(2))
            let pairs: [(Node, Node)] = [
                (.product([a, .sum([b, c])]), .sum([.product([a, b]), .product([a, c])])),
                (.sum([a, .negative(.sum([b, c]))]), .sum([a, .negative(b), .negative(c)])),
                (
                    square,
                    .sum([.power(a, Self.number(2)), .product([Self.number(2), a, b]), .power(b, Self.number(2))])
                ),
                (
                    .product([.sum([a, b]), .sum([a, .negative(b)])]),
                    .sum([.product([a, a]), .negative(.product([b, b]))])
                ), (.negative(.negative(a)), a), (.product([.negative(a), .negative(b)]), .product([a, b])),
                (.product([.power(a, Self.number(2)), .power(a, Self.number(3))]), .power(a, Self.number(5))),
            ]
            for (left, right) in pairs {
                let decision = Self.decide(left, right)
                if case .different = decision { Issue.record("\(latex(left)) and \(latex(right))") }
                if decision.isEqual { decided += 1 }
            }
        }
        #expect(decided > 250)
    }

    @Test("wrong laws of algebra are told apart")
    func wrongLaws() {
        var trees = RandomTrees(144)
        let (x, y) = (Node.symbol("x"), Node.symbol("y"))
        for round in 0..<60 {
            let (a, b) = (trees.next(round % 3), trees.next(round % 3))
            // The sums keep the terms from being zero or constant.
            let (p, q) = (Node.sum([.power(a, Self.number(2)), x, Self.number(1)]), Node.sum([b, .product([x, y])]))
            #expect(!Self.decide(.power(.sum([p, q]), Self.number(2)), .sum([.power(p, Self.number(2)), q])).isEqual)
            #expect(!Self.decide(p, .negative(p)).isEqual)
            #expect(!Self.decide(p, .product([p, p])).isEqual)
            #expect(!Self.decide(p, .sum([p, .quotient(Self.number(1), Self.number(1_000_000))])).isEqual)
        }
    }

    @Test("with rounding off, numbers are compared alike from both sides, and equal only to themselves")
    func symmetricNumbers() {
        let texts = [
            "0.333", "\\frac13", "0.3333", "3.14", "\\pi", "\\frac{22}{7}", "1.414", "\\sqrt2", "2", "1.999", "e",
            "2.718", "33.3\\%", "-0.333", "0.333 \\times 10^{1}", "2^{200}", "\\ln 2", "0.693",
        ]
        for (i, left) in texts.enumerated() {
            for (j, right) in texts.enumerated() {
                let one = decision(left, right, settings: Self.plain)
                let other = decision(right, left, settings: Self.plain)
                #expect(one.prefix(1) == other.prefix(1), "\(left) and \(right): \(one), \(other)")
                // A percentage is its number or its hundredth, and 33.3% is as well 0.333.
                if i == j || Set([left, right]) == ["0.333", "33.3\\%"] {
                    #expect(one.hasPrefix("="))
                } else {
                    #expect(one.hasPrefix("≠"), "\(left) and \(right): \(one)")
                }
            }
        }
    }

    @Test("with rounding on, what is equal without it stays equal")
    func roundingOnlyAdds() {
        var trees = RandomTrees(145, hasFunctions: true)
        for round in 0..<100 {
            let left = trees.next(round % 4)
            let right = trees.rewritten(left)
            guard Self.decide(left, right).isEqual else { continue }
            var comparator = Comparator(settings: GradeSettings())
            #expect(comparator.decide(left, right).isEqual, "\(latex(left))")
        }
    }

    @Test("a list is equal to every order of its items, and to none with an item moved", arguments: 2...7)
    func permutations(_ count: Int) {
        var random = SeededRandom(146 + UInt64(count))
        for _ in 0..<10 {
            let start = random.below(50)
            let items = (0..<count).map { Self.number(start + 3 * $0) }
            let shuffled = items.shuffled(using: &random)
            #expect(Self.decide(.list(items), .list(shuffled)).isEqual)
            #expect(Self.decide(.set(items), .set(shuffled)).isEqual)
            var moved = shuffled
            moved[random.below(count)] = Self.number(start + 1)
            #expect(Self.decide(.list(items), .list(moved)) == .different(.items))
            #expect(Self.decide(.list(items), .list(Array(shuffled.dropLast()))) == .different(.items))
        }
    }

    @Test("a tuple is equal only to its own order", arguments: 3...6)
    func tuples(_ count: Int) {
        var random = SeededRandom(156 + UInt64(count))
        let parts = (0..<count).map { Self.number(5 * $0 + 1) }
        let tuple = Node.bracketed(opensClosed: false, parts, closesClosed: false)
        for _ in 0..<20 {
            let shuffled = parts.shuffled(using: &random)
            let other = Node.bracketed(opensClosed: false, shuffled, closesClosed: false)
            #expect(Self.decide(tuple, other).isEqual == (shuffled == parts))
        }
    }

    @Test("an equation keeps its solutions under factors and moved terms, and loses them with another constant")
    func equations() {
        var random = SeededRandom(147)
        for _ in 0..<60 {
            let (a, b, c) = (1 + random.below(9), 1 + random.below(9), 1 + random.below(30))
            let factor = (2 + random.below(5)) * (random.below(2) == 0 ? 1 : -1)
            let line = "\(a)x + \(b)y = \(c)"
            #expect(decision(line, "\(factor * a)x = \(factor * c) + (\(-factor * b))y") == "= equation")
            #expect(decision(line, "\(a)x + \(b)y - \(c) = 0") == "= equation")
            #expect(decision(line, "\(a)x + \(b)y = \(c + 1)") == "≠ equation")
            #expect(decision(line, "\(a)x - \(b)y = \(c)") == "≠ equation")
        }
    }

    @Test("intervals are equal to their inequalities just where the ends are open or closed alike")
    func intervals() {
        for opens in ["(", "["] {
            for closes in [")", "]"] {
                for left in ["<", "\\le"] {
                    for right in ["<", "\\le"] {
                        let isEqual = (opens == "[") == (left == "\\le") && (closes == "]") == (right == "\\le")
                        let found = decision("\(opens)-3, \\frac{5}{2}\(closes)", "-3 \(left) x \(right) 2.5")
                        #expect(found == (isEqual ? "= real_set" : "≠ real_set"))
                    }
                }
            }
        }
    }
}
