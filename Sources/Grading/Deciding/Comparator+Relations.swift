extension Comparator {
    /// The name that a left side gives to a value, or nil if it is an expression of its own.
    static func label(_ node: Node) -> String? {
        switch node {
        case .symbol(let name), .text(let name), .application(let name, _): return name
        case .product(let factors):
            // A function of its arguments, such as f(x, y).
            guard factors.count == 2, case .symbol(let name) = factors[0] else { return nil }
            if case .bracketed = factors[1] { return name }
            if case .symbol(let argument) = factors[1], functionNames.contains(name) { return name + "(" + argument }
            return nil
        default: return nil
        }
    }

    private static let functionNames: Set<String> = ["f", "g", "h", "F", "G", "H", "P", "Q", "R", "S", "T", "p", "q"]

    /// The value that a chain of equalities ends on, or nil if it says more than a value.
    static func value(_ operands: [Node], _ relations: [Relation]) -> Node? {
        guard relations.allSatisfy(\.isEquality) else { return nil }
        if operands.count == 2 {
            if label(operands[0]) != nil { return operands[1] }
            if label(operands[1]) != nil, operands[0].symbols.isEmpty { return operands[0] }
            if relations[0] == .approximately {
                return WrittenNumber(operands[1]) == nil ? operands[1] : operands[0]
            }
            return operands[0].symbols.isEmpty ? operands[1] : nil
        }
        // Estimates follow the exact value.
        var last = operands.count - 1
        while last > 1, relations[last - 1] == .approximately { last -= 1 }
        return operands[last]
    }

    mutating func compareRelations(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision {
        switch (left, right) {
        case (.relation(let first, let relations), .relation(let second, let others)):
            return try compareRelations(first, relations, second, others)
        case (.relation(let operands, let relations), let other):
            return try compare(operands, relations, with: other, isReference: true)
        case (let other, .relation(let operands, let relations)):
            return try compare(operands, relations, with: other, isReference: false)
        default: return .different(.kind)
        }
    }

    private mutating func compareRelations(
        _ left: [Node], _ relations: [Relation], _ right: [Node], _ others: [Relation]
    ) throws(EvaluationFault) -> Decision {
        if let first = Comparator.value(left, relations), let second = Comparator.value(right, others) {
            let names = (Comparator.label(left[0]), Comparator.label(right[0]))
            let (renamed, original) = Comparator.unified(left[0], first, right[0], second)
            let decision = try compare(renamed, original)
            // Labels may differ, but an equation that is solved for another variable is compared as a whole.
            if decision.isEqual || names.0 == names.1 || first.symbols.isEmpty || second.symbols.isEmpty {
                return decision
            }
        }
        if left.count == 2, right.count == 2 {
            if relations[0].isEquality, others[0].isEquality { return try compareEquations(left, right) }
            if relations[0].isOrder, others[0].isOrder {
                return try compareInequalities(left, relations[0], right, others[0])
            }
        }
        guard left.count == right.count else { return .different(.kind) }
        if relations == others { return try compareParts(left, right, rule: .parts) }
        let reversed = others.reversed().map(\.reversed)
        if relations == Array(reversed) { return try compareParts(left, right.reversed(), rule: .parts) }
        return .different(.kind)
    }

    // Functions of other variables are the same functions: f(x) = x^2 and f(t) = t^2.
    private static func unified(_ left: Node, _ first: Node, _ right: Node, _ second: Node) -> (Node, Node) {
        guard case .application(_, let arguments) = left, case .application(_, let others) = right,
            arguments.count == others.count
        else { return (first, second) }
        var (renamed, original) = (first, second)
        for (index, (argument, other)) in zip(arguments, others).enumerated() {
            guard case .symbol(let name) = argument, case .symbol(let otherName) = other else { continue }
            let common = Node.symbol("argument \(index)")
            renamed = renamed.replacing(name, by: common)
            original = original.replacing(otherName, by: common)
        }
        return (renamed, original)
    }

    // A relation and an expression, a value or a tuple.
    private mutating func compare(
        _ operands: [Node], _ relations: [Relation], with other: Node, isReference: Bool
    ) throws(EvaluationFault) -> Decision {
        // Of a value and its estimate either may be meant.
        if operands.count == 2, relations == [.approximately], other.isScalar, other.symbols.isEmpty {
            for operand in operands where operand.symbols.isEmpty {
                let decision = try isReference ? compare(operand, other) : compare(other, operand)
                if decision.isEqual { return decision }
            }
        }
        if let value = Comparator.value(operands, relations) {
            return try isReference ? compare(value, other) : compare(other, value)
        }
        guard operands.count == 2, relations[0].isEquality, other.isScalar else { return .different(.kind) }
        // An answer may repeat the expression whose value it gives.
        if !isReference, other.symbols.isEmpty, operands[1].symbols.isEmpty { return try compare(other, operands[1]) }
        // An equation that holds for the value of a variable that the expression does not have.
        let names = operands[0].symbols + operands[1].symbols
        let unknown = Set(names).subtracting(other.symbols)
        if unknown.count == 1, let name = unknown.first, !other.symbols.isEmpty {
            return try compareEquations(operands, [.symbol(name), other])
        }
        guard !operands[1].symbols.isEmpty, Set(operands[0].symbols) != Set(operands[1].symbols) else {
            return .different(.kind)
        }
        return try isReference ? compare(operands[1], other) : compare(other, operands[1])
    }

    /// Compares two equations: equal if the differences of their sides have a constant quotient.
    mutating func compareEquations(_ left: [Node], _ right: [Node]) throws(EvaluationFault) -> Decision {
        let first = Node.sum([left[0], .negative(left[1])])
        let second = Node.sum([right[0], .negative(right[1])])
        if first.isOpaque || second.isOpaque { return .unknown(.noValue) }
        let symbols = Array(Set(first.symbols + second.symbols)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if symbols.isEmpty {
            let decision = try compareScalars(left[0], right[0])
            return decision.isEqual ? try compareScalars(left[1], right[1]) : decision
        }
        if let decision = try modularRatio(first, second, symbols) { return decision }
        return try intervalRatio(first, second, symbols)
    }

    // Compares numerators modulo primes, so that denominators do not matter.
    private mutating func modularRatio(
        _ first: Node, _ second: Node, _ symbols: [String]
    ) throws(EvaluationFault) -> Decision? {
        let field = PrimeField.all[0]
        var random = RandomPoints()
        let constants = (pi: random.next(below: field.prime), e: random.next(below: field.prime))
        var previous: (UInt64, UInt64)?
        for _ in 0..<5 {
            var values: [String: UInt64] = [:]
            for symbol in symbols { values[symbol] = (1 << 40) + random.next(below: 1 << 60) }
            var evaluator = ModularEvaluator(field: field, budget: budget, values: values, constants: constants)
            do throws(EvaluationFault) {
                let pair = (try evaluator.value(first).top, try evaluator.value(second).top)
                budget = evaluator.budget
                if pair.0 == 0 || pair.1 == 0 { return pair == (0, 0) ? nil : .different(.equation) }
                if let previous {
                    guard field.product(previous.0, pair.1) == field.product(previous.1, pair.0) else {
                        return .different(.equation)
                    }
                }
                previous = pair
            } catch {
                budget = evaluator.budget
                if error == .exhausted { throw error }
                return nil
            }
        }
        return .equal(.equation)
    }

    private mutating func intervalRatio(
        _ first: Node, _ second: Node, _ symbols: [String]
    ) throws(EvaluationFault) -> Decision {
        let ratio = Node.quotient(first, second)
        guard let value = try ratioValue(ratio, symbols, count: 3) else { return .unknown(.noValue) }
        return value ? .equal(.equation) : .different(.equation)
    }

    // Whether a quotient is the same at several points; nil if it has no value at enough of them.
    private mutating func ratioValue(
        _ ratio: Node, _ symbols: [String], count: Int
    ) throws(EvaluationFault) -> Bool? {
        var random = RandomPoints()
        var first: [String: Rational]?
        var agreements = 0
        for round in 0..<12 where agreements < count {
            var values: [String: Rational] = [:]
            for symbol in symbols {
                let fraction = Rational(BigInteger(1 + Int(random.next(below: 95))), over: BigInteger(97)) ?? .one
                values[symbol] = round % 3 == 2 ? -fraction : fraction + Rational(round % 2)
            }
            guard let reference = first else {
                if try agree(ratio, ratio, values: values, least: 128) == true { first = values }
                continue
            }
            let substituted = Comparator.substituting(reference, in: ratio)
            guard let agrees = try agree(substituted, ratio, values: values, least: 128) else { continue }
            guard agrees else { return false }
            agreements += 1
        }
        return agreements > 0 ? true : nil
    }

    static func substituting(_ values: [String: Rational], in node: Node) -> Node {
        if case .symbol(let name) = node, let value = values[name] {
            return .number(Numeral(value: value, digits: "", decimals: 0))
        }
        return node.mapChildren { substituting(values, in: $0) }
    }

    // Both are brought to the form "expression < 0"; they are equal if the quotient is a positive constant.
    private mutating func compareInequalities(
        _ left: [Node], _ relation: Relation, _ right: [Node], _ other: Relation
    ) throws(EvaluationFault) -> Decision {
        let first = Comparator.difference(left, relation)
        let second = Comparator.difference(right, other)
        guard relation.isStrict == other.isStrict else { return .different(.inequality) }
        if first.isOpaque || second.isOpaque { return .unknown(.noValue) }
        let symbols = Array(Set(first.symbols + second.symbols)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let ratio = Node.quotient(first, second)
        guard let isConstant = try ratioValue(ratio, symbols, count: 3) else { return .unknown(.noValue) }
        guard isConstant else { return .different(.inequality) }
        let point = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, Rational(3 + 7 * $0)) })
        var evaluator = BallEvaluator(bits: 128, budget: budget, values: point)
        defer { budget = evaluator.budget }
        let value = try evaluator.value(ratio)
        return value.real.isPositive ? .equal(.inequality) : .different(.inequality)
    }

    private static func difference(_ operands: [Node], _ relation: Relation) -> Node {
        relation == .less || relation == .lessOrEqual
            ? .sum([operands[0], .negative(operands[1])]) : .sum([operands[1], .negative(operands[0])])
    }
}

extension Relation {
    /// The relation between the operands in the other order.
    var reversed: Relation {
        switch self {
        case .less: .greater
        case .greater: .less
        case .lessOrEqual: .greaterOrEqual
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }

    /// Whether the relation excludes that its operands are equal.
    var isStrict: Bool { self == .less || self == .greater }
}
