extension Node {
    /// Whether the node is a name next to its argument, `f(n)` or `P(x)`.
    fileprivate var isApplied: Bool {
        guard case .product(let factors) = self, factors.count == 2, case .symbol = factors[0] else { return false }
        return true
    }
}

extension Comparator {
    /// Whether a node stands for several answers.
    func isCollection(_ node: Node) -> Bool {
        switch node {
        case .list, .set: true
        case .relation(let operands, let relations):
            relations.allSatisfy(\.isEquality) && operands.count == 2
                && (isCollection(operands[1]) || Comparator.isTupleEquation(operands))
                || relations == [.member] && isCollection(operands[1])
        default: node.isScalar && node.hasPlusMinus
        }
    }

    // `(f(n), g(n)) = (n, 1)` says as much as two equations.
    private static func isTupleEquation(_ operands: [Node]) -> Bool {
        guard case .bracketed(_, let left, _) = operands[0], case .bracketed(_, let right, _) = operands[1] else {
            return false
        }
        return left.count == right.count && left.allSatisfy { label($0) != nil || $0.isApplied }
    }

    /// The answers that a node stands for, one after the other.
    private func items(_ node: Node, depth: Int = 0) -> [Node] {
        guard depth < 8 else { return [node] }
        switch node {
        case .list(let items), .set(let items): return items.flatMap { self.items($0, depth: depth + 1) }
        case .relation(let operands, let relations):
            if Comparator.isTupleEquation(operands), case .bracketed(_, let left, _) = operands[0],
                case .bracketed(_, let right, _) = operands[1]
            {
                return zip(left, right).map { .relation([$0, $1], [.equal]) }
            }
            if operands.count == 2, isCollection(operands[1]), relations[0].isEquality || relations[0] == .member {
                return items(operands[1], depth: depth + 1)
            }
            return [node]
        case .bracketed where node.hasPlusMinus: return [node.choosing(plus: true), node.choosing(plus: false)]
        default:
            guard node.isScalar, node.hasPlusMinus else { return [node] }
            return [node.choosing(plus: true), node.choosing(plus: false)]
        }
    }

