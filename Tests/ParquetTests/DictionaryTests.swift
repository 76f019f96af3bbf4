import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: dictionaries")
struct DictionaryTests {
    private static func dictionary(
        _ body: [UInt8], _ type: LeafType, count: Int, isText: Bool = true
    ) throws -> ValueDictionary {
        let memory = try PageMemory(body.count + 100)
        memory.buffer.copyBytes(from: body)
        return try ValueDictionary(memory, size: body.count, type, count: count, isText: isText)
    }

    /// What numbers stand for: words in decimal, texts as they are, and `!` behind one that is not UTF-8.
    private static func values(
        _ numbers: [Int], of dictionary: ValueDictionary
    ) throws -> [String] {
        let body = [8] + Plain.runs(numbers, width: 8)
        let memory = try PageMemory(body.count)
        memory.buffer.copyBytes(from: body)
        let decoder = try DictionaryDecoder(PageBytes(memory, count: body.count), dictionary)
        var values = Values()
        try decoder.decode(numbers.count, into: &values)
        let isChecked = values.isChecked
        #expect(isChecked)
        var found: [String] = []
        for k in 0..<values.words.count { found.append("\(values.words[k])") }
        for k in 0..<values.slices.count {
            found.append(values.slices[k].text + (values.faults.contains { $0.place == k } ? "!" : ""))
        }
        return found
    }

    private static let text = LeafType(physical: .bytes, width: 0)

    @Test("numbers stand for texts, words and values of one length")
    func kinds() throws {
        let texts = try Self.dictionary(Plain.texts(["", "é", "abc"]), Self.text, count: 3)
        #expect(try Self.values([2, 0, 1, 2], of: texts) == ["abc", "", "é", "abc"])
        let words = try Self.dictionary(Plain.int32s([7, -1]), LeafType(physical: .int32, width: 4), count: 2)
        #expect(try Self.values([1, 0], of: words) == ["4294967295", "7"])
        let long = try Self.dictionary(Plain.int64s([7, 1 << 40]), LeafType(physical: .double, width: 8), count: 2)
        #expect(try Self.values([1, 0], of: long) == ["1099511627776", "7"])
        let fixed = try Self.dictionary(Array("abcdef".utf8), LeafType(physical: .fixed, width: 3), count: 2)
        #expect(try Self.values([1, 0], of: fixed) == ["def", "abc"])
    }

    @Test("what is not UTF-8 is told of texts, wherever it stands, and of nothing else")
    func notText() throws {
        let values = (0..<130).map { [0, 63, 64, 129].contains($0) ? [0xFF] : [UInt8($0 % 26) + 0x61] }
        let texts = try Self.dictionary(Plain.bytes(values), Self.text, count: 130)
        let numbers = [0, 1, 62, 63, 64, 65, 128, 129]
        let found = try Self.values(numbers, of: texts)
        #expect(zip(numbers, found).filter { $1.hasSuffix("!") }.map(\.0) == [0, 63, 64, 129])
        let bytes = try Self.dictionary(Plain.bytes(values), Self.text, count: 130, isText: false)
        #expect(try Self.values(numbers, of: bytes).allSatisfy { !$0.hasSuffix("!") })
    }

    @Test("one that has fewer values than it says is refused before memory is taken for them")
    func tooFew() throws {
        let cases: [(body: [UInt8], type: LeafType, count: Int)] = [
            (Plain.texts(["a", "b"]), Self.text, 3), (Plain.texts(["a"]), Self.text, 1 << 30),
            (Plain.int32s([9]) + [0x61], Self.text, 1), (Plain.int32s([-1]) + [0x61], Self.text, 1),
            (Plain.int32s([1]), LeafType(physical: .int32, width: 4), 2),
            (Plain.int32s([1]), LeafType(physical: .int64, width: 8), 1),
            (Array("abcde".utf8), LeafType(physical: .fixed, width: 3), 2),
        ]
        for (body, type, count) in cases {
            #expect(throws: ParquetError.self) { _ = try Self.dictionary(body, type, count: count) }
        }
        let one = try Self.dictionary(Plain.texts(["a"]), Self.text, count: 1)
        #expect(throws: ParquetError.self) { _ = try Self.values([1], of: one) }
    }

    @Test("one that goes on behind its column is refused, and so is one of another encoding")
    func place() {
        let numbers = RawFile.Page(values: 1, encoding: 8, body: Plain.levels([1], width: 1) + [1, 2, 0])
        let changes: [(inout RawFile.Page) -> Void] = [
            { $0.size = 1 << 30 }, { $0.encoding = 5 }, { $0.values = -1 },
        ]
        for change in changes {
            var page = RawFile.Page.dictionary(1, Plain.texts(["a"]))
            change(&page)
            let read = ReadRows(RawFile.texts(["a"], pages: [page, numbers]).bytes)
            #expect(read.lines.isEmpty && read.rest != nil)
        }
    }
}
