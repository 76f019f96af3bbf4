import TestSupport

@testable import Grading

/// Random expressions, and other forms of them that have the same value.
struct RandomTrees {
    var random: SeededRandom
    /// Whether roots, functions and constants may occur.
    var hasFunctions = false

    init(_ seed: UInt64, hasFunctions: Bool = false) {
        random = SeededRandom(seed)
        self.hasFunctions = hasFunctions
    }

    mutating func next(_ depth: Int) -> Node {
        guard depth > 0 else { return leaf() }
        switch random.below(hasFunctions ? 9 : 6) {
        case 0: return .sum([next(depth - 1), next(depth - 1)])
        case 1: return .product([next(depth - 1), next(depth - 1)])
        case 2: return .quotient(next(depth - 1), positive(depth - 1))
        case 3: return .negative(next(depth - 1))
        case 4: return .power(next(depth - 1), .number(Numeral(1 + random.below(4))))
        case 5: return leaf()
        case 6: return .function(.root, [positive(depth - 1), .number(Numeral(2 + random.below(2)))])
        case 7: return .function(random.pick([.sine, .cosine, .arctangent]), [next(depth - 1)])
        default: return .function(.naturalLogarithm, [positive(depth - 1)])
        }
    }

    /// A value that is greater than zero wherever the variables are real.
    private mutating func positive(_ depth: Int) -> Node {
        .sum([.power(next(max(0, depth - 1)), .number(Numeral(2))), .number(Numeral(1 + random.below(9)))])
    }

    private mutating func leaf() -> Node {
        switch random.below(hasFunctions ? 5 : 4) {
        case 0: .symbol(random.pick(["x", "y"]))
        case 1: .number(Numeral(random.below(30)))
        case 2: .quotient(.number(Numeral(1 + random.below(9))), .number(Numeral(1 + random.below(9))))
        case 3: .negative(.number(Numeral(1 + random.below(12))))
        default: .constant(.pi)
        }
    }

    /// Returns another form of an expression with the same value.
    mutating func rewritten(_ node: Node) -> Node {
        let node = node.mapChildrenInOrder { self.rewritten($0) }
        let one = Node.number(Numeral(1))
        switch (random.below(6), node) {
        case (0, .sum(let terms)): return .sum(terms.reversed())
        case (1, .product(let factors)): return .product(factors.reversed())
        case (2, .product(let factors)) where factors.count == 2:
            guard case .sum(let terms) = factors[1] else { return node }
            return .sum(terms.map { .product([factors[0], $0]) })
        case (3, _): return .sum([node, one, .negative(one)])
        case (4, _): return .product([.number(Numeral(3)), .quotient(node, .number(Numeral(3)))])
        case (5, .power(let base, .number(let exponent))) where exponent.value == Rational(2):
            return .product([base, base])
        default: return node
        }
    }
}

extension Node {
    fileprivate func mapChildrenInOrder(_ transform: (Node) -> Node) -> Node { mapChildren(transform) }
}

/// An expression in LaTeX, with brackets around every part.
func latex(_ node: Node) -> String {
    switch node {
    case .number(let numeral):
        return numeral.value.isInteger ? spelled(numeral.value) : "(\(spelled(numeral.value)))"
    case .symbol(let name): return name
    case .constant(let constant): return "\\\(constant.rawValue)"
    case .negative(let node): return "(-\(latex(node)))"
    case .sum(let terms): return "(" + terms.map(latex).joined(separator: " + ") + ")"
    case .product(let factors): return "(" + factors.map(latex).joined(separator: " \\cdot ") + ")"
    case .quotient(let top, let bottom): return "\\frac{\(latex(top))}{\(latex(bottom))}"
    case .power(let base, let exponent): return "{\(latex(base))}^{\(latex(exponent))}"
    case .function(.root, let arguments): return "\\sqrt[\(latex(arguments[1]))]{\(latex(arguments[0]))}"
    case .function(let function, let arguments): return "\\\(function.rawValue)(\(latex(arguments[0])))"
    default: return "?"
    }
}
