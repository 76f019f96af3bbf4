import Bytes

@testable import Stages

/// A question that contains the address of a page asks for what stands there, and the text does not have it.
struct AddressRule: QualityRule {
    static let name = RuleName(rawValue: "address")
    static let documentation = RuleDocumentation.drops(
        name, when: "its text contains the address of a page, where something stands that the text does not have",
        pattern: "https?://")

    func fault(in text: ByteView) -> Range<Int>? {
        let marks: [ByteView] = [ByteView("http://"), ByteView("https://")]
        let places = marks.compactMap { mark in text.firstIndex(of: mark).map { $0..<$0 + mark.count } }
        return places.min { $0.lowerBound < $1.lowerBound }
    }
}
