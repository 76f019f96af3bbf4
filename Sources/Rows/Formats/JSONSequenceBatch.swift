import Bytes
import Files

/// A batch of values that follow one another.
struct JSONSequenceBatch: BlockBatch {
    static var unit: Origin.Unit { .row }

    let block: RowBlock

    func forEachRow(in row: Row, with workspace: JSONWorkspace, _ body: RowVisitor.Body) throws {
        try workspace.withIndex { index in
            try withRows(body) { try visitValues($0, row, &index, body) }
        }
    }

    private func visitValues(
        _ bytes: ByteView, _ row: Row, _ index: inout JSONIndex, _ body: RowVisitor.Body
    ) throws {
        var splitter = JSONSequenceSplitter(at: block.position)
        var start = 0
        while true {
            while start < bytes.count, bytes[start].isASCIIWhiteSpace || bytes[start] == UInt8(ascii: ",") {
                start += 1
            }
            if start == bytes.count { return }
            let origin = Origin(unit: .row, number: splitter.boundary.rows + 1, offset: block.place(of: start))
            // A last line without a line end is open until the file ends.
            let end = splitter.endOfValue(in: bytes, from: start) ?? bytes.count
            try row.visit(json: bytes[start..<end], origin, of: block, &index, body)
            start = end
        }
    }
}
