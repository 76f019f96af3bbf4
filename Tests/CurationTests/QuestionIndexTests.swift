import TestSupport
import Testing

@testable import Pools

@Suite("Numbers of questions")
struct QuestionIndexTests {
    @Test("a number is a place in the pool, in four bytes", arguments: [0, 1, 1000, Int(Int32.max)])
    func positions(_ position: Int) {
        let question = QuestionIndex(position)
        #expect(question.position == position && question.rawValue == Int32(position))
        #expect(question == QuestionIndex(rawValue: Int32(position)))
        #expect(MemoryLayout<QuestionIndex>.stride == 4)
    }

    @Test("numbers are in the order of the pool, and can be gone through")
    func order() {
        let all = QuestionIndex(3)..<8
        #expect(all.map(\.position) == [3, 4, 5, 6, 7])
        #expect(all.lowerBound.distance(to: all.upperBound) == 5 && all.upperBound.advanced(by: -5) == 3)
        #expect(QuestionIndex(2) < 3 && !(QuestionIndex(3) < 3) && QuestionIndex(4) > 3)
        #expect(Set([QuestionIndex(1), 1, 2]).count == 2)
    }

    @Test("a question is found in an ascending list, or is not in it", arguments: 0..<40)
    func sorted(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let list = (0..<seed).map { _ in QuestionIndex(random.below(60)) }
        let ascending = Set(list).sorted()
        for position in 0..<60 {
            let question = QuestionIndex(position)
            #expect(ascending.firstIndexOfSorted(question) == ascending.firstIndex(of: question))
        }
    }

    @Test("a value of each question is found by its number")
    func values() {
        let values = PerQuestion(["a", "b", "c"])
        #expect(values[0] == "a" && values[2] == "c")
        #expect(Array(values) == ["a", "b", "c"] && values.count == 3)
        #expect(values.indices.map(\.position) == [0, 1, 2])
        #expect(values.firstIndex(of: "c") == 2 && values.firstIndex(of: "d") == nil)
        #expect(PerQuestion<Int>([]).isEmpty)
    }
}
