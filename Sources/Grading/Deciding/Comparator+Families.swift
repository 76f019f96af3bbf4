// General solutions: expressions in an integer whose name and starting point do not matter, and in constants of
// integration whose case does not matter.
extension Comparator {
    /// Compares expressions of which each has one variable that the other does not have; nil if that does not apply.
    mutating func compareRenamed(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision? {
        guard let (first, second) = Comparator.differingSymbols([left], [right]) else { return nil }
        if Comparator.isConstantName(first), Comparator.isConstantName(second) {
            let decision = try compareScalars(left, right.replacing(second, by: .symbol(first)))
            return decision.isEqual ? .equal(.family) : nil
        }
        guard Comparator.isIntegerName(first), Comparator.isIntegerName(second),
            Comparator.hasConstant(left), Comparator.hasConstant(right)
        else { return nil }
        return try compareFamily(left, right.replacing(second, by: .symbol(first)), name: first)
    }

    /// Compares tuples whose parts depend on one integer each, under different names.
    mutating func compareFamilies(_ left: [Node], _ right: [Node]) throws(EvaluationFault) -> Decision? {
        guard let (first, second) = Comparator.differingSymbols(left, right) else { return nil }
        let bothConstants = Comparator.isConstantName(first) && Comparator.isConstantName(second)
        guard bothConstants || left.filter({ $0.symbols.contains(first) }).count > 1 else { return nil }
        for (one, other) in zip(left, right) {
            let decision = try compare(one, other.replacing(second, by: .symbol(first)))
            guard decision.isEqual else { return nil }
        }
        return .equal(.family)
    }

    // The only variable of the left nodes that the right ones lack, and the other way round.
    private static func differingSymbols(_ left: [Node], _ right: [Node]) -> (String, String)? {
        let first = Set(left.flatMap(\.symbols))
        let second = Set(right.flatMap(\.symbols))
        let (one, other) = (first.subtracting(second), second.subtracting(first))
        guard one.count == 1, other.count == 1, let name = one.first, let otherName = other.first else { return nil }
        return (name, otherName)
    }

    private static func isConstantName(_ name: String) -> Bool {
        guard let first = name.utf8.first else { return false }
        return first | 0x20 == 0x63 && (name.utf8.count == 1 || name.utf8.dropFirst().first == 0x5F)
    }

    private static func isIntegerName(_ name: String) -> Bool {
        ["k", "n", "m", "l", "t", "j", "K", "N"].contains(name)
    }

    private static func hasConstant(_ node: Node) -> Bool {
        node.contains { $0 == .constant(.pi) || $0 == .constant(.imaginaryUnit) }
    }

    // Two sequences u + v k over all integers k are the same set if their steps are equal up to the sign and their
    // starts differ by a multiple of the step.
    private mutating func compareFamily(
        _ left: Node, _ right: Node, name: String
    ) throws(EvaluationFault) -> Decision? {
        if try compareScalarsPlainly(left, right) { return .equal(.family) }
        guard left.symbols == [name], right.symbols == [name] else { return nil }
        let start = Comparator.at(0, name, left)
        let step = Node.sum([Comparator.at(1, name, left), .negative(start)])
        let otherStart = Comparator.at(0, name, right)
        let otherStep = Node.sum([Comparator.at(1, name, right), .negative(otherStart)])
        // Both must be linear.
        for (node, start, step) in [(left, start, step), (right, otherStart, otherStep)] {
            let linear = Node.sum([start, .product([.number(Numeral(5)), step])])
            guard try compareScalarsPlainly(Comparator.at(5, name, node), linear) else { return nil }
        }
        let sameStep = try compareScalarsPlainly(step, otherStep)
        if !sameStep {
            guard try compareScalarsPlainly(step, .negative(otherStep)) else { return nil }
        }
        let ratio = Node.quotient(.sum([otherStart, .negative(start)]), step)
        var evaluator = BallEvaluator(bits: 128, budget: budget)
        let value = try? evaluator.value(ratio)
        budget = evaluator.budget
        guard let value, value.isReal,
            let nearest = value.real.sum(Ball(.one, error: .zero, exponent: -1, bits: 8), bits: 128).floor?.int
        else { return nil }
        return try compareScalarsPlainly(ratio, .number(Numeral(value: Rational(nearest), digits: "")))
            ? .equal(.family) : nil
    }

    private static func at(_ value: Int, _ name: String, _ node: Node) -> Node {
        node.replacing(name, by: .number(Numeral(value)))
    }

    private mutating func compareScalarsPlainly(_ left: Node, _ right: Node) throws(EvaluationFault) -> Bool {
        switch try compareScalars(left, right) {
        case .equal(.exact), .equal(.modular), .equal(.interval), .equal(.sameText): true
        default: false
        }
    }
}
