import Bytes

/// Drops a question that contains `![Image]`, a reference to a picture that the text does not include.
struct ImageRule: QualityRule {
    static let name = RuleName(rawValue: "image")
    static let spelling = QualityRules.spellingOfS1(name)
    static let documentation = RuleDocumentation.drops(
        RuleName(rawValue: spelling), when: "its text contains `![Image]`, which marks a missing picture",
        pattern: #"!\[Image\]"#,
        example: "See ![Image](x.png).", source: .s1Quality)
    static let isOnByDefault = true

    func fault(in text: ByteView) -> Range<Int>? {
        let mark: ByteView = ByteView("![Image]")
        return text.firstIndex(of: mark).map { $0..<$0 + mark.count }
    }
}
