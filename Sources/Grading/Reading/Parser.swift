/// Reads tokens into a tree, by recursive descent with a bounded depth.
struct Parser {
    var tokens: [Token]
    let spaced: [Bool]
    var position = 0
    private var depth = 0
    /// The number of bars that wait for their second one.
    var barsOpen = 0

    /// The depth of nesting beyond which a text has no value.
    static let largestDepth = 60

    /// The text has no reading as mathematics.
    struct Unreadable: Error {}

    init(_ tokens: [Token], spaced: [Bool]) {
        self.tokens = tokens
        self.spaced = spaced
    }

    /// Reads a text, or returns nil if it has no reading.
    static func read(_ bytes: [UInt8], commas: CommaReading = .separator) -> Node? {
        var lexer = Lexer(bytes, commas: commas)
        guard lexer.run(), !lexer.tokens.isEmpty else { return nil }
        var parser = Parser(lexer.tokens, spaced: lexer.spaced)
        return try? parser.whole()
    }

    var next: Token { position < tokens.count ? tokens[position] : .none }
    var after: Token { position + 1 < tokens.count ? tokens[position + 1] : .none }
    /// Whether white space stands before the next token.
    var isSpaced: Bool { position < spaced.count && spaced[position] }

    mutating func take(_ token: Token) -> Bool {
        guard next == token else { return false }
        position += 1
        return true
    }

    mutating func nested<Value>(_ body: (inout Parser) throws -> Value) throws -> Value {
        depth += 1
        defer { depth -= 1 }
        guard depth < Parser.largestDepth else { throw Unreadable() }
        return try body(&self)
    }

    private mutating func whole() throws -> Node {
        let items = try items(until: { _ in false })
        guard position == tokens.count else { throw Unreadable() }
        return items.count == 1 ? items[0] : .list(items)
    }

    /// Reads statements up to the end or to a closing token.
    mutating func items(until isEnd: (Token) -> Bool) throws -> [Node] {
        var items: [Node] = []
        while position < tokens.count, !isEnd(next) {
            switch next {
            case .comma, .semicolon, .conjunction, .rowEnd, .ampersand: position += 1
            default:
                items.append(try nested { try $0.statement() })
                guard position == tokens.count || isEnd(next) || isAtSeparator else { throw Unreadable() }
            }
        }
        guard !items.isEmpty else { throw Unreadable() }
        return items
    }

    var isAtSeparator: Bool {
        switch next {
        case .none, .comma, .semicolon, .conjunction, .close, .rowEnd, .ampersand, .end, .middle: true
        default: false
        }
    }

    /// Reads one statement: a label that is dropped, operands with relations between them, words that follow.
    mutating func statement() throws -> Node {
        let start = position
        var label = ""
        while case .words(let words) = next {
            label += label.isEmpty ? words : " " + words
            position += 1
        }
        if !label.isEmpty {
            if isAtSeparator { return .text(label) }
            if take(.colon) || take(.relation(.equal)) {
                if isAtSeparator { return .text(label) }
            } else if !Phrases.isDroppable(label) {
                return try labelled(label, from: start)
            }
        }
        let node = try relations()
        return try trailing(node, from: start)
    }

    // `Sequence 1: ...`, or words that make a text of the whole statement.
    private mutating func labelled(_ label: String, from start: Int) throws -> Node {
        if case .number = next, after == .colon {
            position += 2
            return try statement()
        }
        return try skippedText(from: start)
    }

    private mutating func skippedText(from start: Int) throws -> Node {
        position = start
        var words: [String] = []
        while !isAtSeparator || next == .middle {
            if case .open = next {
                words.append("(")
                position += 1
                while position < tokens.count {
                    if case .close = next { break }
                    words.append(Parser.spelling(next))
                    position += 1
                }
            }
            guard position < tokens.count else { break }
            words.append(Parser.spelling(next))
            position += 1
        }
        return .text(words.filter { !$0.isEmpty }.joined(separator: " "))
    }

    private mutating func trailing(_ node: Node, from start: Int) throws -> Node {
        guard case .words(let words) = next else { return node }
        if Phrases.isCondition(words) {
            position = endOfCondition
            return node
        }
        position += 1
        if isAtSeparator {
            return Phrases.unit(words).map { .quantity(node, $0) } ?? node
        }
        return try skippedText(from: start)
    }

    // A condition reaches to the end of its bracket.
    private var endOfCondition: Int {
        var (depth, end) = (0, position)
        while end < tokens.count {
            switch tokens[end] {
            case .open: depth += 1
            case .close:
                if depth == 0 { return end }
                depth -= 1
            default: break
            }
            end += 1
        }
        return end
    }

    private mutating func relations() throws -> Node {
        var operands = [try definition() ?? ratio()]
        var relations: [Relation] = []
        while true {
            if case .relation(let relation) = next {
                position += 1
                // An equals sign may be doubled, or stand before the sign of an estimate.
                if isAtSeparator {
                    guard relation.isEquality else { throw Unreadable() }
                    break
                }
                relations.append(relation)
                operands.append(try ratio())
            } else if next == .not, case .relation(let relation) = after {
                position += 2
                relations.append(relation == .equal ? .notEqual : relation)
                operands.append(try ratio())
            } else {
                break
            }
        }
        return relations.isEmpty ? operands[0] : .relation(operands, relations)
    }

    // The left side of a function's definition, `f_1(x, y) =`.
    private mutating func definition() throws -> Node? {
        guard case .symbol(let symbol) = next, after == .open(.round) || after == .lowered else { return nil }
        var copy = self
        copy.position += 1
        guard let name = try? copy.subscripted(symbol), copy.take(.open(.round)) else { return nil }
        var arguments: [Node] = []
        while arguments.count < 8 {
            switch copy.next {
            case .symbol(let argument): arguments.append(.symbol(argument))
            case .number(let numeral): arguments.append(.number(numeral))
            default: return nil
            }
            copy.position += 1
            if copy.take(.close(.round)) {
                guard case .relation = copy.next else { return nil }
                self = copy
                return .application(name, arguments)
            }
            guard copy.take(.comma) else { return nil }
        }
        return nil
    }

    private mutating func ratio() throws -> Node {
        var items = [try setExpression()]
        while next == .colon {
            position += 1
            items.append(try setExpression())
        }
        return items.count == 1 ? items[0] : .ratio(items)
    }

    private mutating func setExpression() throws -> Node {
        var left = try sum()
        while case .setOperation(let operation) = next {
            position += 1
            left = .combination(operation, left, try sum())
        }
        // The difference of two sets is written with a minus, too.
        return left
    }

    static func spelling(_ token: Token) -> String {
        switch token {
        case .words(let words): words
        case .symbol(let name): name.lowercased()
        case .number(let numeral): numeral.digits
        case .constant(let constant): constant.rawValue
        case .function(let function): function.rawValue
        default: ""
        }
    }
}
