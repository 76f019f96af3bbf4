import Bytes
import Rows
import TestSupport
import Testing

@testable import Pools

@Suite("Rows that could not be read")
struct RejectedRowsTests {
    private static let fault = RowFault("no \"x\" here", withoutText: "nothing here", offset: 5)

    private func lines(_ rejected: RejectedRows) throws -> [JSON] {
        try rejected.lines.split(separator: 0x0A).map { try json(Array($0)) }
    }

    @Test("say where they are and why, and quote the row only where that is allowed", arguments: [true, false])
    func line(_ quotesRows: Bool) throws {
        var rejected = RejectedRows(quotesRows: quotesRows)
        let origin = Origin(unit: .line, number: 3, offset: 40)
        rejected.append(Self.fault, .source, "S \"1\"", "f.jsonl", origin, ByteView("the \"row\""))
        let reason: String = quotesRows ? Self.fault.reason : Self.fault.reasonWithoutText
        let excerpt: JSON = quotesRows ? .string("the \"row\"") : .null
        let expected: JSON = [
            "source": "S \"1\"", "file": "f.jsonl", "line": 3, "byte_offset": 45, "reason": .string(reason),
            "excerpt": excerpt,
        ]
        #expect(try lines(rejected) == [expected])
        #expect(rejected.first == "line 3: \(reason)")
    }

    @Test("have the place that their format gives")
    func places() throws {
        var rejected = RejectedRows(quotesRows: true)
        rejected.append(RowFault("a"), .recording, "R", "f", Origin(number: 9, group: 2, row: 4), ByteView("x"))
        rejected.append(RowFault("b"), .recording, "R", "f", Origin(unit: .row, number: 10), ByteView("y"))
        let grouped: JSON = [
            "recording": "R", "file": "f", "row": 9, "byte_offset": nil, "row_group": 2, "row_of_group": 4,
            "reason": "a", "excerpt": "x",
        ]
        let plain: JSON = [
            "recording": "R", "file": "f", "row": 10, "byte_offset": nil, "reason": "b", "excerpt": "y",
        ]
        #expect(try lines(rejected) == [grouped, plain])
    }

    @Test("are counted by their reasons; the first and the last are known, and the rests of files", arguments: 0..<20)
    func counts(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        var rejected = RejectedRows(quotesRows: true)
        var reasons: [String] = []
        var rests: [Int] = []
        let count = random.below(30)
        for number in 0..<count {
            let reason: String = random.pick(["a", "b", "c"])
            let isRest = random.below(4) == 0
            let origin = Origin(unit: .line, number: number + 1, offset: number * 10)
            rejected.append(RowFault(reason, isRest: isRest), .source, "S", "f\(number)", origin, ByteView("x"))
            reasons.append(reason)
            if isRest { rests.append(number) }
        }
        #expect(rejected.count == count)
        #expect(try lines(rejected).compactMap { $0["reason"]?.string } == reasons)
        for reason in ["a", "b", "c", "d"] {
            let times = reasons.count { $0 == reason }
            #expect(rejected.reasons[reason] == (times > 0 ? times : nil))
        }
        #expect(rejected.first == reasons.first.map { "line 1: \($0)" })
        #expect(rejected.last?.number == (count > 0 ? count : nil))
        let lost = rests.map { number in
            LostRest(
                kind: .source, name: "S", file: "f\(number)",
                origin: Origin(unit: .line, number: number + 1, offset: number * 10),
                place: "line \(number + 1): \(reasons[number])")
        }
        #expect(rejected.rests == lost)
    }

    @Test("are quoted around the fault, with marks where something is left out", arguments: 0..<30)
    func excerpts(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let digits: [UInt8] = (0..<random.below(600)).map { UInt8(0x30 + $0 % 10) }
        let row = String(decoding: digits, as: UTF8.self)
        let offset = random.below(700)
        var rejected = RejectedRows(quotesRows: true)
        digits.withByteView { view in
            rejected.append(
                RowFault("r", offset: offset), .source, "S", "f", Origin(unit: .row, number: 1), view)
        }
        let excerpt: String = try #require(try lines(rejected).first?["excerpt"]?.string)
        let (opens, closes) = (excerpt.hasPrefix("…"), excerpt.hasSuffix("…"))
        let quoted = excerpt.dropFirst(opens ? 1 : 0).dropLast(closes ? 1 : 0)
        #expect(quoted.utf8.count <= 200)
        let start = max(0, min(offset, digits.count) - 100)
        #expect(opens == (start > 0))
        #expect(quoted == row.dropFirst(start).prefix(200))
        #expect(closes == (start + quoted.count < digits.count))
    }
}
