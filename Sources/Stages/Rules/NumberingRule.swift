import Bytes

/// Drops a question that contains `p1.` to `p999.`: a sheet of numbered problems rather than one problem.
///
/// As a regular expression: `p[1-9][0-9]{0,2}\.`
struct NumberingRule: QualityRule {
    static let name = RuleName(rawValue: "numbering")
    static let spelling = QualityRules.spellingOfS1(name)
    static let documentation = RuleDocumentation.drops(
        RuleName(rawValue: spelling),
        when: "its text contains `p1.` to `p999.`: a sheet of numbered problems, not one problem",
        pattern: #"p[1-9][0-9]{0,2}\."#, example: "p12. Find $x$.", source: .s1Quality)
    static let isOnByDefault = true

    func fault(in text: ByteView) -> Range<Int>? {
        var start = 0
        while let letter = text.firstIndex(of: UInt8(ascii: "p"), from: start) {
            var end = letter + 1
            while end < text.count, end - letter <= 3, text[end].isASCIIDigit { end += 1 }
            if end > letter + 1, text[letter + 1] != UInt8(ascii: "0"), end < text.count,
                text[end] == UInt8(ascii: ".")
            {
                return letter..<end + 1
            }
            start = letter + 1
        }
        return nil
    }
}
