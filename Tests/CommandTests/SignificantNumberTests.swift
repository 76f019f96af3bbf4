import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import curate

@Suite("Numbers as people write them")
struct SignificantNumberTests {
    @Test(
        "have six significant digits, and no zeros at their end",
        arguments: [
            (0.25000000000000006, "0.25"), (0.1 + 0.2, "0.3"), (1.0 / 3, "0.333333"), (2.0 / 3, "0.666667"), (0, "0"),
            (1, "1"),
            (-0.5, "-0.5"), (12345.678, "12345.7"), (1_234_567, "1234567"), (100, "100"),
            (0.000_012_345_67, "0.0000123457"),
            (9.094_947_017_729_282e-13, "9.09495e-13"), (-1e-7, "-1e-7"), (1e-6, "0.000001"), (0.999_999_9, "1"),
            (.infinity, "-"), (.nan, "-"), (1e300, "1e300"), (1e15, "1e15"),
            (999_999_999, "999999999"), (0.000_001_2, "0.0000012"), (9.999_999_9e-8, "1e-7"),
        ] as [(Double, String)])
    func numbers(_ value: Double, _ expected: String) {
        #expect(Wording.significant(value) == expected)
    }

    @Test("are within half a unit of their last digit")
    func rounded() throws {
        var random = SeededRandom(3)
        for _ in 0..<2000 {
            let value = Double.random(in: 0..<1, using: &random) * [1e-9, 1e-3, 1, 1e5][random.below(4)]
            let read = try #require(Double(Wording.significant(value)))
            #expect(abs(read - value) <= 5.1e-6 * value)
        }
    }

    @Test(
        "print so in evidence, where whole numbers and texts stay as they are",
        arguments: [
            ("{\"weight\":0.25000000000000006}", "weight 0.25"),
            ("{\"a\":1e-13,\"b\":12345678901234567890}", "a 1e-13, b 12345678901234567890"),
            ("{\"text\":\"0.25000000000000006\",\"list\":[0.30000000000000004]}", "text 0.25000000000000006, list 0.3"),
        ])
    func evidence(_ text: String, _ expected: String) throws {
        #expect(EvidenceWording.words(for: try json(Array(text.utf8))) == expected)
    }
}
