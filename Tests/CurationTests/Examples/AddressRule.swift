import Bytes

@testable import Stages

/// A question that contains the address of a page refers to what the page contains, which the text lacks.
struct AddressRule: QualityRule {
    static let name = RuleName(rawValue: "address")
    static let documentation = RuleDocumentation.drops(
        name, when: "its text contains the address of a page, whose content the text lacks",
        pattern: "https?://")

    func fault(in text: ByteView) -> Range<Int>? {
        let marks: [ByteView] = [ByteView("http://"), ByteView("https://")]
        let places = marks.compactMap { mark in text.firstIndex(of: mark).map { $0..<$0 + mark.count } }
        return places.min { $0.lowerBound < $1.lowerBound }
    }
}
