extension Parser {
    /// Reads what is in brackets, whose opening one was taken.
    mutating func bracketed(_ bracket: Bracket) throws -> Node {
        switch bracket {
        case .round, .square: return try interval(bracket)
        case .brace: return try group()
        case .set: return try set()
        case .angle:
            let items = try items(until: { $0 == .close(.angle) })
            guard take(.close(.angle)) else { throw Unreadable() }
            return items.count == 1 ? items[0] : .bracketed(opensClosed: false, items, closesClosed: false)
        case .floor, .ceiling:
            let value = try sum()
            guard take(.close(bracket)) else { throw Unreadable() }
            return .function(bracket == .floor ? .floor : .ceiling, [value])
        }
    }

    private mutating func interval(_ bracket: Bracket) throws -> Node {
        let bars = barsOpen
        barsOpen = 0
        defer { barsOpen = bars }
        let items = try items(until: { $0 == .close(.round) || $0 == .close(.square) })
        let closing = next
        position += 1
        guard closing == .close(.round) || closing == .close(.square) else { throw Unreadable() }
        let isClosed = closing == .close(.square)
        if items.count == 1 {
            guard isClosed == (bracket == .square) else { throw Unreadable() }
            return items[0]
        }
        return .bracketed(opensClosed: bracket == .square, items, closesClosed: isClosed)
    }

    // Braces group in LaTeX; with several items they are meant as a set.
    private mutating func group() throws -> Node {
        if take(.close(.brace)) {
            guard startsFactor else { throw Unreadable() }
            return try factor()
        }
        let bars = barsOpen
        barsOpen = 1
        defer { barsOpen = bars }
        let items = try items(until: { $0 == .close(.brace) || $0 == .bar || $0 == .middle })
        if next == .bar || next == .middle { return try setBuilder(items, closing: .brace) }
        guard take(.close(.brace)) else { throw Unreadable() }
        return items.count == 1 ? items[0] : .set(items)
    }

    private mutating func set() throws -> Node {
        if take(.close(.set)) { return .constant(.emptySet) }
        let bars = barsOpen
        barsOpen = 1
        defer { barsOpen = bars }
        let items = try items(until: { $0 == .close(.set) || $0 == .bar || $0 == .middle })
        if next == .bar || next == .middle { return try setBuilder(items, closing: .set) }
        guard take(.close(.set)) else { throw Unreadable() }
        if items.count == 1, case .ratio(let parts) = items[0], parts.count == 2 {
            return .setBuilder(parts[0], [parts[1]])
        }
        if items.count == 1, case .relation(let operands, let relations) = items[0],
            case .ratio(let parts) = operands[0], parts.count == 2
        {
            return .setBuilder(parts[0], [.relation([parts[1]] + operands.dropFirst(), relations)])
        }
        return .set(items)
    }

    private mutating func setBuilder(_ items: [Node], closing: Bracket) throws -> Node {
        position += 1
        barsOpen = 0
        let conditions = try self.items(until: { $0 == .close(closing) })
        guard take(.close(closing)) else { throw Unreadable() }
        return .setBuilder(items.count == 1 ? items[0] : .list(items), conditions)
    }

    /// Reads a matrix, or the lines of an aligned display, whose beginning was taken.
    mutating func environment(_ name: String) throws -> Node {
        var rows: [[Node]] = [[]]
        while position < tokens.count {
            switch next {
            case .end:
                position += 1
                if rows.last?.isEmpty == true { rows.removeLast() }
                guard !rows.isEmpty else { throw Unreadable() }
                return Parser.table(name, rows)
            case .rowEnd:
                position += 1
                if rows.last?.isEmpty == false { rows.append([]) }
            case .ampersand, .comma: position += 1
            default:
                let node = try nested { try $0.statement() }
                rows[rows.count - 1].append(node)
            }
        }
        throw Unreadable()
    }

    private static func table(_ name: String, _ rows: [[Node]]) -> Node {
        if name.hasSuffix("matrix") || name.hasPrefix("array") || name.hasPrefix("smallmatrix") || name == "tabular" {
            if name == "vmatrix" || name == "vmatrix*" { return .opaque("determinant") }
            return .matrix(rows)
        }
        let items = rows.flatMap { $0 }
        // Several lines are the way to an answer and not one.
        return items.count == 1 ? items[0] : .opaque(name)
    }
}
