import Bytes
import Files

/// Comma- or tab-separated values, whose first row names the columns.
struct CSVFormat: InputFormat {
    static let commaSeparated = FormatDefinition("csv", "comma-separated values under a header line") { _ in
        CSVFormat(delimiter: UInt8(ascii: ","))
    }
    static let tabSeparated = FormatDefinition("tsv", "tab-separated values under a header line") { _ in
        CSVFormat(delimiter: UInt8(ascii: "\t"))
    }

    let delimiter: UInt8

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader {
        var header: CSVHeader?
        return BlockReader(file, CSVSplitter(delimiter: delimiter), order) { [delimiter] block in
            let columns = header ?? CSVHeader(of: block, delimiter: delimiter)
            header = columns
            return CSVBatch(block: block, header: columns)
        }
    }
}

/// The columns of a CSV file.
private final class CSVHeader: Sendable {
    let names: OwnedTexts
    let delimiter: UInt8
    /// The fault of the header, because of which no row of the file can be read; nil if the header is valid.
    let fault: RowFault?

    /// Reads the header at the beginning of the first block.
    init(of block: RowBlock, delimiter: UInt8) {
        self.delimiter = delimiter
        (names, fault) = block.withBytes { bytes in Self.read(bytes, delimiter: delimiter) }
    }

    private static func read(_ bytes: ByteView, delimiter: UInt8) -> (OwnedTexts, RowFault?) {
        var splitter = CSVSplitter(delimiter: delimiter)
        let line = bytes[..<(splitter.endOfRow(in: bytes, from: 0) ?? bytes.count)]
        if UTF8Check.firstFault(line) != nil { return (OwnedTexts([]), rest("the header line is invalid UTF-8")) }
        let arena = Arena()
        var cells: [FieldValue] = []
        do throws(CSVRow.Fault) {
            try CSVRow.cells(of: line.withoutLineEnd, delimiter: delimiter, arena: arena, into: &cells)
        } catch {
            return (OwnedTexts([]), rest("the header line cannot be read"))
        }
        let names = cells.map { $0.kind == .null ? [] : $0.bytes.array }
        var seen: Set<[UInt8]> = []
        let duplicate = names.first { !seen.insert($0).inserted }
        let fault = duplicate.map {
            rest(
                "the column \"\(String(decoding: $0, as: UTF8.self))\" stands twice in the header",
                withoutText: "a column stands twice in the header")
        }
        return (OwnedTexts(names), fault)
    }

    /// A fault in the header makes the whole file unreadable.
    private static func rest(_ reason: String, withoutText other: String? = nil) -> RowFault {
        RowFault(reason, withoutText: other, isRest: true)
    }
}

/// The storage that a thread reuses to parse records.
private final class CSVWorkspace: RowWorkspace {
    var cells: [FieldValue] = []
    var fields: [Field] = []
}

/// Whole records with the names of their columns.
private struct CSVBatch: BlockBatch {
    static var unit: Origin.Unit { .line }

    let block: RowBlock
    let header: CSVHeader

    func forEachRow(in row: Row, with workspace: CSVWorkspace, _ body: RowVisitor.Body) throws {
        try withRows(body) { bytes in
            guard let fault = header.fault else { return try visitRecords(bytes, row, workspace, body) }
            // It is the fault of the file, and is reported once.
            if block.position.rows == 0 { try body(origin, .failure(fault), bytes) }
        }
    }

    private func visitRecords(
        _ bytes: ByteView, _ row: Row, _ workspace: CSVWorkspace, _ body: RowVisitor.Body
    ) throws {
        var splitter = CSVSplitter(delimiter: header.delimiter, at: block.position)
        var start = 0
        while start < bytes.count {
            let position = splitter.boundary
            let end = splitter.endOfRow(in: bytes, from: start) ?? bytes.count
            let text = bytes[start..<end].withoutLineEnd
            defer { start = end }
            if position.rows == 0 || text.isEmpty { continue }
            let origin = Origin(unit: .line, number: position.lines + 1, offset: block.offset + start)
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
            try CSVRow.cells(of: text, delimiter: header.delimiter, arena: row.arena, into: &workspace.cells)
        } catch {
            return RowFault(
                error == .unclosedQuote ? "a quoted field is never closed" : "text after the closing quote of a field")
        }
        let (names, cells) = (header.names.views, workspace.cells)
        guard cells.count == names.count else {
            return RowFault("\(cells.count) fields where the header has \(names.count)")
        }
        workspace.fields.removeAll(keepingCapacity: true)
        for (name, value) in zip(names, cells) { workspace.fields.append(Field(name: name, value: value)) }
        row.load(cells: workspace.fields, .texts)
        return nil
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
