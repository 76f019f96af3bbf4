import TestSupport
import Testing

@testable import Grading

@Suite("What holds for all expressions")
struct PropertyTests {
    private static func decide(_ left: Node, _ right: Node) -> Decision {
        var comparator = Comparator(settings: GradeSettings(acceptsRounded: false))
        return comparator.decide(left, right)
    }

    @Test("an expression is equal to its rewritings", arguments: [false, true])
    func rewritings(_ hasFunctions: Bool) {
        var trees = RandomTrees(41, hasFunctions: hasFunctions)
        var decided = 0
        for round in 0..<150 {
            let node = trees.next(1 + round % 4)
            let other = trees.rewritten(trees.rewritten(node))
            let decision = Self.decide(node, other)
            if case .different = decision { Issue.record("\(latex(node)) and \(latex(other))") }
            if decision.isEqual { decided += 1 }
        }
        // An expression without a value anywhere is not decided.
        #expect(decided > 130)
    }

    @Test("an expression is not equal to itself plus a small number", arguments: [false, true])
    func perturbed(_ hasFunctions: Bool) {
        var trees = RandomTrees(42, hasFunctions: hasFunctions)
        let small = Node.power(.number(Numeral(10)), .negative(.number(Numeral(30))))
        var decided = 0
        for round in 0..<150 {
            let node = trees.next(1 + round % 4)
            let decision = Self.decide(node, trees.rewritten(.sum([node, small])))
            #expect(!decision.isEqual, "\(latex(node))")
            if case .different = decision { decided += 1 }
        }
        #expect(decided > 130)
    }

    @Test("the order of the two sides does not matter", arguments: [false, true])
    func symmetry(_ hasFunctions: Bool) {
        var trees = RandomTrees(43, hasFunctions: hasFunctions)
        for round in 0..<150 {
            let left = trees.next(round % 3)
            let right = round % 2 == 0 ? trees.rewritten(left) : trees.next(round % 3)
            let (one, other) = (Self.decide(left, right), Self.decide(right, left))
            #expect(one.isEqual == other.isEqual && one.isUnknown == other.isUnknown, "\(latex(left)), \(latex(right))")
        }
    }

    @Test("collections are compared alike from both sides")
    func symmetricCollections() {
        let texts = [
            "1, 2", "2, 1", "(1, 2)", "[1, 2)", "1 \\le x < 2", "\\{1, 2\\}", "x = 1, x = 2", "\\pm 1", "1, -1",
            "\\{1\\}", "1",
            "\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}", "x > 1", "(1, \\infty)", "y = x", "x - y = 0", "1:2", "0.5",
            "\\text{yes}",
        ]
        for left in texts {
            for right in texts {
                let (one, other) = (decision(left, right), decision(right, left))
                #expect(one.prefix(1) == other.prefix(1), "\(left) and \(right): \(one), \(other)")
            }
            #expect(decision(left, left).hasPrefix("="))
        }
    }

    @Test("what is written in LaTeX is read back with the same value", arguments: [false, true])
    func readBack(_ hasFunctions: Bool) throws {
        var trees = RandomTrees(44, hasFunctions: hasFunctions)
        for round in 0..<120 {
            let node = trees.next(round % 4)
            let text = latex(node)
            let read = try #require(tree(text), "\(text)")
            #expect(Self.decide(node, read) != .different(.modular), "\(text)")
            #expect(Self.decide(node, read) != .different(.interval), "\(text)")
            #expect(Self.decide(node, read) != .different(.exact), "\(text)")
        }
    }

    @Test("the value modulo a prime is that of the exact value")
    func modularValues() throws {
        var trees = RandomTrees(45)
        for round in 0..<200 {
            let node = trees.next(round % 5)
            var exact = ExactEvaluator(budget: Budget(1_000_000))
            exact.values = ["x": Rational(7), "y": Rational(11)]
            guard let value = try? exact.value(node) else { continue }
            for field in PrimeField.all {
                var modular = ModularEvaluator(
                    field: field, budget: Budget(1_000_000), values: ["x": 7, "y": 11], constants: (pi: 3, e: 5))
                let element = try modular.element(node)
                #expect(element == field.element(value))
            }
        }
    }

    @Test("the ball of a value contains its exact value")
    func ballValues() throws {
        var trees = RandomTrees(46)
        for round in 0..<200 {
            let node = trees.next(round % 5)
            let values = ["x": Rational(-7), "y": Rational(BigInteger(3), over: BigInteger(11)) ?? .one]
            var exact = ExactEvaluator(budget: Budget(1_000_000))
            exact.values = values
            guard let value = try? exact.value(node) else { continue }
            var evaluator = BallEvaluator(bits: 128, budget: Budget(1_000_000), values: values)
            let ball = try evaluator.value(node)
            #expect(ball.isReal)
            #expect(ball.real.difference(Ball(value, bits: 2000), bits: 2000).containsZero)
        }
    }
}
