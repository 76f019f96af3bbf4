import Bytes
import Pools

/// Drops a question that contains `[asy]`, the code of a drawing that the question needs.
///
/// AIME questions are exempt and kept.
struct AsymptoteRule: QualityRule {
    static let name = RuleName(rawValue: "asy")
    static let documentation = RuleDocumentation.drops(
        name,
        when:
            "its text contains `[asy]`, the code of a drawing that belongs to it; a question whose source type contains "
            + "AIME is kept even if other patterns match",
        pattern: #"\[asy\]"#, example: "[asy]draw((0,0)--(1,1));[/asy] Find $x$.", source: .s1Quality)
    static let isOnByDefault = true

    func fault(in text: ByteView) -> Range<Int>? {
        let mark: ByteView = ByteView("[asy]")
        return text.firstIndex(of: mark).map { $0..<$0 + mark.count }
    }

    func exempts(_ question: Question) -> Bool {
        question.sourceTypeContains("AIME") && fault(in: question.text) != nil
    }
}
