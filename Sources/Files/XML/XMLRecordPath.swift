import CLibXML2

/// The XPath of the records of an XML file, in a form that can be evaluated while the file is streamed.
///
/// `/quiz/question[@type='essay']`, `//item`, `/a/*/b`: steps of names from the root, `//` for any depth, and
/// conditions in brackets on attributes and, in the last step, on children. Names are compared as written in the file; an
/// element is also named by its local name, whatever its prefix.
package struct XMLRecordPath: Sendable {
    /// An error: the path cannot be used.
    package struct Fault: Error, Equatable {
        /// The fault, and what is supported.
        package let message: String
    }

    struct Step: Sendable {
        /// The name of the element, or nil for `*`.
        let name: [UInt8]?
        /// Whether any number of elements may be between the previous step and this one.
        let isAnywhere: Bool
        let conditions: [XMLCondition]
    }

    /// A set of steps of a path, by index.
    struct StepSet: ExpressibleByArrayLiteral {
        private var bits: UInt64 = 0
        static let most = UInt64.bitWidth

        init(arrayLiteral steps: Int...) {
            for step in steps { insert(step) }
        }

        mutating func insert(_ step: Int) { bits |= 1 << UInt64(step) }
        func contains(_ step: Int) -> Bool { bits >> UInt64(step) & 1 == 1 }
    }

    let steps: [Step]

    /// Parses a path.
    ///
    /// Throws `Fault` if libxml2 does not accept it as an XPath, or if its evaluation needs the whole document.
    package init(_ text: String) throws(Fault) {
        guard let compiled = xmlXPathCompileQuietly(text) else { throw Fault(message: "it is not an XPath") }
        xmlXPathFreeCompExpr(compiled)
        var parser = XMLPathParser(text)
        steps = try parser.steps()
        guard steps.count <= StepSet.most else { throw Fault(message: "more than \(StepSet.most) steps") }
        if let early = steps.dropLast().flatMap(\.conditions).first(where: { !$0.isAboutAttributes }) {
            throw Fault(message: "a condition before the last step may ask for attributes only, not \(early)")
        }
    }

    /// Whether the conditions of the last step can be evaluated at the start tag.
    var isDecidedByAttributes: Bool { steps.last?.conditions.allSatisfy(\.isAboutAttributes) ?? true }
}

/// Compiles an XPath without libxml2 writing messages to standard error.
private func xmlXPathCompileQuietly(_ text: String) -> xmlXPathCompExprPtr? {
    XMLLibrary.prepare()
    guard let context = xmlXPathNewContext(nil) else { return nil }
    defer { xmlXPathFreeContext(context) }
    context.pointee.error = { _, _ in }
    return xmlXPathCtxtCompile(context, text)
}

/// A condition of a step.
indirect enum XMLCondition: Sendable, CustomStringConvertible {
    /// An operand: an attribute or the text of a child, reached by names, or a literal.
    enum Operand: Sendable {
        case node([[UInt8]])
        case literal([UInt8])
    }

    case exists(Operand)
    case equal(Operand, Operand)
    case unequal(Operand, Operand)
    case contains(Operand, Operand)
    case startsWith(Operand, Operand)
    case not(XMLCondition)
    // Lists, which may be long in a recipe, rather than nested pairs, since recursion would need a stack as deep.
    case and([XMLCondition])
    case or([XMLCondition])

    /// Whether it concerns only attributes of the element itself.
    var isAboutAttributes: Bool {
        switch self {
        case .exists(let a): Self.isAttribute(a)
        case .equal(let a, let b), .unequal(let a, let b), .contains(let a, let b), .startsWith(let a, let b):
            Self.isAttribute(a) && Self.isAttribute(b)
        case .not(let a): a.isAboutAttributes
        case .and(let all), .or(let all): all.allSatisfy(\.isAboutAttributes)
        }
    }

    private static func isAttribute(_ operand: Operand) -> Bool {
        guard case .node(let names) = operand else { return true }
        return names.count == 1 && names[0].first == UInt8(ascii: "@")
    }

    var description: String {
        func words(_ operand: Operand) -> String {
            switch operand {
            case .node(let names): names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
            case .literal(let text): "'\(String(decoding: text, as: UTF8.self))'"
            }
        }
        return switch self {
        case .exists(let a): words(a)
        case .equal(let a, let b): "\(words(a))=\(words(b))"
        case .unequal(let a, let b): "\(words(a))!=\(words(b))"
        case .contains(let a, let b): "contains(\(words(a)), \(words(b)))"
        case .startsWith(let a, let b): "starts-with(\(words(a)), \(words(b)))"
        case .not(let a): "not(\(a))"
        case .and(let all): all.map(\.description).joined(separator: " and ")
        case .or(let all): all.map(\.description).joined(separator: " or ")
        }
    }

    /// Returns whether the condition holds, comparing node sets as XPath 1.0 does (section 3.4): it is enough that one
    /// node satisfies it.
    ///
    /// - Parameter texts: Returns the texts of the nodes that a path of names leads to.
    func holds(_ texts: ([[UInt8]]) -> [[UInt8]]) -> Bool {
        func values(_ operand: Operand) -> [[UInt8]] {
            switch operand {
            case .node(let names): texts(names)
            case .literal(let text): [text]
            }
        }
        func first(_ operand: Operand) -> [UInt8] { values(operand).first ?? [] }
        switch self {
        case .exists(let a):
            if case .literal(let text) = a { return !text.isEmpty }
            return !values(a).isEmpty
        case .equal(let a, let b):
            let (own, others) = (values(a), values(b))
            return own.count == 1 || others.count == 1
                ? own.contains { others.contains($0) } : !Set(own).isDisjoint(with: others)
        case .unequal(let a, let b):
            // Two values differ unless all are equal.
            let (own, others) = (values(a), values(b))
            guard let first = own.first, !others.isEmpty else { return false }
            return own.contains { $0 != first } || others.contains { $0 != first }
        case .contains(let a, let b):
            let part = first(b)
            return part.isEmpty
                || first(a).withByteView { text in part.withByteView { text.firstIndex(of: $0) != nil } }
        case .startsWith(let a, let b): return first(a).starts(with: first(b))
        case .not(let a): return !a.holds(texts)
        case .and(let all): return all.allSatisfy { $0.holds(texts) }
        case .or(let all): return all.contains { $0.holds(texts) }
        }
    }
}

