import TestSupport
import Testing

@testable import Bytes

@Suite("Patterns with asterisks")
struct WildcardTests {
    /// Whether a pattern matches a whole text, by the definition.
    private func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == UInt8(ascii: "*") {
            return matches(pattern.dropFirst(), text) || !text.isEmpty && matches(pattern, text.dropFirst())
        }
        return text.first == first && matches(pattern.dropFirst(), text.dropFirst())
    }

    @Test("match what the definition says", arguments: 0..<200)
    func definition(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let pattern = (0..<random.below(7)).map { _ in random.pick(["*", "a", "b", "é", "ab"]) }.joined()
        for _ in 0..<20 {
            let text = (0..<random.below(7)).map { _ in random.pick(["a", "b", "é", "*"]) }.joined()
            let found = withBytes(text) { Wildcard(pattern).matches($0) }
            #expect(found == matches(pattern.bytes[...], text.bytes[...]), "\(pattern) \(text)")
        }
    }

    @Test(
        "say whether they match only themselves", arguments: [("", true), ("a b", true), ("*", false), ("a*", false)])
    func literal(_ pattern: String, _ isLiteral: Bool) {
        #expect(Wildcard(pattern).isLiteral == isLiteral && Wildcard(pattern).pattern == pattern)
        #expect(withBytes(pattern) { Wildcard(pattern).matches($0) })
    }
}
