import Bytes
import Testing

@testable import Files

@Suite("Rows of a database in a batch")
struct CellBatchTests {
    private struct Stop: Error, Equatable { let row: Int }

    private static func batch() -> CellBatch {
        var batch = CellBatch(firstRow: 4, buffer: [])
        let names = batch.takeNames(["a", "b"])
        for value in ["x", "\u{E9}"] {
            for name in names {
                let start = batch.bytes.count
                batch.bytes.append(utf8Of: value)
                batch.append(name: name, .plain, start..<batch.bytes.count)
            }
            batch.endRow()
        }
        batch.endFile(reason: "damaged")
        return batch
    }

    @Test("are visited in order with their numbers, and the rest of the file last")
    func visited() {
        var found: [String] = []
        Self.batch().forEachRow { number, row in
            switch row {
            case .success(let fields):
                found.append(
                    "\(number): " + fields.map { "\($0.name.text)=\($0.value.bytes.text)" }.joined(separator: " "))
            case .failure(let fault): found.append("\(number): \(fault.reason)")
            }
        }
        #expect(found == ["5: a=x b=x", "6: a=\u{E9} b=\u{E9}", "7: damaged"])
    }

    @Test("an error of the visitor ends the visit, at a row and at a fault", arguments: [5, 6, 7])
    func stopped(_ row: Int) {
        var last = 0
        #expect(throws: Stop(row: row)) {
            try Self.batch().forEachRow { number, _ in
                last = number
                if number == row { throw Stop(row: row) }
            }
        }
        #expect(last == row)
    }
}