    mutating func compareCollections(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision {
        if case .list(let items) = left, let rest = withoutConditions(items) { return try compare(rest, right) }
        if case .list(let items) = right, let rest = withoutConditions(items) { return try compare(left, rest) }
        if let decision = try compareChain(left, right) { return decision }
        // Several conditions, or intervals joined by "or", are a set of numbers.
        if isRealSetList(left) || isRealSetList(right), let decision = try realSetDecision(left, right) {
            return decision
        }
        if case .relation(let operands, _) = left, Comparator.isTupleEquation(operands), isTuple(right) {
            return try compareTuples(operands[1], right)
        }
        if case .relation(let operands, _) = right, Comparator.isTupleEquation(operands), isTuple(left) {
            return try compareTuples(left, operands[1])
        }
        if case .list(let items) = left, isTuple(right) { return try compareListed(items, right, isReference: true) }
        if case .list(let items) = right, isTuple(left) { return try compareListed(items, left, isReference: false) }
        let first = items(left)
        let second = items(right)
        if settings.keepsOrder, case .list = left, case .list = right {
            return try compareParts(first, second, rule: .parts)
        }
        if let decision = try compareLabelled(first, second) { return decision }
        guard first.count <= 256, second.count <= 256 else { return .unknown(.budget) }
        return try compareUnordered(first, second)
    }

    // A value with the conditions under which it holds, `1/x, x > 0`, without these; nil if there are none.
    private func withoutConditions(_ items: [Node]) -> Node? {
        let values = items.filter {
            guard case .relation(_, let relations) = $0 else { return true }
            return relations.allSatisfy(\.isEquality)
        }
        guard values.count < items.count, !values.isEmpty, !values.contains(where: isRealSet),
            values.allSatisfy({ node in
                if case .relation(let operands, [.equal]) = node { return operands[0].symbols != operands[1].symbols }
                return node.isScalar && !node.symbols.isEmpty
            }), values.count == 1
        else { return nil }
        return values[0]
    }

    // An ascending or descending chain of names, `a < b < c`, and the list of them.
    private mutating func compareChain(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision? {
        switch (left, right) {
        case (.relation(let operands, let relations), .list(let items)),
            (.list(let items), .relation(let operands, let relations)):
            guard relations.count > 1, relations.allSatisfy({ $0 == relations[0] && $0.isStrict }),
                operands.count == items.count
            else { return nil }
            return try compareParts(operands, items, rule: .parts)
        default: return nil
        }
    }

    // A list whose items are those of a tuple in their order.
    private mutating func compareListed(
        _ items: [Node], _ tuple: Node, isReference: Bool
    ) throws(EvaluationFault) -> Decision {
        let parts = tupleParts(tuple) ?? []
        guard parts.count == items.count else { return .different(.kind) }
        return try isReference ? compareParts(items, parts, rule: .parts) : compareParts(parts, items, rule: .parts)
    }

    // Values that are named on both sides are compared by their names.
    private mutating func compareLabelled(_ left: [Node], _ right: [Node]) throws(EvaluationFault) -> Decision? {
        guard left.count == right.count, left.count > 1 else { return nil }
        var values: [String: Node] = [:]
        for node in left {
            guard case .relation(let operands, [.equal]) = node, let label = Comparator.label(operands[0]) else {
                return nil
            }
            guard values.updateValue(operands[1], forKey: label) == nil else { return nil }
        }
        var worst = Decision.equal(.items)
        for node in right {
            guard case .relation(let operands, [.equal]) = node, let label = Comparator.label(operands[0]),
                let value = values.removeValue(forKey: label)
            else { return nil }
            let decision = try compare(value, operands[1])
            if case .different = decision { return .different(.items) }
            if decision.isUnknown { worst = decision }
        }
        return worst
    }

    private mutating func compareUnordered(_ left: [Node], _ right: [Node]) throws(EvaluationFault) -> Decision {
        var free = Array(right.indices)
        var unmatched: [Node] = []
        var unknown = false
        for node in left {
            var match: Int?
            for (position, index) in free.enumerated() {
                let decision = try compare(node, right[index])
                if decision.isEqual {
                    match = position
                    break
                }
                unknown = unknown || decision.isUnknown
            }
            if let match { free.remove(at: match) } else { unmatched.append(node) }
        }
        if unmatched.isEmpty, free.isEmpty { return .equal(.items) }
        if unknown { return .unknown(.noValue) }
        // A value may be written twice in different forms.
        for node in unmatched where try !isRepeated(node, in: right, besides: left) { return .different(.items) }
        for index in free where try !isRepeated(right[index], in: left, besides: right) { return .different(.items) }
        return .equal(.items)
    }

    private mutating func isRepeated(
        _ node: Node, in others: [Node], besides own: [Node]
    ) throws(EvaluationFault) -> Bool {
        guard own.filter({ $0 == node }).count == 1 else { return false }
        for other in others where try compare(node, other).isEqual { return true }
        return false
    }

    /// Whether a node is a tuple, a vector or a matrix.
    func isTuple(_ node: Node) -> Bool {
        switch node {
        case .bracketed, .matrix: true
        case .relation(let operands, [.equal]): Comparator.label(operands[0]) != nil && isTuple(operands[1])
        default: false
        }
    }

    private func tupleParts(_ node: Node) -> [Node]? {
        switch node {
        case .bracketed(_, let parts, _): return parts
        case .matrix(let rows):
            if rows.count == 1 { return rows[0] }
            return rows.allSatisfy { $0.count == 1 } ? rows.flatMap { $0 } : nil
        case .relation(let operands, _): return tupleParts(operands[operands.count - 1])
        default: return nil
        }
    }

    mutating func compareTuples(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision {
        switch (left, right) {
        case (.matrix(let first), .matrix(let second)) where first.count == second.count:
            guard zip(first, second).allSatisfy({ $0.count == $1.count }) else { return .different(.parts) }
            return try compareParts(first.flatMap { $0 }, second.flatMap { $0 }, rule: .parts)
        case (.bracketed(let opens, let first, let closes), .bracketed(let otherOpens, let second, let otherCloses)):
            if first.count == 2, opens != otherOpens || closes != otherCloses { return .different(.parts) }
            return try compareParts(first, second, rule: .parts)
        case (.relation, _), (_, .relation):
            return try compare(Comparator.rightSide(left), Comparator.rightSide(right))
        default:
            guard let first = tupleParts(left), let second = tupleParts(right) else { return .different(.kind) }
            return try compareParts(first, second, rule: .parts)
        }
    }

    static func rightSide(_ node: Node) -> Node {
        guard case .relation(let operands, let relations) = node, relations.allSatisfy(\.isEquality) else {
            return node
        }
        return operands[operands.count - 1]
    }

    mutating func compareParts(
        _ left: [Node], _ right: [Node], rule: GradeRule
    ) throws(EvaluationFault) -> Decision {
        guard left.count == right.count else { return .different(rule) }
        var unknown: Decision?
        for (first, second) in zip(left, right) {
            let decision = try compare(first, second)
            if case .different = decision {
                if let family = try compareFamilies(left, right) { return family }
                return .different(rule)
            }
            if decision.isUnknown { unknown = decision }
        }
        return unknown ?? .equal(rule)
    }
}
