import TestSupport
import Testing

@testable import Pools

@Suite("The recorded values of a column")
struct EntryColumnTests {
    @Test("are the last that were set for each entry", arguments: 0..<40)
    func last(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        var column = EntryColumn<Int32>(nothing: -1)
        var plain: [Int: Int32] = [:]
        var count = 0
        for _ in 0..<12 {
            // Entries are only ever added.
            count += random.below(6)
            let rows = count == 0 ? 0 : random.below(10)
            let entries: [Int32] = (0..<rows).map { _ in Int32(random.below(count)) }
            var statements: [(row: Int32, value: Int32)] = []
            for row in entries.indices where random.below(3) > 0 {
                let value = Int32(random.below(100))
                statements.append((row: Int32(row), value: value))
                plain[Int(entries[row])] = value
            }
            column.set(statements, entries, count)
            for entry in 0..<count + 5 { #expect(column[entry] == plain[entry]) }
        }
    }

    @Test("take no room before there are any")
    func room() {
        var column = EntryColumn<Int32>(nothing: -1)
        column.set([], [], 1000)
        #expect(column.values.isEmpty && column[0] == nil)
        column.set([(row: 1, value: 5)], [3, 2], 4)
        #expect(column.values == [-1, -1, 5, -1])
        column.reach(2)
        #expect(column.values.count == 4)
        column.reach(6)
        #expect(column.values == [-1, -1, 5, -1, -1, -1])
    }

    @Test("a binary search finds the first element that a linear one finds, also in a slice", arguments: 0..<60)
    func search(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let count = random.below(20)
        let numbers: [Int] = (0..<count).map { _ in random.below(12) }.sorted()
        let slice: ArraySlice<Int> = numbers.dropFirst(random.below(4)).dropLast(random.below(4))
        for limit in -1...13 {
            let inAll = numbers.firstIndex { $0 >= limit } ?? numbers.endIndex
            #expect(numbers.partitioningIndex { $0 >= limit } == inAll)
            let inSlice = slice.firstIndex { $0 >= limit } ?? slice.endIndex
            #expect(slice.partitioningIndex { $0 >= limit } == inSlice)
        }
    }
}
