extension Node {
    /// The parts that a node is directly made of.
    var children: [Node] {
        switch self {
        case .number, .symbol, .constant, .based, .text, .opaque: []
        case .negative(let node), .degrees(let node), .percent(let node), .quantity(let node, _): [node]
        case .sum(let nodes), .product(let nodes), .function(_, let nodes), .bracketed(_, let nodes, _),
            .set(let nodes),
            .list(let nodes), .relation(let nodes, _), .ratio(let nodes):
            nodes
        case .quotient(let first, let second), .power(let first, let second), .combination(_, let first, let second):
            [first, second]
        case .plusMinus(let first, let second, _): (first.map { [$0] } ?? []) + [second]
        case .matrix(let rows): rows.flatMap { $0 }
        case .setBuilder(let node, let conditions): [node] + conditions
        case .application(_, let arguments): arguments
        }
    }

    /// Returns the node with each of its parts replaced.
    func mapChildren(_ transform: (Node) -> Node) -> Node {
        switch self {
        case .number, .symbol, .constant, .based, .text, .opaque: self
        case .negative(let node): .negative(transform(node))
        case .degrees(let node): .degrees(transform(node))
        case .percent(let node): .percent(transform(node))
        case .quantity(let node, let unit): .quantity(transform(node), unit)
        case .sum(let nodes): .sum(nodes.map(transform))
        case .product(let nodes): .product(nodes.map(transform))
        case .function(let function, let nodes): .function(function, nodes.map(transform))
        case .bracketed(let opens, let nodes, let closes):
            .bracketed(opensClosed: opens, nodes.map(transform), closesClosed: closes)
        case .set(let nodes): .set(nodes.map(transform))
        case .list(let nodes): .list(nodes.map(transform))
        case .relation(let nodes, let relations): .relation(nodes.map(transform), relations)
        case .ratio(let nodes): .ratio(nodes.map(transform))
        case .quotient(let first, let second): .quotient(transform(first), transform(second))
        case .power(let first, let second): .power(transform(first), transform(second))
        case .combination(let operation, let first, let second):
            .combination(operation, transform(first), transform(second))
        case .plusMinus(let first, let second, let reversed):
            .plusMinus(first.map(transform), transform(second), reversed: reversed)
        case .matrix(let rows): .matrix(rows.map { $0.map(transform) })
        case .setBuilder(let node, let conditions): .setBuilder(transform(node), conditions.map(transform))
        case .application(let name, let arguments): .application(name, arguments.map(transform))
        }
    }

    /// Whether a node or a part of it satisfies a condition.
    func contains(_ condition: (Node) -> Bool) -> Bool {
        condition(self) || children.contains { $0.contains(condition) }
    }

    /// The names of all variables, each once, sorted by their bytes.
    var symbols: [String] {
        var names: Set<String> = []
        collectSymbols(&names)
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func collectSymbols(_ names: inout Set<String>) {
        if case .symbol(let name) = self { names.insert(name) }
        for child in children { child.collectSymbols(&names) }
    }

    /// Returns the node with a variable replaced.
    func replacing(_ name: String, by value: Node) -> Node {
        if case .symbol(name) = self { return value }
        return mapChildren { $0.replacing(name, by: value) }
    }

    /// Returns the node with its plus-or-minus signs read as plus, or as minus.
    func choosing(plus: Bool) -> Node {
        let node = mapChildren { $0.choosing(plus: plus) }
        guard case .plusMinus(let left, let right, let reversed) = node else { return node }
        let term = plus != reversed ? right : .negative(right)
        return left.map { .sum([$0, term]) } ?? term
    }

    /// Whether the node has a plus-or-minus sign.
    var hasPlusMinus: Bool {
        contains {
            if case .plusMinus = $0 { return true }
            return false
        }
    }

    /// Whether the node is an expression that may have a number as its value.
    var isScalar: Bool {
        switch self {
        case .number, .symbol, .constant(.pi), .constant(.e), .constant(.imaginaryUnit), .constant(.infinity),
            .negative,
            .sum, .product, .quotient, .power, .function, .degrees, .percent, .quantity, .based, .plusMinus, .opaque,
            .application:
            true
        default: false
        }
    }

    /// Whether a part of the node has no value here.
    var isOpaque: Bool {
        contains {
            switch $0 {
            case .opaque, .text: true
            default: false
            }
        }
    }
}
