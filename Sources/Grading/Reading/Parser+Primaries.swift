extension Parser {
    mutating func primary() throws -> Node {
        let token = next
        position += 1
        switch token {
        case .number(let numeral): return try number(numeral)
        case .symbol(let name): return .symbol(try subscripted(name))
        case .constant(let constant): return try constantOrSymbol(constant)
        case .function(let function): return try application(function)
        case .fraction: return try fraction()
        case .root: return try root()
        case .binomial: return .function(.binomial, [try argument(singleDigit: true), try argument(singleDigit: true)])
        case .open(let bracket): return try bracketed(bracket)
        case .bar: return try absolute()
        case .begin(let name): return try environment(name)
        case .accent(let name): return try accented(name)
        case .ellipsis: return .opaque("…")
        case .opaque(let name): return try opaque(name)
        default: throw Unreadable()
        }
    }

    private mutating func number(_ numeral: Numeral) throws -> Node {
        if next == .lowered {
            position += 1
            let base = try argument()
            if case .number(let value) = base, let base = value.value.int, (2...36).contains(base) {
                return .based(digits: numeral.digits, base: base)
            }
            throw Unreadable()
        }
        // An integer before a proper fraction is a mixed number.
        if numeral.value.isInteger, numeral.decimals == 0 {
            if next == .fraction, let fraction = properFraction() {
                return .number(Numeral(value: numeral.value + fraction, digits: "", decimals: 0))
            }
            if isSpaced, case .number(let top) = next, after == .slash, position + 2 < tokens.count,
                case .number(let bottom) = tokens[position + 2], top.value < bottom.value, top.value.isInteger,
                bottom.value.isInteger, let fraction = Rational(top.value.numerator, over: bottom.value.numerator)
            {
                position += 3
                return .number(Numeral(value: numeral.value + fraction, digits: "", decimals: 0))
            }
        }
        return .number(numeral)
    }

    // A fraction of two integers, the first less than the second, which is consumed.
    private mutating func properFraction() -> Rational? {
        var copy = self
        copy.position += 1
        guard let top = try? copy.argument(singleDigit: true), let bottom = try? copy.argument(singleDigit: true),
            case .number(let first) = top, case .number(let second) = bottom, first.value.isInteger,
            second.value.isInteger, first.value < second.value, copy.next != .power
        else { return nil }
        self = copy
        return Rational(first.value.numerator, over: second.value.numerator)
    }

    mutating func subscripted(_ name: String) throws -> String {
        var name = name
        while next == .lowered {
            position += 1
            name += "_" + Parser.key(try argument())
        }
        return name
    }

    private mutating func constantOrSymbol(_ constant: Constant) throws -> Node {
        guard next == .lowered else { return .constant(constant) }
        return .symbol(try subscripted(constant.rawValue))
    }

    /// A name for a subscript.
    static func key(_ node: Node) -> String {
        switch node {
        case .number(let numeral): numeral.digits
        case .symbol(let name), .text(let name), .opaque(let name): name
        case .constant(let constant): constant.rawValue
        case .product(let nodes), .sum(let nodes), .list(let nodes): nodes.map(key).joined()
        case .negative(let node): "-" + key(node)
        default: "?"
        }
    }

    private mutating func fraction() throws -> Node {
        let top = try argument(singleDigit: true)
        return .quotient(top, try argument(singleDigit: true))
    }

    private mutating func root() throws -> Node {
        guard next == .open(.square) else {
            let radicand = try argument()
            return .function(.root, [radicand, .number(Numeral(2))])
        }
        position += 1
        let degree = try items(until: { $0 == .close(.square) })
        guard take(.close(.square)), degree.count == 1 else { throw Unreadable() }
        return .function(.root, [try argument(), degree[0]])
    }

    private mutating func absolute() throws -> Node {
        barsOpen += 1
        defer { barsOpen -= 1 }
        let value = try sum()
        guard take(.bar) else { throw Unreadable() }
        return .function(.absolute, [value])
    }

    private mutating func accented(_ name: String) throws -> Node {
        let node = try argument()
        switch node {
        case .symbol(let symbol): return .symbol(try subscripted(symbol + "·" + name))
        case .constant(let constant): return .symbol(constant.rawValue + "·" + name)
        default:
            return name == "underline" || name == "overline" || name == "bar"
                ? node : .symbol(Parser.key(node) + "·" + name)
        }
    }

    // A sum or an integral swallows what belongs to it.
    private mutating func opaque(_ name: String) throws -> Node {
        var key = name
        while next == .lowered || next == .power {
            position += 1
            key += "_" + Parser.key(try argument())
        }
        return .opaque(key)
    }

    private mutating func application(_ function: Function) throws -> Node {
        var function = function
        var exponent: Node?
        var base: Node?
        while next == .power || next == .lowered {
            let isPower = next == .power
            position += 1
            if isPower { exponent = try argument() } else { base = try argument() }
        }
        if case .negative(.number(let one)) = exponent, one.value == .one, let inverse = function.inverse {
            function = inverse
            exponent = nil
        }
        var arguments = try arguments()
        if function == .logarithm, let base { arguments.append(base) }
        let node = Node.function(function, arguments)
        return exponent.map { .power(node, $0) } ?? node
    }

    // A bracket behind a function is its argument; otherwise the factors up to the next function or sign.
    private mutating func arguments() throws -> [Node] {
        switch next {
        case .open(.round), .open(.brace), .open(.square):
            guard case .open(let bracket) = next else { throw Unreadable() }
            position += 1
            let items = try items(until: { $0 == .close(bracket) })
            guard take(.close(bracket)) else { throw Unreadable() }
            var first = items
            if items.count == 1, next == .factorial || next == .degree {
                position += 1
                first = [tokens[position - 1] == .degree ? .degrees(items[0]) : .function(.factorial, items)]
            }
            return first
        default:
            var node = try signedPrimary()
            while startsFactor {
                if case .function = next { break }
                if case .open = next { break }
                node = Parser.times(node, try factor())
            }
            return [node]
        }
    }

    private mutating func signedPrimary() throws -> Node {
        if take(.minus) { return .negative(try factor()) }
        return try factor()
    }
}
