import Testing

@testable import Bytes

@Suite("CSV: the cells of a row")
struct CSVRowTests {
    private func cells(_ text: String) throws -> [String?] {
        let arena = Arena()
        return try withBytes(text) { view in
            var cells: [FieldValue] = []
            try CSVRow.cells(of: view, CSVDialect(delimiter: UInt8(ascii: ",")), arena: arena, into: &cells)
            return cells.map { $0.kind == .null ? nil : $0.bytes.text }
        }
    }

    @Test("quotes, doubled quotes, empty cells")
    func rows() throws {
        #expect(try cells("a,b c, d ") == ["a", "b c", " d "])
        #expect(try cells("") == [nil])
        #expect(try cells(",\"\",x") == [nil, "", "x"])
        #expect(try cells("\"a,b\",\"x\"\"y\"\"\",\"l1\nl2\"") == ["a,b", "x\"y\"", "l1\nl2"])
        #expect(try cells("a\"b,c\"") == ["a\"b", "c\""])
        #expect(try cells("\"\"\"\",1,") == ["\"", "1", nil])
    }

    @Test("what cannot be read")
    func faults() {
        #expect(throws: CSVRow.Fault.unclosedQuote) { try cells("\"a") }
        #expect(throws: CSVRow.Fault.textAfterQuote) { try cells("\"a\"b,c") }
    }
}
