import Bytes
import Files
import Shapes

/// The elements of one list of a JSON document.
struct JSONListFormat: InputFormat {
    private static let recordKey = SettingKey<String?>.text(
        "record", .fieldPath, "the names that lead to the list of rows")

    static let definition = FormatDefinition(
        "json", "the elements of a list in a JSON document", options: ObjectShape(keys: [recordKey.key])
    ) {
        JSONListFormat(record: $0[recordKey]?.split(separator: ".").map(String.init) ?? [])
    }

    /// The names that lead to the list; empty if the document is the list.
    let record: [String]

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader {
        BlockReader(file, JSONListSplitter(path: record), order) { JSONListBatch(block: $0) }
    }
}

/// A batch of consecutive elements of the list, from one comma to another.
struct JSONListBatch: BlockBatch {
    static var unit: Origin.Unit { .row }

    let block: RowBlock

    func forEachRow(in row: Row, with workspace: JSONWorkspace, _ body: RowVisitor.Body) throws {
        try workspace.withIndex { index in
            try withRows(body) { try visitElements($0, row, &index, body) }
        }
    }

    private func visitElements(
        _ bytes: ByteView, _ row: Row, _ index: inout JSONIndex, _ body: RowVisitor.Body
    ) throws {
        var splitter = JSONListSplitter.insideList(at: block.position)
        var start = 0
        while let end = splitter.endOfElement(in: bytes, from: start) {
            var text = bytes[start..<end - 1]
            var offset = block.offset + start
            start = end
            while let first = text.first, first.isASCIIWhiteSpace {
                text = text[1...]
                offset += 1
            }
            // The bracket of an empty list does not end an element.
            if text.isEmpty, bytes[end - 1] == UInt8(ascii: "]"), splitter.boundary.rows == 0 { return }
            let origin = Origin(unit: .row, number: splitter.boundary.rows, offset: offset)
            try row.visit(json: text, origin, of: block, &index, body)
        }
    }
}
