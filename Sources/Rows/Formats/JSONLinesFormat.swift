import Bytes
import Files

/// Files with one JSON value per line.
struct JSONLinesFormat: InputFormat {
    static let definition = FormatDefinition("jsonl", "a JSON object a line") { _ in JSONLinesFormat() }

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader {
        BlockReader(file, LineSplitter(), order) { JSONLinesBatch(block: $0) }
    }
}

/// A batch of whole lines.
struct JSONLinesBatch: BlockBatch {
    static var unit: Origin.Unit { .line }

    let block: RowBlock

    func forEachRow(in row: Row, with workspace: JSONWorkspace, _ body: RowVisitor.Body) throws {
        try workspace.withIndex { index in
            try withRows(body) { try visitLines($0, row, &index, body) }
        }
    }

    private func visitLines(
        _ bytes: ByteView, _ row: Row, _ index: inout JSONIndex, _ body: RowVisitor.Body
    ) throws {
        var start = 0
        var line = block.position.lines
        while start < bytes.count {
            let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.count
            line += 1
            let text = bytes[start..<end]
            if !text.trimmed.isEmpty {
                let origin = Origin(unit: .line, number: line, offset: block.offset + start)
                try row.visit(json: text, origin, of: block, &index, body)
            }
            start = end + 1
        }
    }
}
