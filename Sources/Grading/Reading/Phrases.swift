/// Words around an answer that do not change its value.
enum Phrases {
    /// Whether words before a value can be dropped.
    static func isDroppable(_ phrase: String) -> Bool {
        phrase.split(separator: " ").allSatisfy { droppable.contains(String($0)) }
    }

    /// Whether words after a value say for what it holds.
    static func isCondition(_ phrase: String) -> Bool {
        guard let first = phrase.split(separator: " ").first else { return false }
        return conditions.contains(String(first))
    }

    /// The unit that words behind a value name, or nil if they name something that is counted or said.
    static func unit(_ phrase: String) -> Unit? {
        let words = phrase.split(separator: " ").map(String.init)
        if words.count == 2, let power = powers[words[0]], let unit = Unit.named(words[1]) { return unit.power(power) }
        if words.count == 1 { return Unit.named(words[0]) }
        var result: Unit?
        var over = false
        for word in words {
            if word == "per" {
                over = true
            } else if let unit = Unit.named(word) {
                result = result?.combined(unit, over: over) ?? unit
            } else {
                return nil
            }
        }
        return result
    }

    private static let powers = ["square": 2, "sq": 2, "cubic": 3, "cu": 3]

    private static let droppable: Set<String> = [
        "only", "about", "approximately", "roughly", "exactly", "the", "answer", "is", "final", "therefore", "thus",
        "so",
        "hence", "a", "an", "are", "value", "of", "we", "get", "have", "solution", "solutions", "option", "choice",
        "because", "equals", "total", "area", "probability", "line", "point", "maximum", "minimum", "all", "real",
        "integers", "integer", "numbers", "number", "domain", "range", "interval", "equation", "base", "ratio", "pair",
        "triple", "ordered", "where", "for", "any", "every", "positive", "yes",
    ]

    private static let conditions: Set<String> = [
        "for", "where", "with", "when", "if", "such", "whenever", "provided", "given", "assuming", "as", "in", "on",
        "over", "at", "from", "is", "are", "which", "since", "because", "being", "constant", "arbitrary",
    ]
}
