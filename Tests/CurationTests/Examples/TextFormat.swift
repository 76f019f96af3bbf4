import Bytes
import Files

@testable import Rows
@testable import Shapes

/// Lines of plain text: each line that is not empty is a row with one field, `text`.
struct TextFormat: InputFormat {
    private static let commentKey = SettingKey<String?>.text(
        "comment", .filled, "the beginning of lines that are not rows")

    static let definition = FormatDefinition(
        "text", "a line of plain text", options: ObjectShape(keys: [commentKey.key])
    ) {
        TextFormat(comment: $0[commentKey])
    }

    /// The beginning of lines that are not rows.
    let comment: String?

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader {
        let comment = OwnedBytes((comment ?? "").utf8)
        return BlockReader(file, LineSplitter(), order) { TextBatch(block: $0, comment: comment) }
    }
}

private struct TextBatch: BlockBatch {
    static var unit: Origin.Unit { .line }

    let block: RowBlock
    let comment: OwnedBytes

    func forEachRow(in row: Row, with workspace: NoWorkspace, _ body: RowVisitor.Body) throws {
        try withRows(body) { bytes in
            var (start, number) = (0, block.position.lines)
            while start < bytes.count {
                let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.count
                let line = bytes[start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)]
                let origin = Origin(unit: .line, number: number + 1, offset: block.place(of: start))
                (start, number) = (end + 1, number + 1)
                if line.isEmpty || !comment.view.isEmpty && line.starts(with: comment.view) { continue }
                if line.count > block.longestRow {
                    try body(origin, .failure(RowFault(ReadingFault(.longRow(block.longestRow)))), line)
                    continue
                }
                if let place = UTF8Check.firstFault(line) {
                    try body(origin, .failure(RowFault("invalid UTF-8", offset: place)), line)
                    continue
                }
                row.reset()
                row.load(cells: [Field(name: ByteView("text"), value: .plain(line))], .texts)
                try body(origin, .success(row), line)
            }
        }
    }
}
