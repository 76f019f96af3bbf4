import Bytes

/// Drops a question with `**`, then a run without white space or `]`, then `**`, and a digit anywhere after the first
/// `**` on the same line: a heading such as **Problem3**, left over from the page it was taken from.
///
/// As a regular expression: `\*\*(?=.*\d)[^\s\]]*\*\*`, with Unicode white space and digits.
struct EmphasisRule: QualityRule {
    static let name = RuleName(rawValue: "emphasis")
    static let spelling = QualityRules.spellingOfS1(name)
    static let documentation = RuleDocumentation.drops(
        RuleName(rawValue: spelling),
        when: "its text contains a heading such as `**Problem3**`, left over from the page that it was copied from",
        pattern: #"\*\*(?=.*\d)[^\s\]]*\*\*"#, example: "**Problem3** Find $x$.", source: .s1Quality)
    static let isOnByDefault = true

    func fault(in text: ByteView) -> Range<Int>? {
        let stars: ByteView = ByteView("**")
        var start = 0
        while let open = text.firstIndex(of: stars, from: start) {
            let run = run(text, from: open + 2)
            // If there is no closing ** or no digit here, there is none for any later ** of the same run or line
            // either.
            guard let close = run.lastStars else {
                start = max(run.end, open + 2)
                continue
            }
            if hasDigitOnLine(text, from: open + 2) { return open..<close + 2 }
            start = text.firstIndex(of: 0x0A, from: open) ?? text.count
        }
        return nil
    }

    /// Scans the run without white space or `]` that starts at an offset, and returns the offsets of its last `**` and
    /// its end.
    private func run(_ text: ByteView, from first: Int) -> (lastStars: Int?, end: Int) {
        var lastStars: Int?
        var offset = first
        while offset < text.count {
            if text[offset] == UInt8(ascii: "*"), offset + 1 < text.count, text[offset + 1] == UInt8(ascii: "*") {
                lastStars = offset
            }
            let (value, length) = UTF8Check.decode(text, at: offset)
            if value == 0x5D || Self.isSpace(value) { break }
            offset += length
        }
        return (lastStars, offset)
    }

    private func hasDigitOnLine(_ text: ByteView, from first: Int) -> Bool {
        var offset = first
        while offset < text.count, text[offset] != 0x0A {
            let (value, length) = UTF8Check.decode(text, at: offset)
            if value < 0x80 ? UInt8(value).isASCIIDigit : Self.isDigit(value) { return true }
            offset += length
        }
        return false
    }

    /// Returns whether `\s` of Python's `re` matches: White_Space and the four separators U+001C to U+001F.
    private static func isSpace(_ value: UInt32) -> Bool {
        Words.isWhiteSpace(value) || (0x1C...0x1F).contains(value)
    }

    /// Returns whether `\d` of Python's `re` matches: general category Nd.
    private static func isDigit(_ value: UInt32) -> Bool {
        Unicode.Scalar(value)?.properties.generalCategory == .decimalNumber
    }
}