/// Parses the subset of XPath that can be evaluated on a stream.
private struct XMLPathParser {
    private let text: [Character]
    private var place = 0

    init(_ text: String) {
        self.text = Array(text)
    }

    mutating func steps() throws(XMLRecordPath.Fault) -> [XMLRecordPath.Step] {
        var steps: [XMLRecordPath.Step] = []
        skipSpace()
        guard peek() == "/" else { throw fault("it must begin with / or //") }
        while take("/") {
            let isAnywhere = take("/")
            let name: [UInt8]? = take("*") ? nil : Array(try self.name().utf8)
            var conditions: [XMLCondition] = []
            while take("[") {
                conditions.append(try either())
                guard take("]") else { throw fault("a condition that is not closed by ]") }
            }
            steps.append(XMLRecordPath.Step(name: name, isAnywhere: isAnywhere, conditions: conditions))
        }
        skipSpace()
        guard place == text.count else { throw fault("what begins at \"\(String(text[place...].prefix(20)))\"") }
        return steps
    }

    private mutating func either() throws(XMLRecordPath.Fault) -> XMLCondition {
        var all = [try both()]
        while takeWord("or") { all.append(try both()) }
        return all.count == 1 ? all[0] : .or(all)
    }

    private mutating func both() throws(XMLRecordPath.Fault) -> XMLCondition {
        var all = [try single()]
        while takeWord("and") { all.append(try single()) }
        return all.count == 1 ? all[0] : .and(all)
    }

    private mutating func single() throws(XMLRecordPath.Fault) -> XMLCondition {
        if take("(") {
            let inner = try either()
            guard take(")") else { throw fault("a bracket that is not closed") }
            return inner
        }
        let start = place
        if let word = try? name(), word != "text", take("(") {
            switch word {
            case "not":
                let inner = try either()
                guard take(")") else { throw fault("a bracket that is not closed") }
                return .not(inner)
            case "contains", "starts-with":
                let a = try operand()
                guard take(",") else { throw fault("\(word) without a second argument") }
                let b = try operand()
                guard take(")") else { throw fault("a bracket that is not closed") }
                return word == "contains" ? .contains(a, b) : .startsWith(a, b)
            default: throw fault("the function \(word)()")
            }
        }
        place = start
        let left = try operand()
        if take("=") { return .equal(left, try operand()) }
        if take("!") {
            guard take("=") else { throw fault("a ! without =") }
            return .unequal(left, try operand())
        }
        guard case .node = left else { throw fault("a position or number as a condition") }
        return .exists(left)
    }

    private mutating func operand() throws(XMLRecordPath.Fault) -> XMLCondition.Operand {
        skipSpace()
        guard let first = peek() else { throw fault("a condition that ends too early") }
        if first == "'" || first == "\"" {
            guard let close = text[(place + 1)...].firstIndex(of: first) else { throw fault("an open quote") }
            defer { place = close + 1 }
            return .literal(Array(String(text[(place + 1)..<close]).utf8))
        }
        if first.isNumber {
            let start = place
            while let digit = peek(), digit.isNumber || digit == "." { place += 1 }
            return .literal(Array(String(text[start..<place]).utf8))
        }
        if first == ".", place + 1 == text.count || !text[place + 1].isLetter {
            place += 1
            return .node([])
        }
        var names: [[UInt8]] = []
        repeat {
            if take("@") {
                names.append(Array(("@" + (try name())).utf8))
                return .node(names)
            }
            let name = try name()
            if name == "text", take("(") {
                guard take(")") else { throw fault("a bracket that is not closed") }
                return .node(names)
            }
            names.append(Array(name.utf8))
        } while take("/")
        return .node(names)
    }

    private mutating func name() throws(XMLRecordPath.Fault) -> String {
        skipSpace()
        let start = place
        while let next = peek(), next.isLetter || next.isNumber || "_-.:".contains(next) { place += 1 }
        guard place > start else { throw fault("a step without a name") }
        return String(text[start..<place])
    }

    private func peek() -> Character? { place < text.count ? text[place] : nil }

    private mutating func skipSpace() {
        while let next = peek(), next.isWhitespace { place += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard peek() == character else { return false }
        place += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        skipSpace()
        let end = place + word.count
        guard end <= text.count, String(text[place..<end]) == word else { return false }
        if end < text.count, text[end].isLetter || text[end].isNumber { return false }
        place = end
        return true
    }

    private func fault(_ what: String) -> XMLRecordPath.Fault {
        XMLRecordPath.Fault(
            message: "\(what): a record is named by steps such as /quiz/question[@type='essay'] or //item, "
                + "with conditions by =, !=, and, or, not(), contains() and starts-with()")
    }
}
