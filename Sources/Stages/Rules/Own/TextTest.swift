import Bytes
import Patterns

/// A test of a text: whether it has a fault, or something that is looked for.
enum TextTest: Sendable {
    /// A count that has to be within bounds.
    case words(CountBounds), characters(CountBounds), lines(CountBounds)
    /// A share that has to be within bounds.
    case script(Script, least: Double), ratio(ClassRatio)
    /// Something that is looked for; the key is that of the recipe.
    case pattern(PatternMatchers, key: String)
    case repeats(RepeatedWords)
    /// A value that is looked for; the key is that of the recipe.
    case among([JSON], key: String)
    case greater(Double), less(Double)
    /// Whether there is a text at all.
    case present, absent

    /// Whether the test says what a good text has, and not what it looks for.
    var isBound: Bool {
        switch self {
        case .words, .characters, .lines, .script, .ratio: true
        case .pattern, .repeats, .among, .greater, .less, .present, .absent: false
        }
    }

    /// The key of the test in a recipe.
    var key: String {
        switch self {
        case .words: "words"
        case .characters: "characters"
        case .lines: "lines"
        case .script: "script"
        case .ratio: "ratio"
        case .pattern(_, let key), .among(_, let key): key
        case .repeats: "repeats"
        case .greater: "greater_than"
        case .less: "less_than"
        case .present, .absent: "is"
        }
    }

    /// Returns what is out of bounds, or what was found; nil if neither is the case.
    func finding(in text: ByteView) -> RuleFinding? {
        var finding = RuleFinding(key)
        func at(_ place: Range<Int>?) -> RuleFinding? {
            guard let place else { return nil }
            finding.place = FormFault(atBeginningOf: place, of: text)
            return finding
        }
        switch self {
        case .words(let bounds): return count(TextWords.count(in: text), bounds)
        case .characters(let bounds): return count(UTF8Check.scalarCount(text, before: text.count), bounds)
        case .lines(let bounds): return count(Self.lineCount(of: text), bounds)
        case .script(let script, let least):
            let (count, total, firstOther) = script.count(in: text)
            // No letters are letters of any script; the quotient is rounded once, as the bound was.
            if total == 0 || Double(count) / Double(total) >= least { return nil }
            (finding.kind, finding.count, finding.total, finding.least) = (script.name, count, total, least)
            return at(firstOther)
        case .ratio(let ratio):
            let (count, total) = ratio.kind.count(in: text)
            if ratio.contains(count, of: total) { return nil }
            (finding.kind, finding.count, finding.total) = (ratio.kind.rawValue, count, total)
            (finding.least, finding.most) = (ratio.least, ratio.most)
            return finding
        case .pattern(let matchers, _): return at(matchers.firstMatch(in: text))
        case .repeats(let run):
            guard let (place, times) = run.first(in: text) else { return nil }
            finding.times = times
            return at(place)
        case .among(let values, _): return at(values.contains { Self.equals($0, text) } ? 0..<text.count : nil)
        case .greater(let bound): return at(text.doubleNumber.map { $0 > bound } == true ? 0..<text.count : nil)
        case .less(let bound): return at(text.doubleNumber.map { $0 < bound } == true ? 0..<text.count : nil)
        case .present: return at(0..<text.count)
        case .absent: return nil
        }
    }

    private func count(_ count: Int, _ bounds: CountBounds) -> RuleFinding? {
        if bounds.contains(count) { return nil }
        var finding = RuleFinding(key)
        (finding.count, finding.least, finding.most) = (
            count, bounds.least.map(Double.init), bounds.most.map(Double.init)
        )
        return finding
    }

    /// Returns the number of lines: those that a line feed ends, and what is behind the last one.
    static func lineCount(of text: ByteView) -> Int {
        text.count(of: 0x0A) + (text.isEmpty || text.last == 0x0A ? 0 : 1)
    }

    /// Returns whether a text is a value: a text as it is written, a number by its value, anything else as its JSON.
    private static func equals(_ value: JSON, _ text: ByteView) -> Bool {
        switch value {
        case .string(let wanted): wanted.withByteView { $0 == text }
        case .number: value.double.map { $0 == text.doubleNumber } ?? false
        default: value.compactText.withByteView { $0 == text }
        }
    }
}
