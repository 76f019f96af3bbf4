import Bytes

/// The values of a field in consecutive rows.
///
/// What holds: it is filled by one thread until `finish`, and never changed afterwards; a cell's bytes stand in `text`, in
/// memory that the run holds, or in a literal.
final class ValueRun: @unchecked Sendable {
    /// What a row's field is, or why it is not.
    enum Kind: Equatable {
        case value(FieldValue.Kind)
        /// No UTF-8, and a text.
        case notText
        /// Longer than a row may be.
        case tooLong
    }

    private struct Cell: BitwiseCopyable {
        var bytes: ByteView
        /// The raw value of a kind, or one of the two for what is wrong.
        let kind: UInt8
        let isCanonical: Bool
        /// Whether the bytes stand in `text`, where they are found when it does not move any longer.
        let isWritten: Bool
    }

    private static let notText: UInt8 = 254
    private static let tooLong: UInt8 = 255

    private var cells: GrowingBuffer<Cell>
    /// What was written of values that are no text by themselves, one after the other, and where each ends.
    private var text: ByteWriter
    private var ends = GrowingBuffer<Int>(capacity: 0)
    private var holders: [PageMemory] = []

    /// A run that has room for so many rows, and for so many bytes to be written.
    init(rows: Int, bytes: Int) {
        cells = GrowingBuffer(capacity: rows)
        text = ByteWriter(capacity: bytes)
    }

    /// How many rows there are.
    var count: Int { cells.count }

    /// How many bytes were written.
    var textSize: Int { text.count }

    // MARK: - Filling

    /// Forgets all, for a run that nobody else holds.
    func empty() {
        cells.cut(to: 0)
        text.cut(to: 0)
        ends.cut(to: 0)
        holders = []
    }

    /// Appends null, or what is wrong.
    func append(_ kind: Kind) {
        cells.append(Cell(bytes: ByteView("null"), kind: Self.code(kind), isCanonical: true, isWritten: false))
    }

    /// Appends a value whose bytes stand in memory that is held from now on.
    func append(_ kind: FieldValue.Kind, _ bytes: ByteView, isCanonical: Bool = true, in memory: PageMemory?) {
        if let memory, holders.last !== memory { holders.append(memory) }
        cells.append(Cell(bytes: bytes, kind: kind.rawValue, isCanonical: isCanonical, isWritten: false))
    }

    /// Appends a value that a body writes.
    ///
    /// When the body throws, nothing is appended.
    @inline(__always)
    func append(writing body: (inout ByteWriter) throws(ParquetError) -> Kind) throws(ParquetError) {
        let start = text.count
        let kind: Kind
        do throws(ParquetError) {
            kind = try body(&text)
        } catch {
            text.cut(to: start)
            throw error
        }
        cells.append(Cell(bytes: .empty, kind: Self.code(kind), isCanonical: true, isWritten: true))
        ends.append(text.count)
    }

    /// Ends the filling.
    func finish() {
        let written = text.bytes
        var (start, next) = (0, 0)
        for row in 0..<cells.count where cells[row].isWritten {
            cells[row].bytes = written[start..<ends[next]]
            start = ends[next]
            next += 1
        }
    }

    private static func code(_ kind: Kind) -> UInt8 {
        switch kind {
        case .value(let kind): kind.rawValue
        case .notText: notText
        case .tooLong: tooLong
        }
    }

    // MARK: - Looking

    /// The value in a row, or what is wrong with it; valid as long as the run.
    func value(_ row: Int) -> (kind: Kind, value: FieldValue) {
        let cell = cells[row]
        if let kind = FieldValue.Kind(rawValue: cell.kind) {
            return (.value(kind), FieldValue(kind, cell.bytes, isCanonical: cell.isCanonical))
        }
        return (cell.kind == Self.notText ? .notText : .tooLong, .null)
    }
}
