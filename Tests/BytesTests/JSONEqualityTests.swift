import Bytes
import Testing

@Suite("Equality of JSON documents")
struct JSONEqualityTests {
    @Test(
        "is that of their bytes, whatever Unicode makes equal",
        arguments: [
            ("caf\u{E9}", "cafe\u{301}"), ("\u{212B}", "\u{C5}"), ("\u{AC00}", "\u{1100}\u{1161}"),
        ])
    func canonicallyEqual(_ a: String, _ b: String) {
        // Swift's texts are equal, whose bytes differ.
        #expect(a == b)
        #expect(JSON.string(a) != JSON.string(b))
        #expect(JSON.list([.string(a)]) != JSON.list([.string(b)]))
        #expect(JSON.object([a: 1]) != JSON.object([b: 1]))
        #expect(JSON.object(["a": .string(a)]) != JSON.object(["a": .string(b)]))
        #expect(JSON.string(a) == JSON.string(a) && JSON.object([a: 1]) == JSON.object([a: 1]))
    }

    @Test("holds for the same values of the same kind alone")
    func kinds() {
        let values: [JSON] = [
            .null, true, false, "", "1", 1, [], [1], [1, 2], [:], ["a": 1], ["a": 2], ["a": 1, "b": 2],
            ["b": 2, "a": 1],
        ]
        for (i, a) in values.enumerated() {
            for (j, b) in values.enumerated() { #expect((a == b) == (i == j), "\(a) and \(b)") }
        }
    }
}
