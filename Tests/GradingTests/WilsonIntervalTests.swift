import Foundation
import Testing

@testable import Grading

@Suite("Wilson's interval")
struct WilsonIntervalTests {
    private static let level = Rational(decimal: "0.95") ?? .one

    /// The ends by the formula of the textbooks, in floating point.
    private static func ends(_ successes: Int, _ trials: Int, _ z: Double) -> (Double, Double) {
        let (n, p) = (Double(trials), Double(successes) / Double(trials))
        let center = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return (center - half, center + half)
    }

    @Test("shares near the ends lie on the side that the formula says")
    func formula() throws {
        let levels: [(String, Double)] = [("0.8", 1.281551565545), ("0.95", 1.95996398454), ("0.99", 2.575829303549)]
        for (text, z) in levels {
            let confidence = try #require(Rational(decimal: text))
            for trials in [1, 2, 5, 8, 32, 64, 1000] {
                for successes in Set([0, 1, trials / 3, trials / 2, trials - 1, trials]) where successes >= 0 {
                    let interval = try #require(
                        WilsonInterval(successes: successes, trials: trials, confidence: confidence))
                    let (low, high) = Self.ends(successes, trials, z)
                    for thousandths in 0...1000 {
                        let share = Double(thousandths) / 1000
                        // The formula is in floating point, so what is next to an end is left out.
                        guard abs(share - low) > 1e-9, abs(share - high) > 1e-9 else { continue }
                        let exact = Rational(thousandths) * .powerOfTen(-3)
                        #expect(interval.contains(exact) == (low < share && share < high))
                        #expect(interval.isBelow(exact) == (share > high))
                        #expect(interval.isAbove(exact) == (share < low))
                    }
                }
            }
        }
    }

    @Test("the ends in thousandths enclose the interval, and no thousandth could be left out")
    func thousandths() throws {
        for trials in [1, 3, 8, 64, 500] {
            for successes in 0...trials where successes % 7 == 0 || successes == trials {
                let interval = try #require(
                    WilsonInterval(successes: successes, trials: trials, confidence: Self.level))
                let (low, high) = interval.thousandths
                let ends = Self.ends(successes, trials, 1.95996398454)
                #expect(low <= Int((ends.0 * 1000).rounded(.up)))
                #expect(high >= Int((ends.1 * 1000).rounded(.down)))
                #expect(Double(low) >= ends.0 * 1000 - 1.001)
                #expect(Double(high) <= ends.1 * 1000 + 1.001)
            }
        }
    }

    @Test(
        "a window drops only what lies outside of it with confidence",
        arguments: [
            (0, 8, false), (0, 64, true), (1, 8, false), (4, 8, false), (7, 8, true), (8, 8, true), (40, 64, true),
            (33, 64, false),
            (3, 64, false),
        ])
    func window(_ successes: Int, _ trials: Int, _ isOutside: Bool) throws {
        let interval = try #require(WilsonInterval(successes: successes, trials: trials, confidence: Self.level))
        let low = Rational.powerOfTen(-1)
        let high = try #require(Rational(decimal: "0.5"))
        #expect(interval.isOutside(from: low, through: high) == isOutside)
    }

    @Test("what is no interval is refused")
    func refused() {
        #expect(WilsonInterval(successes: 0, trials: 0, confidence: Self.level) == nil)
        #expect(WilsonInterval(successes: 3, trials: 2, confidence: Self.level) == nil)
        #expect(WilsonInterval(successes: -1, trials: 2, confidence: Self.level) == nil)
        #expect(WilsonInterval(successes: 1, trials: 2, confidence: .one) == nil)
        #expect(WilsonInterval.confidences.count == 6)
    }
}
