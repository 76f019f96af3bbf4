import TestSupport
import Testing

@testable import Grading

@Suite("The budget of operations")
struct BudgetTests {
    @Test("operations are taken off until none are left")
    func spending() throws {
        var budget = Budget(10)
        try budget.spend(4)
        #expect(budget.remaining == 6)
        try budget.spend(6)
        #expect(budget.remaining == 0)
        try budget.spend(0)
        #expect(throws: EvaluationFault.exhausted) { try budget.spend(1) }
        #expect(throws: EvaluationFault.exhausted) { try budget.spend(0) }
    }

    /// Expressions whose values are larger than any memory, and others that are slow to compute.
    private static let hard = [
        "7^{7^{7^{7}}}", "3^{3^{3^{3^{3}}}}", "(10^{8})!", "1000000! + 1", "(2^{100})!", "\\binom{10^{9}}{10^{5}}",
        "((2^{64})^{64})^{64}", "e^{10^{30}}", "\\cos(10^{300})", "\\ln(10^{2000} + 1)", "\\sqrt{2^{900} + 1}",
        "\\sqrt[7]{12345678901234567890}", "(x+y)^{10^{12}}", "n!", "\\binom{n}{k}", "x^{y^{z}}", "100000!!",
    ]

    @Test("the same verdict is given every time, in bounded time", arguments: hard)
    func repeated(_ text: String) {
        let clock = ContinuousClock()
        for other in ["x", "\(text) + 2"] {
            let time = clock.measure {
                let first = decision(text, other)
                #expect(decision(text, other) == first)
            }
            withExtendedLifetime(time) {}
        }
    }

    @Test("a tower or a factorial is not equal to itself plus two", arguments: hard)
    func apart(_ text: String) { #expect(!decision(text, "\(text) + 2").hasPrefix("=")) }

    @Test("a text is equal to itself, whatever it costs to compute it", arguments: hard)
    func same(_ text: String) { #expect(decision(text, text) == "= same_text") }

    @Test("a comparison leaves the same budget every time, and never more than it had")
    func remaining() {
        var trees = RandomTrees(151, hasFunctions: true)
        for round in 0..<60 {
            let (left, right) = (trees.next(1 + round % 4), trees.next(1 + round % 4))
            var first = Comparator(settings: GradeSettings())
            var second = Comparator(settings: GradeSettings())
            #expect(first.decide(left, right) == second.decide(left, right))
            #expect(first.budget.remaining == second.budget.remaining)
            #expect(first.budget.remaining < Comparator.largestBudget)
        }
    }

    @Test("an evaluation that is out of budget says so, at every way of computing")
    func exhausted() throws {
        let node = try #require(tree("1 + 2 \\cdot 3^{4}"))
        var exact = ExactEvaluator(budget: Budget(1))
        #expect(throws: EvaluationFault.exhausted) { try exact.value(node) }
        let one = PrimeField.all[0]
        var modular = ModularEvaluator(field: one, budget: Budget(1), values: [:], constants: (pi: 3, e: 5))
        #expect(throws: EvaluationFault.exhausted) { try modular.element(node) }
        var balls = BallEvaluator(bits: 128, budget: Budget(1))
        #expect(throws: EvaluationFault.exhausted) { try balls.value(node) }
    }

    @Test("the random points are the same in every run, and differ within one")
    func points() {
        var (first, second) = (RandomPoints(), RandomPoints())
        var seen: Set<UInt64> = []
        for _ in 0..<200 {
            let value = first.next()
            #expect(value == second.next())
            seen.insert(value)
        }
        #expect(seen.count == 200)
        for bound: UInt64 in [1, 2, 97, 1 << 60] {
            for _ in 0..<50 { #expect(first.next(below: bound) < bound) }
        }
    }
}
