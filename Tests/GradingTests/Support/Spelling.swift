@testable import Grading

/// A tree as a text, for tables of cases: operators in front of their operands.
func spelled(_ node: Node?) -> String {
    guard let node else { return "unreadable" }
    switch node {
    case .number(let numeral): return spelled(numeral.value)
    case .symbol(let name): return name
    case .constant(let constant): return constant.rawValue
    case .negative(let node): return "(- \(spelled(node)))"
    case .sum(let nodes): return list("+", nodes)
    case .product(let nodes): return list("*", nodes)
    case .quotient(let top, let bottom): return list("/", [top, bottom])
    case .power(let base, let exponent): return list("^", [base, exponent])
    case .function(let function, let nodes): return list(function.rawValue, nodes)
    case .plusMinus(let left, let right, let reversed):
        return list(reversed ? "∓" : "±", (left.map { [$0] } ?? []) + [right])
    case .degrees(let node): return list("°", [node])
    case .percent(let node): return list("%", [node])
    case .quantity(let node, let unit): return "(unit \(spelled(node)) \(unit.dimension):\(spelled(unit.factor)))"
    case .based(let digits, let base): return "(base \(digits) \(base))"
    case .bracketed(let opens, let nodes, let closes):
        return (opens ? "[" : "(") + nodes.map { spelled($0) }.joined(separator: ", ") + (closes ? "]" : ")")
    case .set(let nodes): return list("set", nodes)
    case .list(let nodes): return list("list", nodes)
    case .matrix(let rows): return "(matrix " + rows.map { list("row", $0) }.joined(separator: " ") + ")"
    case .relation(let nodes, let relations):
        return zip(nodes.dropFirst(), relations).reduce(spelled(nodes[0])) { "\($0) \($1.1.rawValue) \(spelled($1.0))" }
    case .combination(let operation, let left, let right): return list(operation.rawValue, [left, right])
    case .setBuilder(let node, let conditions): return list("such", [node] + conditions)
    case .ratio(let nodes): return list(":", nodes)
    case .application(let name, let nodes): return list("apply \(name)", nodes)
    case .text(let text): return "\"\(text)\""
    case .opaque(let name): return "<\(name)>"
    }
}

private func list(_ name: String, _ nodes: [Node]) -> String {
    "(\(name) " + nodes.map { spelled($0) }.joined(separator: " ") + ")"
}

/// A rational number as a text: its numerator, and its denominator unless that is one.
func spelled(_ value: Rational) -> String {
    value.isInteger ? decimal(value.numerator) : decimal(value.numerator) + "/" + decimal(value.denominator)
}

/// The decimal digits of an integer, by repeated division.
func decimal(_ value: BigInteger) -> String {
    var digits: [String] = []
    var rest = value.magnitude
    repeat {
        let (quotient, digit) = rest.divided(by: BigInteger(10))
        digits.append(String(digit.int ?? 0))
        rest = quotient
    } while !rest.isZero
    return (value.isNegative ? "-" : "") + digits.reversed().joined()
}

/// The tree of a text.
func tree(_ text: String, commas: CommaReading = .separator) -> Node? { Parser.read(Array(text.utf8), commas: commas) }

/// The decision on two texts, as `=`, `≠` or `?` with the name of the rule.
func decision(_ reference: String, _ answer: String, settings: GradeSettings = GradeSettings()) -> String {
    let decision = Grader(settings: settings).decide(reference: Array(reference.utf8), answer: Array(answer.utf8))
    switch decision {
    case .equal(let rule): return "= \(rule.rawValue)"
    case .different(let rule): return "≠ \(rule.rawValue)"
    case .unknown(let rule): return "? \(rule.rawValue)"
    }
}
