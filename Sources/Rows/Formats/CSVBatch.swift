import Bytes
import Files

/// The storage that a thread reuses to parse records.
final class CSVWorkspace: RowWorkspace {
    var cells: [FieldValue] = []
    var fields: [Field] = []
}

/// Whole records with the names of their columns.
struct CSVBatch: BlockBatch {
    static var unit: Origin.Unit { .line }

    let block: RowBlock
    let columns: CSVColumns

    func forEachRow(in row: Row, with workspace: CSVWorkspace, _ body: RowVisitor.Body) throws {
        try withRows(body) { bytes in
            guard let fault = columns.fault else { return try visitRecords(bytes, row, workspace, body) }
            // It is the fault of the file, and is reported once.
            if block.position.rows == 0 { try body(origin, .failure(fault), bytes) }
        }
    }

    private func visitRecords(
        _ bytes: ByteView, _ row: Row, _ workspace: CSVWorkspace, _ body: RowVisitor.Body
    ) throws {
        var splitter = CSVSplitter(columns.dialect, at: block.position)
        var start = 0
        while start < bytes.count {
            let position = splitter.boundary
            let end = splitter.endOfRow(in: bytes, from: start) ?? bytes.count
            let text = bytes[start..<end].withoutLineEnd
            defer { start = end }
            if position.rows == 0 && columns.hasHeaderLine || text.isEmpty { continue }
            let origin = Origin(unit: .line, number: position.lines + 1, offset: block.place(of: start))
            if let fault = load(text, into: row, workspace) {
                try body(origin, .failure(fault), text)
            } else {
                try body(origin, .success(row), text)
            }
        }
    }

    /// Loads a record; returns its fault, or nil if it is valid.
    private func load(_ text: ByteView, into row: Row, _ workspace: CSVWorkspace) -> RowFault? {
        if text.count > block.longestRow { return RowFault(ReadingFault(.longRow(block.longestRow))) }
        if let place = UTF8Check.firstFault(text) { return RowFault("invalid UTF-8", offset: place) }
        row.reset()
        do throws(CSVRow.Fault) {
            try CSVRow.cells(of: text, columns.dialect, arena: row.arena, into: &workspace.cells)
        } catch {
            return fault(error)
        }
        let (names, cells) = (columns.names.views, workspace.cells)
        guard cells.count == names.count else {
            let what = columns.hasHeaderLine ? "the header" : "the first row"
            return RowFault("\(cells.count) fields where \(what) has \(names.count)")
        }
        workspace.fields.removeAll(keepingCapacity: true)
        for (name, value) in zip(names, cells) { workspace.fields.append(Field(name: name, value: value)) }
        if columns.hasNameless { workspace.fields.removeAll { $0.name.isEmpty } }
        row.load(cells: workspace.fields, .texts)
        return nil
    }

    private func fault(_ fault: CSVRow.Fault) -> RowFault {
        let escapes = columns.dialect.escape != nil
        switch fault {
        case .unclosedQuote: return RowFault("a quoted field is never closed")
        case .textAfterEscapedQuote where !escapes:
            return RowFault(
                "text after the closing quote of a field: set \"escape\": \"\\\\\" if backslashes escape quotes")
        case .textAfterQuote, .textAfterEscapedQuote:
            let isTab = columns.isQuoteAssumed && columns.dialect.delimiter == 0x09
            let remedy = isTab ? ": set \"quote\": null if quotes are ordinary characters" : ""
            return RowFault("text after the closing quote of a field" + remedy)
        }
    }
}

extension ByteView {
    /// The bytes without a CR, LF or CR LF at the end.
    var withoutLineEnd: ByteView {
        var end = count
        if end > 0, self[end - 1] == 0x0A { end -= 1 }
        if end > 0, self[end - 1] == 0x0D { end -= 1 }
        return self[..<end]
    }
}
