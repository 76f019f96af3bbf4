extension Parser {
    mutating func sum() throws -> Node {
        try nested { try $0.terms() }
    }

    private mutating func terms() throws -> Node {
        var terms: [Node] = []
        var pending: Node?
        switch next {
        case .plusMinus, .minusPlus:
            let reversed = next == .minusPlus
            position += 1
            pending = .plusMinus(nil, try product(), reversed: reversed)
        default: terms.append(try signed())
        }
        while true {
            switch next {
            case .plus, .minus:
                let isMinus = next == .minus
                position += 1
                // A plus sign at the end, or before a closing bracket, says nothing.
                if isAtSeparator { throw Unreadable() }
                let term = try signed()
                if let value = pending {
                    terms.append(value)
                    pending = nil
                }
                terms.append(isMinus ? .negative(term) : term)
            case .plusMinus, .minusPlus:
                let reversed = next == .minusPlus
                position += 1
                let term = try product()
                if let value = pending { terms.append(value) }
                let left: Node? = terms.isEmpty ? nil : terms.count == 1 ? terms[0] : .sum(terms)
                terms = []
                pending = .plusMinus(left, term, reversed: reversed)
            default:
                if let value = pending { terms.append(value) }
                return terms.count == 1 ? terms[0] : .sum(terms)
            }
        }
    }

    // A term with its signs.
    private mutating func signed() throws -> Node {
        var isNegative = false
        while next == .plus || next == .minus {
            if next == .minus { isNegative.toggle() }
            position += 1
        }
        let node = try product()
        return isNegative ? .negative(node) : node
    }

    mutating func product() throws -> Node {
        var left = try factor()
        while true {
            switch next {
            case .times:
                position += 1
                left = Parser.times(left, try signedFactor())
            case .slash:
                position += 1
                if case .unit(let unit) = next, case .quantity(let value, let first) = left {
                    position += 1
                    left = .quantity(value, first.combined(try powered(unit), over: true))
                } else {
                    left = .quotient(left, try signedFactor())
                }
            case .unit(let unit):
                position += 1
                let powered = try powered(unit)
                if case .quantity(let value, let first) = left {
                    left = .quantity(value, first.combined(powered, over: false))
                } else {
                    left = .quantity(left, powered)
                }
            default:
                guard startsFactor else { return left }
                left = Parser.times(left, try factor())
            }
        }
    }

    private mutating func powered(_ unit: Unit) throws -> Unit {
        guard take(.power) else { return unit }
        let exponent = try argument()
        guard case .number(let numeral) = exponent, let value = numeral.value.int else { return unit }
        return unit.power(value)
    }

    private mutating func signedFactor() throws -> Node {
        var isNegative = false
        while next == .plus || next == .minus {
            if next == .minus { isNegative.toggle() }
            position += 1
        }
        let node = try factor()
        return isNegative ? .negative(node) : node
    }

    static func times(_ left: Node, _ right: Node) -> Node {
        if case .product(let factors) = left { return .product(factors + [right]) }
        return .product([left, right])
    }

    /// Whether the next token begins a factor without a sign of multiplication.
    var startsFactor: Bool {
        switch next {
        case .number, .symbol, .constant, .function, .open, .begin, .accent, .fraction, .root, .binomial, .ellipsis,
            .opaque:
            true
        case .bar: barsOpen == 0
        default: false
        }
    }

    /// A factor: a primary with its exponents, factorials and signs behind it.
    mutating func factor() throws -> Node {
        var node = try nested { try $0.primary() }
        while true {
            switch next {
            case .power:
                position += 1
                if next == .times || isAtSeparator, case .symbol = node {
                    // A star or a plus as a superscript belongs to the name.
                    position += next == .times ? 1 : 0
                    continue
                }
                if take(.prime) {
                    node = Parser.primed(node)
                    continue
                }
                node = try raised(node)
            case .factorial:
                position += 1
                if take(.factorial) {
                    node = .function(.doubleFactorial, [node])
                } else {
                    node = .function(.factorial, [node])
                }
            case .prime:
                position += 1
                node = Parser.primed(node)
            case .percent:
                position += 1
                node = .percent(node)
            case .degree:
                position += 1
                // The letter of a scale of temperature.
                if case .symbol(let scale) = next, scale == "C" || scale == "F" { position += 1 }
                node = .degrees(node)
            default: return node
            }
        }
    }

    private mutating func raised(_ base: Node) throws -> Node {
        if next == .open(.brace), primesInGroup() > 0 {
            let count = primesInGroup()
            position += count + 2
            return (0..<count).reduce(base) { node, _ in Parser.primed(node) }
        }
        let exponent = try argument()
        // The transpose and similar marks have no value of their own.
        return .power(base, exponent)
    }

    private func primesInGroup() -> Int {
        var end = position + 1
        while end < tokens.count, tokens[end] == .prime { end += 1 }
        return end < tokens.count && tokens[end] == .close(.brace) ? end - position - 1 : 0
    }

    private static func primed(_ node: Node) -> Node {
        if case .symbol(let name) = node { return .symbol(name + "'") }
        return .product([node, .symbol("'")])
    }

    /// The argument of an exponent, a fraction or a subscript: a group, or one token.
    mutating func argument(singleDigit: Bool = false) throws -> Node {
        switch next {
        case .open(.brace):
            position += 1
            if take(.close(.brace)) { throw Unreadable() }
            let items = try items(until: { $0 == .close(.brace) })
            guard take(.close(.brace)) else { throw Unreadable() }
            return items.count == 1 ? items[0] : .list(items)
        case .number(let numeral) where singleDigit && numeral.digits.utf8.count > 1 && numeral.decimals == 0:
            // Without braces a command takes one digit.
            let digits = Array(numeral.digits.utf8)
            guard let first = BigInteger(digits: digits[..<1]), let rest = BigInteger(digits: digits[1...]) else {
                throw Unreadable()
            }
            tokens[position] = .number(
                Numeral(value: Rational(rest), digits: String(numeral.digits.dropFirst())))
            return .number(Numeral(value: Rational(first), digits: String(numeral.digits.prefix(1))))
        case .minus:
            position += 1
            return .negative(try argument(singleDigit: singleDigit))
        case .plus:
            position += 1
            return try argument(singleDigit: singleDigit)
        default: return try nested { try $0.primary() }
        }
    }
}
