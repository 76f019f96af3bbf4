import Bytes
import TestSupport
import Testing

@testable import Patterns

/// What a pattern finds in a text, found by trying every way that it may match.
private struct Backtracking {
    let text: [Unicode.Scalar]

    /// The ends at which a part may match from a start, the preferred first.
    func ends(_ syntax: PatternSyntax, from start: Int) -> [Int] {
        switch syntax {
        case .empty: return [start]
        case .character(let set):
            guard start < text.count else { return [] }
            return set.ranges.contains { $0.contains(text[start].value) } ? [start + 1] : []
        case .place: return []
        case .sequence(let parts):
            return parts.reduce([start]) { starts, part in starts.flatMap { ends(part, from: $0) } }
        case .choice(let parts): return parts.flatMap { ends($0, from: start) }
        case .repetition(let part, let minimum, let maximum, let isLazy):
            return repetition(part, minimum, maximum ?? text.count + minimum, isLazy, from: start)
        }
    }

    private func repetition(
        _ part: PatternSyntax, _ minimum: Int, _ maximum: Int, _ isLazy: Bool, from start: Int
    ) -> [Int] {
        if maximum == 0 { return [start] }
        let further = ends(part, from: start).filter { $0 > start || minimum > 0 }.flatMap {
            repetition(part, max(0, minimum - 1), maximum - 1, isLazy, from: $0)
        }
        if minimum > 0 { return further }
        return isLazy ? [start] + further : further + [start]
    }

    /// The first match, as offsets of scalars.
    func firstMatch(of syntax: PatternSyntax) -> Range<Int>? {
        for start in 0...text.count {
            if let end = ends(syntax, from: start).first { return start..<end }
        }
        return nil
    }
}

@Suite("The matcher and the definition")
struct NaiveMatchTests {
    /// A pattern of characters, sets, choices and repetitions of parts that are not empty.
    private static func pattern(_ random: inout SeededRandom, depth: Int) -> String {
        let atoms = ["a", "b", "é", "[ab]", "[^a]", ".", "ab", "[b-é]"]
        guard depth > 0 else { return random.pick(atoms) }
        let part = pattern(&random, depth: depth - 1)
        switch random.below(5) {
        case 0: return "(?:\(part)|\(pattern(&random, depth: depth - 1)))"
        case 1: return "(?:\(part))" + random.pick(["+", "{2}", "{1,3}", "+?", "{1,2}?"])
        case 2: return part + pattern(&random, depth: depth - 1)
        case 3: return "\(random.pick(atoms))(?:\(part))" + random.pick(["*", "?", "*?", "??", "{0,2}"])
        default: return part
        }
    }

    @Test("find the same first match, in all sorts of patterns and texts", arguments: 0..<150)
    func agree(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let source = Self.pattern(&random, depth: 3)
        let matcher = PatternMatcher(try Pattern(source))
        let syntax = try PatternParser.parse(source)
        for _ in 0..<8 {
            let text = (0..<random.below(9)).map { _ in random.pick(["a", "b", "é", "c", "\n"]) }.joined()
            let scalars = Array(text.unicodeScalars)
            let expected = Backtracking(text: scalars).firstMatch(of: syntax).map { range in
                let start = String(String.UnicodeScalarView(scalars[..<range.lowerBound])).utf8.count
                return start..<start + String(String.UnicodeScalarView(scalars[range])).utf8.count
            }
            let found = text.withByteView { matcher.firstMatch(in: $0) }
            #expect(found == expected, "\(source) in \(text.debugDescription)")
        }
    }
}
