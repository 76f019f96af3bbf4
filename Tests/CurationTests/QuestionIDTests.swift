import Bytes
import TestSupport
import Testing

@testable import Pools

@Suite("Ids of questions")
struct QuestionIDTests {
    private func parsed(_ digits: [UInt8]) -> UInt64? { digits.withByteView { QuestionID($0)?.value } }

    @Test("what is written is read again")
    func roundTrip() {
        var random = SeededRandom(3)
        for value in [0, 1, 0x0123_4567_89AB_CDEF, .max] + (0..<1000).map({ _ in random.next() }) {
            #expect(parsed(Array(QuestionID(value).description.utf8)) == value)
        }
    }

    @Test("at each of the 16 places only the lower-case hexadecimal digits are right")
    func places() {
        let right = Array("0123456789abcdef".utf8)
        for place in 0..<16 {
            for byte in UInt8.min...UInt8.max {
                var digits = right
                digits[place] = byte
                #expect((parsed(digits) != nil) == right.contains(byte))
            }
        }
        #expect(parsed(Array(right.dropLast())) == nil && parsed(right + [0x30]) == nil)
    }
}
