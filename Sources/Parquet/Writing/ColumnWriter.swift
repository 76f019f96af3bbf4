import Bytes
import Compression

/// Writes a column's part of a row group: pages of version 1, PLAIN and snappy, each with its checksum.
final class ColumnWriter {
    /// A page that was written.
    struct Page {
        /// The offset from the beginning of the column's part, and the size with its header.
        let offset: Int
        let size: Int
        let firstRow: Int
        let bounds: ValueBounds
        /// Whether it has no value but nulls.
        let isNull: Bool
    }

    let column: WrittenColumn
    /// The pages that were written, with their headers.
    private(set) var bytes = ByteWriter(capacity: 1 << 16)
    private(set) var pages: [Page] = []
    /// The number of values, nulls and empty lists included, and the size of the pages before compression.
    private(set) var valueCount = 0
    private(set) var uncompressedSize = 0

    private var cuts = ContentCuts()
    private var bounds: ValueBounds
    private var repetitions: [UInt8] = []
    private var definitions: [UInt8] = []
    private var values = ByteWriter(capacity: 1 << 16)
    /// The number of rows before the page at hand, and in it.
    private var firstRow = 0
    private var rows = 0
    private var body = ByteWriter(capacity: 1 << 16)
    private var text: [UInt8] = []
    private var list = JSONIndex()

    init(_ column: WrittenColumn) {
        self.column = column
        bounds = ValueBounds(column.kind)
    }

    /// The bytes of the pages that were written, and of the values for the next.
    var size: Int { uncompressedSize + values.count }

    /// Appends a row's value, as which a value of another type is null.
    func append(_ value: FieldValue) {
        if rows > 0, cuts.endsBefore(rowOf: value.bytes.count + ContentCuts.besides) {
            endPage()
            cuts.restart()
        }
        switch column.kind {
        case .text: value.kind == .null ? appendNull(0) : append(text: value)
        case .integer: appendInteger(value)
        case .texts: appendList(value)
        }
        rows += 1
        if cuts.endRow() { endPage() }
    }

    private func appendNull(_ definition: UInt8, repetition: UInt8 = 0) {
        append(definition, repetition: repetition)
        bounds.takeNull()
    }

    private func append(_ definition: UInt8, repetition: UInt8) {
        definitions.append(definition)
        if column.kind == .texts { repetitions.append(repetition) }
        valueCount += 1
    }

    private func append(text value: FieldValue, repetition: UInt8 = 0) {
        append(column.mostDefined, repetition: repetition)
        text.removeAll(keepingCapacity: true)
        text.append(text: value)
        append(littleEndian: UInt64(text.count), bytes: 4)
        cuts.count(4)
        text.withByteView { take($0) }
    }

    private func appendInteger(_ value: FieldValue) {
        guard value.kind == .number, let number = Int(value.bytes.text) else { return appendNull(0) }
        append(column.mostDefined, repetition: 0)
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        bytes.withByteView { take($0) }
    }

    private func appendList(_ value: FieldValue) {
        guard value.kind == .list, (try? list.index(value.bytes)) != nil else { return appendNull(0) }
        // Of a list without elements there is one level, which says so.
        if list.fields.isEmpty { return appendNull(1) }
        for (place, field) in list.fields.enumerated() {
            let repetition: UInt8 = place > 0 ? 1 : 0
            if place > 0 { cuts.count(1) }
            if field.value.kind == .null {
                appendNull(2, repetition: repetition)
            } else {
                append(text: field.value, repetition: repetition)
            }
        }
    }

    private func take(_ value: ByteView) {
        values.append(value)
        bounds.take(value)
        cuts.take(value)
    }

    private func append(littleEndian number: UInt64, bytes count: Int) {
        for k in 0..<count { values.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * k))) }
    }

    // MARK: - Pages

    /// Ends the column's part of a row group; the next rows begin another.
    func endPages() {
        if rows > 0 { endPage() }
        cuts.restart()
    }

    /// Forgets the pages that were written.
    func restart() {
        bytes.empty(keepingRoomFor: 1 << 20)
        pages = []
        (valueCount, uncompressedSize, firstRow) = (0, 0, 0)
    }

    private func endPage() {
        let levels =
            (column.kind == .texts ? LevelEncoder.encode(repetitions, bits: 1) : [])
            + LevelEncoder.encode(definitions, bits: column.definitionBits)
        var plain = ByteWriter(capacity: levels.count + values.count)
        levels.withByteView { plain.append($0) }
        plain.append(values.bytes)
        body.truncate(to: 0)
        SnappyCompressor.compress(plain.bytes, to: &body)
        let header = header(uncompressed: plain.count)
        pages.append(
            Page(
                offset: bytes.count, size: header.count + body.count, firstRow: firstRow, bounds: bounds,
                isNull: values.count == 0 && bounds.lowerBound == nil))
        header.withByteView { bytes.append($0) }
        bytes.append(body.bytes)
        uncompressedSize += header.count + plain.count
        (firstRow, rows) = (firstRow + rows, 0)
        repetitions.removeAll(keepingCapacity: true)
        definitions.removeAll(keepingCapacity: true)
        values.empty(keepingRoomFor: 1 << 21)
        bounds = ValueBounds(column.kind)
    }

    /// The header of the page at hand (parquet.thrift: PageHeader and DataPageHeader).
    private func header(uncompressed: Int) -> [UInt8] {
        let (plain, runs) = (0, 3)
        return ThriftEncoder.structure {
            $0.int32(1, 0)
            $0.int32(2, uncompressed)
            $0.int32(3, body.count)
            $0.int32(4, Int(Int32(bitPattern: CRC32.of(body.bytes))))
            $0.structure(
                5,
                ThriftEncoder.structure {
                    $0.int32(1, definitions.count)
                    $0.int32(2, plain)
                    $0.int32(3, runs)
                    $0.int32(4, runs)
                })
        }
    }
}
