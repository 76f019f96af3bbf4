import TestSupport
import Testing

@testable import Bytes

@Suite("Buffers that grow")
struct GrowingBufferTests {
    @Test("values stay as they are while others are appended, changed and forgotten", arguments: 0..<20)
    func likeArray(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        var buffer = GrowingBuffer<Int32>(capacity: 1 + random.below(4))
        var array: [Int32] = []
        for _ in 0..<500 {
            let value = Int32(random.below(1000))
            switch random.below(8) {
            case 0 where !array.isEmpty:
                let place = random.below(array.count)
                buffer[place] += value
                array[place] += value
            case 1:
                let place = array.count - random.below(array.count / 4 + 1)
                buffer.truncate(to: place)
                array.removeSubrange(place...)
            case 2:
                let count = random.below(9)
                buffer.reserve(count).initialize(repeating: value, count: count)
                buffer.advance(by: count)
                array += Array(repeating: value, count: count)
            default:
                buffer.append(value)
                array.append(value)
            }
        }
        #expect(buffer.count == array.count)
        #expect(array.indices.allSatisfy { buffer[$0] == array[$0] })
    }
}
