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

    /// A row's field, without the memory that its bytes stand in.
    struct Cell: BitwiseCopyable {
        fileprivate var bytes: ByteView
        /// The raw value of a kind, or one of the two for what is wrong.
        fileprivate let code: UInt8
        fileprivate let isCanonical: Bool
        /// Whether the bytes stand in `text`, where they are found when it does not move any longer.
        fileprivate let isWritten: Bool

        /// What it is, and the value, which is null where it is none.
        var content: (kind: Kind, value: FieldValue) {
            if let kind = FieldValue.Kind(rawValue: code) {
                return (.value(kind), FieldValue(kind, bytes, isCanonical: isCanonical))
            }
            return (code == ValueRun.notText ? .notText : .tooLong, .null)
        }
    }

    fileprivate static let notText: UInt8 = 254
    private static let tooLong: UInt8 = 255

    private var cells: GrowingBuffer<Cell>
    /// What was written of values that are no text by themselves, one after the other, and where each ends.
    private var text: ByteWriter
    private var ends = GrowingBuffer<Int>(capacity: 0)
    private var holders: [PageMemory] = []
    /// How many bytes the values have that were not written.
    private var heldSize = 0

    /// A run that has room for so many rows, and for so many bytes to be written.
    init(rows: Int, bytes: Int) {
        cells = GrowingBuffer(capacity: rows)
        text = ByteWriter(capacity: bytes)
    }

    /// How many rows there are.
    var count: Int { cells.count }

    /// How many bytes were written.
    var textSize: Int { text.count }

    /// Whether it has as many bytes as a run should have; the next value belongs to another.
    var isFull: Bool { text.count >= RunSize.bytes || heldSize >= RunSize.values }

    // MARK: - Filling

    /// Forgets all, for a run that nobody else holds.
    func empty() {
        cells.truncate(to: 0)
        text.truncate(to: 0)
        ends.truncate(to: 0)
        holders = []
        heldSize = 0
    }

    /// Appends null, or what is wrong.
    func append(_ kind: Kind) {
        cells.append(Cell(bytes: ByteView("null"), code: Self.code(kind), isCanonical: true, isWritten: false))
    }

    /// Appends a value whose bytes stand in memory that is held from now on.
    func append(_ kind: FieldValue.Kind, _ bytes: ByteView, isCanonical: Bool = true, in memory: PageMemory?) {
        if let memory, holders.last !== memory { holders.append(memory) }
        heldSize += bytes.count
        cells.append(Cell(bytes: bytes, code: kind.rawValue, isCanonical: isCanonical, isWritten: false))
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
            text.truncate(to: start)
            throw error
        }
        cells.append(Cell(bytes: .empty, code: Self.code(kind), isCanonical: true, isWritten: true))
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

    /// The cells from a row on, which are there as long as the run.
    ///
    /// Whoever goes through many runs row by row would otherwise count references to each of them at each look.
    func cells(from row: Int) -> UnsafeBufferPointer<Cell> {
        UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: cells.start, count: cells.count)[row...])
    }
}
