import Bytes
import Testing

@testable import Stages

@Suite("The rule address")
struct AddressRuleTests {
    @Test(
        "finds the first address, and nothing that only looks like one",
        arguments: [
            ("see https://example.org and http://x", "https://"), ("http://x, https://y", "http://"),
            ("http:/x", nil), ("HTTP://X", nil), ("", nil),
        ] as [(String, String?)])
    func cases(_ text: String, _ expected: String?) {
        let found = Array(text.utf8).withByteView { view in AddressRule().fault(in: view).map { view[$0].text } }
        #expect(found == expected)
    }
}
