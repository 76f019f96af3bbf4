extension Comparator {
    /// Whether a node is written as a set of real numbers: by an inequality, a union, a condition.
    func isRealSet(_ node: Node) -> Bool {
        switch node {
        case .combination, .setBuilder, .constant(.reals), .constant(.emptySet): true
        case .relation(let operands, let relations):
            relations == [.member] && (isRealSet(operands[1]) || isTuple(operands[1]))
                || relations == [.notEqual] || relations.allSatisfy(\.isOrder) && realSet(node) != nil
        default: false
        }
    }

    /// Whether a list is one of conditions or intervals, whose union or intersection is meant.
    func isRealSetList(_ node: Node) -> Bool {
        guard case .list(let items) = node else { return false }
        return items.contains { isRealSet($0) }
    }

    mutating func compareRealSets(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision {
        if case .relation(let first, _) = left, case .relation(let second, _) = right, first.count == 2,
            second.count == 2, !first.contains(where: \.symbols.isEmpty) || !second.contains(where: \.symbols.isEmpty)
        {
            return try compareRelations(left, right)
        }
        if let decision = try realSetDecision(left, right) { return decision }
        if left.isScalar || right.isScalar { return .different(.kind) }
        if left.isOpaque || right.isOpaque { return .unknown(.noValue) }
        if isRelation(left), isRelation(right) { return try compareRelations(left, right) }
        if case .setBuilder(let first, let conditions) = left, case .setBuilder(let second, let others) = right {
            return try compareParts([first] + conditions, [second] + others, rule: .parts)
        }
        return .unknown(.noValue)
    }

    mutating func realSetDecision(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision? {
        guard let first = realSet(left), let second = realSet(right) else { return nil }
        let one = try normalized(first)
        let other = try normalized(second)
        guard one.pieces.count == other.pieces.count else { return .different(.realSet) }
        var free = other.pieces
        for piece in one.pieces {
            var match: Int?
            for (index, candidate) in free.enumerated() where try isSame(piece, candidate) {
                match = index
                break
            }
            guard let match else { return .different(.realSet) }
            free.remove(at: match)
        }
        return .equal(.realSet)
    }

    private mutating func isSame(_ left: RealSet.Piece, _ right: RealSet.Piece) throws(EvaluationFault) -> Bool {
        for (first, second) in [(left.low, right.low), (left.high, right.high)] {
            guard first.isClosed == second.isClosed else { return false }
            switch (first.value, second.value) {
            case (nil, nil): continue
            case (let one?, let other?): guard try compareScalars(one, other).isEqual else { return false }
            default: return false
            }
        }
        return true
    }

    /// The set of real numbers that a node stands for, or nil if it is none.
    func realSet(_ node: Node, depth: Int = 0) -> RealSet? {
        guard depth < 20 else { return nil }
        switch node {
        case .constant(.reals): return .all
        case .constant(.emptySet): return RealSet(pieces: [])
        case .bracketed(let opens, let items, let closes):
            guard items.count == 2, items.allSatisfy(\.isScalar) else { return nil }
            return .interval(items[0], isClosed: opens, items[1], closesClosed: closes)
        case .set(let items): return points(items)
        case .combination(let operation, let first, let second):
            guard let left = realSet(first, depth: depth + 1), let right = realSet(second, depth: depth + 1) else {
                return nil
            }
            switch operation {
            case .union: return RealSet(pieces: left.pieces + right.pieces)
            case .difference: return removing(right, from: left)
            case .intersection: return nil
            }
        case .sum(let terms):
            // A difference of sets that is written with a minus.
            guard terms.count == 2, case .negative(let removed) = terms[1], !terms[0].isScalar,
                let left = realSet(terms[0], depth: depth + 1), let right = realSet(removed, depth: depth + 1)
            else { return nil }
            return removing(right, from: left)
        case .setBuilder(let value, let conditions): return built(value, conditions, depth: depth)
        case .relation(let operands, let relations): return related(operands, relations, depth: depth)
        case .list(let items):
            var pieces: [RealSet.Piece] = []
            var unequal: [Node] = []
            for item in items {
                if case .relation(let operands, [.notEqual]) = item, operands[0].isVariable {
                    unequal.append(operands[1])
                    continue
                }
                if case .relation(let operands, [.equal]) = item, operands[0].isVariable {
                    pieces += RealSet.point(operands[1]).pieces
                    continue
                }
                guard let set = realSet(item, depth: depth + 1) else { return nil }
                pieces += set.pieces
            }
            if unequal.isEmpty { return RealSet(pieces: pieces) }
            let base = pieces.isEmpty ? RealSet.all : RealSet(pieces: pieces)
            return points(unequal).flatMap { removing($0, from: base) }
        default: return nil
        }
    }

    private func points(_ items: [Node]) -> RealSet? {
        var pieces: [RealSet.Piece] = []
        for item in items {
            guard item.isScalar else { return nil }
            let values = item.hasPlusMinus ? [item.choosing(plus: true), item.choosing(plus: false)] : [item]
            for value in values { pieces += RealSet.point(value).pieces }
        }
        return RealSet(pieces: pieces)
    }

    private func built(_ value: Node, _ conditions: [Node], depth: Int) -> RealSet? {
        var variable = value
        if case .relation(let operands, [.member]) = value { variable = operands[0] }
        guard variable.isVariable else { return nil }
        let kept = conditions.filter {
            // That the numbers are real is said of all.
            if case .relation(let operands, [.member]) = $0 { return operands[1] != .constant(.reals) }
            return true
        }
        if kept.isEmpty { return conditions.isEmpty ? nil : .all }
        return kept.count == 1 ? realSet(kept[0], depth: depth + 1) : realSet(.list(kept), depth: depth + 1)
    }

    private func related(_ operands: [Node], _ relations: [Relation], depth: Int) -> RealSet? {
        if relations == [.member] { return operands[0].isVariable ? realSet(operands[1], depth: depth + 1) : nil }
        if relations == [.notEqual], operands[0].isVariable {
            return points([operands[1]]).flatMap { removing($0, from: .all) }
        }
        guard relations.allSatisfy(\.isOrder) else { return nil }
        if operands.count == 2 {
            if operands[0].isVariable, !operands[1].symbols.contains(where: { operands[0] == .symbol($0) }) {
                return half(operands[1], relations[0])
            }
            return operands[1].isVariable && operands[0].symbols.isEmpty
                ? half(operands[0], relations[0].reversed) : nil
        }
        guard operands.count == 3, operands[1].isVariable || Comparator.label(operands[1]) != nil,
            operands[0].isScalar, operands[2].isScalar
        else { return nil }
        let isRising = relations[0] == .less || relations[0] == .lessOrEqual
        guard isRising == (relations[1] == .less || relations[1] == .lessOrEqual) else { return nil }
        let (low, high) = isRising ? (0, 2) : (2, 0)
        return .interval(
            operands[low], isClosed: !relations[isRising ? 0 : 1].isStrict, operands[high],
            closesClosed: !relations[isRising ? 1 : 0].isStrict)
    }

    // The numbers that a variable may take that is in a relation to a bound.
    private func half(_ bound: Node, _ relation: Relation) -> RealSet? {
        guard bound.isScalar else { return nil }
        let infinity = Node.constant(.infinity)
        return relation == .less || relation == .lessOrEqual
            ? .interval(.negative(infinity), isClosed: false, bound, closesClosed: !relation.isStrict)
            : .interval(bound, isClosed: !relation.isStrict, infinity, closesClosed: false)
    }

    // Removes single points, each from the piece that it lies in; intervals are not removed.
    private func removing(_ points: RealSet, from set: RealSet) -> RealSet? {
        var pieces = set.pieces
        for point in points.pieces {
            guard let value = point.low.value, point.high.value == value, point.low.isClosed else { return nil }
            var result: [RealSet.Piece] = []
            for piece in pieces {
                let low = piece.low.value.map { order($0, value) } ?? -1
                let high = piece.high.value.map { order(value, $0) } ?? -1
                guard let low, let high else { return nil }
                if low > 0 || high > 0 || low == 0 && !piece.low.isClosed || high == 0 && !piece.high.isClosed {
                    result.append(piece)
                    continue
                }
                let end = RealSet.End(value: value, isClosed: false)
                if low < 0 { result.append(RealSet.Piece(low: piece.low, high: end)) }
                if high < 0 { result.append(RealSet.Piece(low: end, high: piece.high)) }
            }
            pieces = result
        }
        return RealSet(pieces: pieces)
    }

    /// The order of two numbers, or nil if it is not known.
    private func order(_ left: Node, _ right: Node) -> Int? {
        if left == right { return 0 }
        guard left.symbols.isEmpty, right.symbols.isEmpty else { return nil }
        var copy = self
        if let first = copy.exact(left), let second = copy.exact(right) {
            return first == second ? 0 : first < second ? -1 : 1
        }
        var evaluator = BallEvaluator(bits: 128, budget: budget)
        guard let first = try? evaluator.value(left), let second = try? evaluator.value(right), first.isReal,
            second.isReal
        else { return nil }
        let difference = first.real.difference(second.real, bits: 128)
        if difference.containsZero { return 0 }
        return difference.isNegative ? -1 : 1
    }

    // Sorts the pieces and joins those that touch, where all ends are known numbers.
    private mutating func normalized(_ set: RealSet) throws(EvaluationFault) -> RealSet {
        guard set.pieces.count > 1, set.pieces.count <= 64 else { return set }
        try budget.spend(set.pieces.count * set.pieces.count * 20)
        var sorted: [RealSet.Piece] = []
        for piece in set.pieces {
            var index = sorted.count
            while index > 0 {
                guard let order = lowOrder(piece, sorted[index - 1]) else { return set }
                if order >= 0 { break }
                index -= 1
            }
            sorted.insert(piece, at: index)
        }
        var joined = [sorted[0]]
        for piece in sorted.dropFirst() {
            let last = joined[joined.count - 1]
            guard let high = last.high.value else { continue }
            guard let low = piece.low.value else { return set }
            guard let order = order(low, high) else { return set }
            if order > 0 || order == 0 && !piece.low.isClosed && !last.high.isClosed {
                joined.append(piece)
                continue
            }
            guard let end = piece.high.value else {
                joined[joined.count - 1].high = piece.high
                continue
            }
            guard let reach = self.order(end, high) else { return set }
            if reach > 0 {
                joined[joined.count - 1].high = piece.high
            } else if reach == 0, piece.high.isClosed {
                joined[joined.count - 1].high.isClosed = true
            }
        }
        return RealSet(pieces: joined)
    }

    private func lowOrder(_ left: RealSet.Piece, _ right: RealSet.Piece) -> Int? {
        guard let first = left.low.value else { return -1 }
        guard let second = right.low.value else { return 1 }
        guard let order = order(first, second) else { return nil }
        if order != 0 { return order }
        return left.low.isClosed == right.low.isClosed ? 0 : left.low.isClosed ? -1 : 1
    }
}

extension Node {
    /// Whether the node is a variable, or a function of one.
    var isVariable: Bool {
        switch self {
        case .symbol, .application: true
        default: false
        }
    }
}
