import Bytes
import Files

/// Files with one JSON value per line.
struct JSONLinesFormat: InputFormat {
    static let definition = FormatDefinition(
        "jsonl", "a JSON object a line",
        signs: FormatSigns(
            endings: ["jsonl", "ndjson"],
            likeness: { FormatSigns.textStart(of: $0).first == UInt8(ascii: "{") ? .possible : .none })
    ) { _ in JSONLinesFormat() }

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader {
        var opening: JSONLinesOpening?
        return BlockReader(file, LineSplitter(), order) { block in
            let found = opening ?? JSONLinesOpening(of: block)
            opening = found
            return JSONLinesBatch(block: block, fault: found.fault)
        }
    }

    func advice(forFields names: [String]) -> String? {
        names.isEmpty ? "; set \"format\": \"json\" if the file is one list" : nil
    }
}

/// The first lines of a file, which show whether it has a value a line at all.
private struct JSONLinesOpening {
    /// The fault of the file, because of which no row can be read; nil if it may have a value a line.
    let fault: RowFault?

    init(of block: RowBlock) {
        let isInParts = block.withBytes { bytes in
            var lines = Lines(bytes: bytes)
            guard let first = lines.next(), !Self.isValue(first.text), let second = lines.next() else { return false }
            // A first line that is broken is no reason to doubt the others.
            return first.text == ByteView("[")
                || Self.isPart(first.text) && !Self.isValue(second.text) && Self.isSpread(bytes[first.start...])
        }
        fault =
            isInParts
            ? RowFault(
                "a list, or values that span several lines, instead of one value per line: set \"format\": \"json\"",
                isRest: true)
            : nil
    }

    /// The lines that are not blank.
    private struct Lines {
        let bytes: ByteView
        var offset = 0

        mutating func next() -> (start: Int, text: ByteView)? {
            while offset < bytes.count {
                let start = offset
                let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.count
                offset = end + 1
                let text = bytes[start..<end].trimmed
                if !text.isEmpty { return (start, text) }
            }
            return nil
        }
    }

    private static func isValue(_ line: ByteView) -> Bool { fault(in: line) == nil }

    /// Returns whether a line is the beginning of a value, or a value with a comma after it.
    private static func isPart(_ line: ByteView) -> Bool {
        guard line.first == UInt8(ascii: "{") || line.first == UInt8(ascii: "["), let fault = fault(in: line) else {
            return false
        }
        return fault.code == .unexpectedEnd
            || fault.code == .textAfterValue && line[fault.offset...] == ByteView(",")
    }

    /// Returns whether the value that begins with a text may be complete or go on where the text ends: lines that are
    /// broken one by one make no value together.
    private static func isSpread(_ text: ByteView) -> Bool {
        guard let fault = fault(in: text) else { return true }
        return fault.code == .unexpectedEnd || fault.code == .textAfterValue
    }

    private static func fault(in line: ByteView) -> JSONError? {
        var index = JSONIndex(takesNonFinite: true)
        do throws(JSONError) {
            try index.index(line)
            return nil
        } catch {
            return error
        }
    }
}

/// A batch of whole lines.
struct JSONLinesBatch: BlockBatch {
    static var unit: Origin.Unit { .line }

    let block: RowBlock
    /// The fault of the file, which is reported once; nil if its lines can be read.
    let fault: RowFault?

    func forEachRow(in row: Row, with workspace: JSONWorkspace, _ body: RowVisitor.Body) throws {
        if let fault {
            if block.position.lines == 0 { try block.withBytes { try body(origin, .failure(fault), $0) } }
            return
        }
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
                let origin = Origin(unit: .line, number: line, offset: block.place(of: start))
                try row.visit(json: text, origin, of: block, &index, body)
            }
            start = end + 1
        }
    }
}
