import Bytes

/// Reads a field's values, run by run.
protocol FieldReader: AnyObject {
    /// The next rows, one at least and no more than so many; none from two pages of a column, where that can be helped.
    func next(atMost rows: Int) throws(ParquetError) -> ValueRun
    /// Passes over so many rows.
    func skip(_ rows: Int) throws(ParquetError)
    /// Whether there is no row left.
    func isAtEnd() throws(ParquetError) -> Bool
}

/// How large a run becomes.
enum RunSize {
    static let rows = 1024
    /// How many bytes are written of values that are no text by themselves.
    static let bytes = 1 << 18
    /// How many bytes the values have together: as many may be held for them, or copied by whoever takes them over.
    static let values = 1 << 20
}

/// Reads a field that is a column, and no part of a list.
final class FlatFieldReader: FieldReader {
    private let cursor: LeafCursor
    private let format: ValueFormat
    private var json = JSONIndex()
    private var textSize = 0

    init(_ cursor: LeafCursor) {
        self.cursor = cursor
        format = cursor.column.format
    }

    func skip(_ rows: Int) throws(ParquetError) { try cursor.skip(rows) }

    func isAtEnd() throws(ParquetError) -> Bool { try !cursor.load() }

    func next(atMost rows: Int) throws(ParquetError) -> ValueRun {
        guard try cursor.load() else { throw .rows }
        let count = min(rows, cursor.left, RunSize.rows)
        let run = ValueRun(rows: count, bytes: textSize)
        while run.count < count, !run.isFull, try cursor.load() {
            try append(min(cursor.loaded, count - run.count), to: run)
        }
        textSize = max(textSize, run.textSize)
        run.finish()
        return run
    }

    private func append(_ count: Int, to run: ValueRun) throws(ParquetError) {
        for _ in 0..<count {
            if run.isFull { return }
            if cursor.isPresent {
                try appendValue(to: run)
            } else {
                run.append(.value(.null))
            }
            cursor.advance()
        }
    }

    private func appendValue(to run: ValueRun) throws(ParquetError) {
        try cursor.takeValue { (word, bytes, fault, memory) throws(ParquetError) in
            switch fault {
            case .notText: return run.append(.notText)
            case .tooLong: return run.append(.tooLong)
            case nil: break
            }
            guard let bytes else {
                return try run.append { (writer) throws(ParquetError) in .value(format.write(word, to: &writer)) }
            }
            switch format {
            case .text: run.append(.plain, bytes, in: memory)
            case .json: appendJSON(bytes, to: run, in: memory)
            default:
                try run.append { (writer) throws(ParquetError) in
                    format.write(bytes, to: &writer).map(ValueRun.Kind.value) ?? .tooLong
                }
            }
        }
    }

    private func appendJSON(_ bytes: ByteView, to run: ValueRun, in memory: PageMemory?) {
        do throws(JSONError) {
            try json.index(bytes)
            run.append(json.root.kind, json.root.bytes, isCanonical: json.root.isCanonical, in: memory)
        } catch {
            run.append(.plain, bytes, in: memory)
        }
    }
}
