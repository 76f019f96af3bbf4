import TestSupport
import Testing

@testable import Bytes
@testable import Messages

@Suite("Columns that grow")
struct GrowingColumnTests {
    @Test(
        "values stand in order, whatever came at once",
        arguments: [[], [1], [16_383, 1, 1], [16_384], [40_000, 3, 0, 20_000]])
    func order(_ counts: [Int]) {
        var column = GrowingColumn<Int>()
        var all: [Int] = []
        for count in counts {
            let values = (0..<count).map { $0 + all.count }
            column.append(contentsOf: values)
            all += values
            #expect(column.count == all.count)
        }
        #expect(column.pieces.flatMap { $0 } == all)
        #expect(column.pieces.dropLast().allSatisfy { $0.count == column.pieces[0].count })
    }
}
