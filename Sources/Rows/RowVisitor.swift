import Bytes
import Files

/// Goes through the rows of batches, one thread's share of a file.
package final class RowVisitor {
    private let row: Row
    private var index = JSONIndex()
    private var cells: [FieldValue] = []
    private var fields: [Field] = []
    private var maker = XMLFieldMaker()

    /// A visitor whose rows may use the tables of a recipe.
    ///
    /// - Parameter longestText: how many bytes a text may have that is made of a row's fields.
    package init(tables: [String: Table], longestText: Int = 1 << 26) {
        row = Row(tables: tables, longestText: longestText)
    }

    /// What the visitor hands out for each row: the row, or why it cannot be read.
    package typealias Body = (Origin, Result<Row, RowFault>, _ excerpt: ByteView) throws -> Void

    /// Calls with every row of a batch in order.
    ///
    /// The row and the excerpt are valid during the call.
    package func visit(_ batch: RowBatch, _ body: Body) throws {
        // In a local, which needs no check for who else may be at it.
        var index = JSONIndex()
        swap(&index, &self.index)
        defer { swap(&index, &self.index) }
        switch batch {
        case .lines(let block): try block.withBytes { try visitLines($0, block, &index, body) }
        case .list(let block): try block.withBytes { try visitList($0, block, &index, body) }
        case .records(let block, let header): try block.withBytes { try visitRecords($0, block, header, body) }
        case .table(let batch): try batch.forEachRow { try visitFields($0, nil, $1, .sqlite, body) }
        case .elements(let piece):
            try piece.forEachRow(with: &maker) { try visitFields($0, $1, $2, .xml, body) }
        }
    }

    private func visitLines(_ bytes: ByteView, _ block: RowBlock, _ index: inout JSONIndex, _ body: Body) throws {
        if let fault = block.fault {
            let origin = Origin(unit: .line, number: block.position.lines + 1, offset: block.offset)
            return try body(origin, .failure(RowFault(fault, isRest: block.isRest)), bytes)
        }
        var start = 0
        var line = block.position.lines
        while start < bytes.count {
            let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.count
            line += 1
            let text = bytes[start..<end]
            if !text.trimmed.isEmpty {
                let origin = Origin(unit: .line, number: line, offset: block.offset + start)
                try visitJSON(text, origin, block, &index, body)
            }
            start = end + 1
        }
    }

    private func visitList(_ bytes: ByteView, _ block: RowBlock, _ index: inout JSONIndex, _ body: Body) throws {
        if let fault = block.fault {
            let origin = Origin(unit: .row, number: block.position.rows + 1, offset: block.offset)
            return try body(origin, .failure(RowFault(fault, isRest: block.isRest)), bytes)
        }
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
            // The bracket of an empty list ends no element.
            if text.isEmpty, bytes[end - 1] == UInt8(ascii: "]"), splitter.boundary.rows == 0 { return }
            let origin = Origin(unit: .row, number: splitter.boundary.rows, offset: offset)
            try visitJSON(text, origin, block, &index, body)
        }
    }

    private func visitJSON(
        _ text: ByteView, _ origin: Origin, _ block: RowBlock, _ index: inout JSONIndex, _ body: Body
    ) throws {
        if text.count > block.longestRow { return try body(origin, .failure(RowFault(block.faultOfLongRow)), text) }
        row.reset()
        do throws(JSONError) {
            try index.index(text)
        } catch {
            return try body(
                origin, .failure(RowFault(error.reason, withoutText: error.reasonWithoutText, offset: error.offset)),
                text)
        }
        row.load(root: index.root, fields: index.root.kind == .object ? index.fields : [])
        try body(origin, .success(row), text)
    }

    private func visitRecords(_ bytes: ByteView, _ block: RowBlock, _ header: CSVHeader, _ body: Body) throws {
        if let fault = block.fault.map({ RowFault($0, isRest: block.isRest) }) ?? header.fault {
            guard block.fault != nil || block.position.rows == 0 else { return }
            let origin = Origin(unit: .line, number: block.position.lines + 1, offset: block.offset)
            return try body(origin, .failure(fault), bytes)
        }
        var splitter = CSVSplitter(delimiter: header.delimiter, at: block.position)
        var start = 0
        while start < bytes.count {
            let position = splitter.boundary
            let end = splitter.endOfRow(in: bytes, from: start) ?? bytes.count
            let text = bytes[start..<end].withoutLineEnd
            defer { start = end }
            if position.rows == 0 || text.isEmpty { continue }
            let origin = Origin(unit: .line, number: position.lines + 1, offset: block.offset + start)
            let fault = text.count > block.longestRow ? RowFault(block.faultOfLongRow) : readRecord(text, header)
            if let fault {
                try body(origin, .failure(fault), text)
            } else {
                row.load(cells: fields, format: .csv)
                try body(origin, .success(row), text)
            }
        }
    }

    /// Cuts a record into `fields`; returns what is wrong with it, nil when nothing is.
    private func readRecord(_ text: ByteView, _ header: CSVHeader) -> RowFault? {
        if let place = UTF8Check.firstFault(text) { return RowFault("invalid UTF-8", offset: place) }
        row.reset()
        do throws(CSVRow.Fault) {
            try CSVRow.cells(of: text, delimiter: header.delimiter, arena: row.arena, into: &cells)
        } catch {
            return RowFault(
                error == .unclosedQuote ? "a quoted field is never closed" : "text after the closing quote of a field")
        }
        guard cells.count == header.names.count else {
            return RowFault("\(cells.count) fields where the header has \(header.names.count)")
        }
        fields.removeAll(keepingCapacity: true)
        for (name, value) in zip(header.names, cells) {
            fields.append(Field(name: name.withByteView { $0 }, value: value))
        }
        return nil
    }

    private func visitFields(
        _ number: Int, _ offset: Int?, _ result: Result<[Field], ReadingFault>, _ format: InputFormat, _ body: Body
    ) throws {
        let origin = Origin(unit: .row, number: number, offset: offset)
        switch result {
        case .failure(let fault):
            try body(origin, .failure(RowFault(fault)), .empty)
        case .success(let fields):
            row.reset()
            row.load(cells: fields, format: format)
            try body(origin, .success(row), .empty)
        }
    }
}
