import Bytes
import Patterns
import Pools

/// Drops a question of which a text ends in the midst: of a sentence, or of an environment or display of LaTeX.
struct TruncatedRule: TextsRule {
    static let name = RuleName(rawValue: "truncated")
    static let documentation = RuleDocumentation.drops(
        name,
        when:
            "its text, the solution, a trace or the attempt ends with a word such as `the` or a sign such as a comma, or "
            + "opens an environment, a display or a block of code that it does not close",
        example: "Find the sum of all integers $n$ such that the", source: .c4)

    private static let words =
        "the|and|or|with|where|that|which|whose|if|because|since|into|between"

    /// An end of a question that something has to follow; one such as `is` or `=` can be a gap to fill.
    private static let endsOfQuestion = PatternMatchers(anyOf: [
        #"[,;(\[{+\\^_&][ \t\r\n]*\Z"#, #"[ \t\r\n](?:"# + words + #")[ \t\r\n]*\Z"#,
    ])
    /// An end of another text that something has to follow: no lone word, and not `a`, which can be a variable.
    private static let ends = PatternMatchers(anyOf: [
        #"[,;(\[{=+\\^_&][ \t\r\n]*\Z"#,
        #"[ \t\r\n](?:an|of|is|are|was|were|to|in|for|by|from|we|so|then|than|has|have|"# + words + #")[ \t\r\n]*\Z"#,
    ])

    func fault(in texts: QuestionTexts) -> TextFault? {
        texts.firstFault(of: [.question]) { Self.unclosed(in: $0) ?? Self.endsOfQuestion.firstMatch(in: $0) }
            ?? texts.firstFault(of: [.solution, .trajectories, .attempt]) {
                Self.unclosed(in: $0) ?? Self.ends.firstMatch(in: $0)
            }
    }

    private static let pairs: [(open: ByteView, close: ByteView)] = [
        (ByteView("\\begin{"), ByteView("\\end{")), (ByteView("\\["), ByteView("\\]")),
        (ByteView("[asy]"), ByteView("[/asy]")),
    ]
    private static let fence = ByteView("\n```")

    /// Returns the range of the last opening that nothing behind it closes.
    private static func unclosed(in text: ByteView) -> Range<Int>? {
        for (open, close) in pairs {
            guard let last = lastIndex(of: open, in: text), text.firstIndex(of: close, from: last) == nil else {
                continue
            }
            return last..<last + open.count
        }
        var (count, last, start) = (text.starts(with: fence[1...]) ? 1 : 0, 0, 0)
        while let place = text.firstIndex(of: fence, from: start) {
            (count, last, start) = (count + 1, place + 1, place + fence.count)
        }
        return count.isMultiple(of: 2) ? nil : last..<last + fence.count - 1
    }

    private static func lastIndex(of mark: ByteView, in text: ByteView) -> Int? {
        var (last, start): (Int?, Int) = (nil, 0)
        while let place = text.firstIndex(of: mark, from: start) { (last, start) = (place, place + mark.count) }
        return last
    }
}
