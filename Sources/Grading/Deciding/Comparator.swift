/// Decides whether two trees have the same value, by the cheapest rule that can.
struct Comparator {
    /// What counts as equal.
    let settings: GradeSettings
    var budget: Budget
    private var depth = 0

    /// The operations that one comparison may take.
    static let largestBudget = 400_000

    init(settings: GradeSettings) {
        self.settings = settings
        budget = Budget(Comparator.largestBudget)
    }

    /// Compares a reference and an answer under each reading of their signs.
    mutating func decide(_ reference: Node, _ answer: Node) -> Decision {
        var first: Decision?
        let (reference, answer) = Comparator.inOneUnit(reference, answer)
        for (left, right) in readings(reference, answer) {
            let decision: Decision
            do throws(EvaluationFault) {
                decision = try compare(left.resolve(reference), right.resolve(answer))
            } catch {
                decision = .unknown(error == .exhausted ? .budget : .noValue)
            }
            if decision.isEqual { return decision }
            if first == nil || (!(first?.isUnknown ?? false) && decision.isUnknown) { first = decision }
            if budget.remaining <= 0 { break }
        }
        return first ?? .unknown(.noValue)
    }

    // Quantities of one dimension are converted to its base unit.
    private static func inOneUnit(_ left: Node, _ right: Node) -> (Node, Node) {
        guard case .quantity(let first, let unit) = left, case .quantity(let second, let other) = right,
            !unit.dimension.isEmpty, unit.dimension == other.dimension, unit.factor != other.factor
        else { return (left, right) }
        return (scaled(first, unit), scaled(second, other))
    }

    private static func scaled(_ node: Node, _ unit: Unit) -> Node {
        .product([node, .number(Numeral(value: unit.factor, digits: "", decimals: 0))])
    }

    private func readings(_ reference: Node, _ answer: Node) -> [(SignReading, SignReading)] {
        let plain = SignReading()
        var readings = [(plain, plain)]
        if reference.hasDegrees != answer.hasDegrees {
            let radians = SignReading(radians: true)
            readings.append(reference.hasDegrees ? (radians, plain) : (plain, radians))
        }
        if reference.hasPercent != answer.hasPercent {
            let fractions = SignReading(fractions: true)
            readings.append(reference.hasPercent ? (fractions, plain) : (plain, fractions))
        }
        if reference.hasPlainLogarithm || answer.hasPlainLogarithm {
            let natural = SignReading(naturalLogarithms: true)
            readings.append((natural, natural))
        }
        return readings
    }

    mutating func compare(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision {
        depth += 1
        defer { depth -= 1 }
        guard depth < 40 else { return .unknown(.noValue) }
        try budget.spend(1)
        if left == right { return .equal(.sameText) }
        if case .text(let text) = left { return compare(text: text, with: right, isReference: true) }
        if case .text(let text) = right { return compare(text: text, with: left, isReference: false) }
        if isCollection(left) || isCollection(right) { return try compareCollections(left, right) }
        if isRealSet(left) || isRealSet(right) { return try compareRealSets(left, right) }
        if isRelation(left) || isRelation(right) { return try compareRelations(left, right) }
        if isTuple(left) || isTuple(right) { return try compareTuples(left, right) }
        if isRatio(left) || isRatio(right) { return try compareRatios(left, right) }
        if left.isScalar, right.isScalar { return try compareScalars(left, right) }
        return .different(.kind)
    }

    // A number, an expression or a collection is no text; two different single words are two answers.
    private func compare(text: String, with other: Node, isReference: Bool) -> Decision {
        guard case .text(let words) = other else {
            return text.utf8.contains { Lexer.isDigit($0) } || text.contains(" ") && other.isOpaque
                ? .unknown(.freeText) : .different(.kind)
        }
        let (first, second) = (Comparator.key(text), Comparator.key(words))
        if first == second { return .equal(.words) }
        let (left, right) = (first.split(separator: " "), second.split(separator: " "))
        // A word that a short reference has, or has not.
        if isReference, right.count == 1, left.count <= 8, left.count > 1 {
            return left.contains(right[0]) ? .equal(.words) : .different(.words)
        }
        return left.count <= 1 && right.count <= 1 ? .different(.words) : .unknown(.freeText)
    }

    private static let articles: Set<Substring> = ["the", "a", "an", "is", "are", "it", "only"]

    private static func key(_ text: String) -> String {
        let letters = String(text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " })
        return letters.split(separator: " ").filter { !articles.contains($0) }.joined(separator: " ")
    }

    func isRelation(_ node: Node) -> Bool {
        if case .relation = node { return true }
        return false
    }

    func isRatio(_ node: Node) -> Bool {
        if case .ratio = node { return true }
        return false
    }

    private mutating func compareRatios(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision {
        switch (left, right) {
        case (.ratio(let first), .ratio(let second)):
            // Times may be written without their seconds.
            let (short, long) = first.count <= second.count ? (first, second) : (second, first)
            if short.count == 2, long.count == 3, case .number(let last) = long[2], last.value.isZero {
                return try compareParts(short, Array(long[..<2]), rule: .ratio)
            }
            guard first.count == second.count else { return .different(.ratio) }
            if try compareParts(first, second, rule: .ratio).isEqual { return .equal(.ratio) }
            for index in first.indices.dropFirst() {
                let crossed = try compareScalars(
                    .product([first[0], second[index]]), .product([second[0], first[index]]))
                guard crossed.isEqual else { return crossed }
            }
            return .equal(.ratio)
        case (.ratio(let parts), let other), (let other, .ratio(let parts)):
            guard parts.count == 2, other.isScalar else { return .different(.kind) }
            let quotient = Node.quotient(parts[0], parts[1])
            return try isRatio(left) ? compareScalars(quotient, other) : compareScalars(other, quotient)
        default: return .different(.kind)
        }
    }
}
