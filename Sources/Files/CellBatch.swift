import Bytes

/// Rows that come out of SQLite already cut into named cells.
package struct CellBatch: Sendable {
    /// Where a cell's name and value stand; small, since there are many.
    private struct Cell: Sendable {
        let nameStart, nameEnd, valueStart, valueEnd: UInt32
        let kind: FieldValue.Kind

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// How many bytes a batch gathers before it is handed on: few enough to stay in a processor's cache.
    static let usualSize = 1 << 18

    /// True when it has as many bytes or rows as are handed on at once.
    package var isFull: Bool { bytes.count >= Self.usualSize || rows.count >= 1 << 14 }

    /// A row that could not be read, or what is left of a broken file.
    package struct Fault: Error {
        /// What is wrong, in words that do not name the place.
        package let reason: String
        /// The offset in bytes in the file, where that is known.
        package let offset: Int?
    }

    /// How many rows stand before the first of these.
    package let firstRow: Int
    var bytes: [UInt8]
    private var cells: [Cell] = []
    private var rows: [(end: Int, offset: Int?, fault: Fault?)] = []

    package init(firstRow: Int, buffer: consuming [UInt8]) {
        self.firstRow = firstRow
        bytes = buffer
        bytes.removeAll(keepingCapacity: true)
    }

    /// How many rows there are, faulty ones included.
    package var count: Int { rows.count }
    /// How many bytes names and values have.
    package var size: Int { bytes.count }
    /// Gives the buffer up, for use by another batch.
    package consuming func release() -> [UInt8] { bytes }

    /// Takes in names that many cells share; returns where they stand.
    package mutating func takeNames(_ names: [String]) -> [Range<Int>] {
        names.map { name in
            let start = bytes.count
            bytes.append(utf8Of: name)
            return start..<bytes.count
        }
    }

    /// Ends with a row that stands for what is left of a broken file.
    package mutating func endFile(reason: String) {
        dropRow()
        endRow(fault: Fault(reason: reason, offset: nil))
    }

    mutating func append(name: Range<Int>, _ kind: FieldValue.Kind, _ value: Range<Int>) {
        cells.append(
            Cell(
                nameStart: UInt32(name.lowerBound), nameEnd: UInt32(name.upperBound),
                valueStart: UInt32(value.lowerBound), valueEnd: UInt32(value.upperBound), kind: kind))
    }

    mutating func endRow(offset: Int? = nil, fault: Fault? = nil) {
        rows.append((cells.count, fault?.offset ?? offset, fault))
    }

    /// Takes back the cells of the row that has not ended.
    mutating func dropRow() {
        cells.removeSubrange((rows.last?.end ?? 0)...)
    }

    /// Calls with each row in order: its number in the file, counted from 1, its offset where that is known, and its
    /// fields or what is wrong with it.
    ///
    /// Only here, where several threads may be at work, is it checked that values are UTF-8: SQLite takes any bytes for a
    /// text.
    package func forEachRow(_ body: (Int, Int?, Result<[Field], Fault>) throws -> Void) rethrows {
        try bytes.withByteView { bytes in
            var fields: [Field] = []
            var first = 0
            for (k, row) in rows.enumerated() {
                if let fault = row.fault {
                    try body(firstRow + k + 1, row.offset, .failure(fault))
                } else if !isText(cells[first..<row.end], bytes) {
                    try body(
                        firstRow + k + 1, row.offset, .failure(Fault(reason: "invalid UTF-8", offset: row.offset)))
                } else {
                    fields.removeAll(keepingCapacity: true)
                    for cell in cells[first..<row.end] {
                        fields.append(Field(name: bytes[cell.name], value: FieldValue(cell.kind, bytes[cell.value])))
                    }
                    try body(firstRow + k + 1, row.offset, .success(fields))
                }
                first = row.end
            }
        }
    }

    /// Whether the bytes of a row, which stand one after the other, are UTF-8.
    private func isText(_ row: ArraySlice<Cell>, _ bytes: ByteView) -> Bool {
        guard let first = row.first, let last = row.last else { return true }
        return UTF8Check.firstFault(bytes[first.value.lowerBound..<last.value.upperBound]) == nil
    }
}
