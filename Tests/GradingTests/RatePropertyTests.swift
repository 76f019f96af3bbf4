import TestSupport
import Testing

@testable import Grading

@Suite("Shares of right responses and their intervals")
struct RatePropertyTests {
    private static func share(_ top: Int, _ bottom: Int) -> Rational {
        Rational(BigInteger(top), over: BigInteger(bottom)) ?? .zero
    }

    private static func interval(_ successes: Int, _ trials: Int, _ confidence: Rational) throws -> WilsonInterval {
        try #require(WilsonInterval(successes: successes, trials: trials, confidence: confidence))
    }

    @Test("an interval contains the share that was observed", arguments: WilsonInterval.confidences.indices)
    func observed(_ index: Int) throws {
        for trials in [1, 2, 3, 7] {
            for successes in 0...trials {
                let interval = try Self.interval(successes, trials, WilsonInterval.confidences[index])
                #expect(interval.observed == Self.share(successes, trials))
                #expect(interval.contains(interval.observed))
                #expect(!interval.isBelow(interval.observed) && !interval.isAbove(interval.observed))
            }
        }
    }

    @Test(
        "a share lies below, in or above an interval, just one of them", arguments: WilsonInterval.confidences.indices)
    func sides(_ index: Int) throws {
        for (successes, trials) in [(0, 3), (1, 3), (5, 9), (9, 9), (50, 100)] {
            let interval = try Self.interval(successes, trials, WilsonInterval.confidences[index])
            for part in 0...10 {
                let share = Self.share(part, 10)
                let sides = [interval.contains(share), interval.isBelow(share), interval.isAbove(share)]
                #expect(sides.filter { $0 }.count == 1)
            }
        }
    }

    @Test("successes and failures change places at one less the share")
    func mirrored() throws {
        for confidence in WilsonInterval.confidences.prefix(3) {
            for (successes, trials) in [(0, 5), (3, 8), (31, 64)] {
                let interval = try Self.interval(successes, trials, confidence)
                let other = try Self.interval(trials - successes, trials, confidence)
                for part in 0...10 {
                    let share = Self.share(part, 10)
                    #expect(interval.contains(share) == other.contains(.one - share))
                    #expect(interval.isBelow(share) == other.isAbove(.one - share))
                }
            }
        }
    }

    @Test("a higher confidence or fewer trials give an interval that contains the other")
    func nested() throws {
        let levels = WilsonInterval.confidences.sorted()
        for (successes, trials) in [(1, 40), (40, 40)] {
            for (low, high) in zip(levels, levels.dropFirst()) {
                let narrow = try Self.interval(successes, trials, low).thousandths
                let wide = try Self.interval(successes, trials, high).thousandths
                #expect(wide.low <= narrow.low && narrow.high <= wide.high)
            }
            let few = try Self.interval(successes, trials, levels[0]).thousandths
            let many = try Self.interval(successes * 9, trials * 9, levels[0]).thousandths
            #expect(few.low <= many.low && many.high <= few.high)
        }
    }

    @Test("no share outside of zero and one lies in an interval")
    func outside() throws {
        let interval = try Self.interval(5, 10, WilsonInterval.confidences[0])
        #expect(!interval.contains(Self.share(-1, 1000)) && interval.isAbove(Self.share(-1, 1000)))
        #expect(!interval.contains(Self.share(1001, 1000)) && interval.isBelow(Self.share(1001, 1000)))
    }

    @Test("counts of attempts are those of the verdicts, in any order")
    func attempts() {
        var random = SeededRandom(161)
        for count in 0..<40 {
            let verdicts = (0..<count).map { _ in random.pick(Verdict.allCases) }
            var (forward, backward) = (Attempts(), Attempts())
            for verdict in verdicts { forward.add(verdict) }
            for verdict in verdicts.reversed() { backward.add(verdict) }
            #expect(forward == backward)
            #expect(forward.right == verdicts.count { $0 == .right })
            #expect(forward.decided == verdicts.count { $0 != .undecided })
            #expect(forward.decided + forward.undecided == count)
        }
    }

    @Test("a question is solved at a rate just where the share of right responses reaches it")
    func rates() {
        for right in 0...6 {
            for wrong in 0...6 {
                let attempts = Attempts(right: right, wrong: wrong, undecided: 3)
                for part in 0...12 {
                    let isSolved = attempts.isSolved(atRate: Self.share(part, 12))
                    #expect(isSolved == (right + wrong == 0 ? nil : 12 * right >= part * (right + wrong)))
                }
                #expect(attempts.isSolvedByMajority == (right + wrong == 0 ? nil : right > wrong))
                #expect(attempts.isSolvedByAny == (right + wrong == 0 ? nil : right > 0))
            }
        }
    }
}
