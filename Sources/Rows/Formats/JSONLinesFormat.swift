import Bytes
import Files

/// Files with one JSON value per line.
struct JSONLinesFormat: InputFormat {
    static let definition = FormatDefinition("jsonl", "a JSON object a line") { _ in JSONLinesFormat() }

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader {
        JSONLinesReader(
            RowBlockReader(file, LineSplitter(), buffers: order.buffers, longestRow: order.limits.rowBytes))
    }
}

private final class JSONLinesReader: FormatReader {
    private let blocks: RowBlockReader<LineSplitter>

    init(_ blocks: RowBlockReader<LineSplitter>) {
        self.blocks = blocks
    }

    func next() throws -> (any RowBatch)? { try blocks.next().map { JSONLinesBatch(block: $0) } }
    func digest() -> Digest { blocks.digest }
}

/// A batch of whole lines.
struct JSONLinesBatch: RowBatch {
    let block: RowBlock

    var size: Int { block.range.count }

    func giveBack(to buffers: BufferPool) { buffers.give(block.buffer) }

    func forEachRow(in row: Row, with workspace: JSONWorkspace, _ body: RowVisitor.Body) throws {
        try workspace.withIndex { index in
            try block.withBytes { bytes in
                if let fault = block.fault {
                    let origin = Origin(unit: .line, number: block.position.lines + 1, offset: block.offset)
                    return try body(origin, .failure(RowFault(fault)), bytes)
                }
                try visitLines(bytes, row, &index, body)
            }
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
