import Testing

@testable import Grading

@Suite("Several responses of one model")
struct AttemptsTests {
    @Test("verdicts are counted, and undecided ones decide nothing")
    func counts() {
        var attempts = Attempts()
        #expect(attempts.isSolvedByAny == nil)
        #expect(attempts.isSolvedByMajority == nil)
        #expect(attempts.isSolved(atRate: .zero) == nil)
        for verdict in [Verdict.right, .wrong, .undecided, .right, .undecided] { attempts.add(verdict) }
        #expect(attempts == Attempts(right: 2, wrong: 1, undecided: 2))
        #expect(attempts.decided == 3)
    }

    @Test(
        "a question is solved by any right response, by a majority, or at a rate",
        arguments: [
            (0, 4, false, false, false), (1, 3, true, false, false), (2, 2, true, false, true),
            (3, 1, true, true, true),
            (4, 0, true, true, true),
        ])
    func solved(_ right: Int, _ wrong: Int, _ any: Bool, _ majority: Bool, _ half: Bool) throws {
        let attempts = Attempts(right: right, wrong: wrong, undecided: 7)
        #expect(attempts.isSolvedByAny == any)
        #expect(attempts.isSolvedByMajority == majority)
        let rate = try #require(Rational(decimal: "0.5"))
        #expect(attempts.isSolved(atRate: rate) == half)
    }
}
