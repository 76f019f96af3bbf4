import Bytes

/// What stands before a page (parquet.thrift: PageHeader).
struct PageHeader {
    enum Kind {
        case data, dataV2, dictionary
        /// A page of an index, or of a kind that is not known: it is passed over.
        case other
    }

    var kind = Kind.other
    /// How many bytes it has decompressed.
    var size = -1
    /// How many bytes it has in the file.
    var compressedSize = -1
    var checksum: UInt32?
    var valueCount = -1
    var encoding = -1
    /// The encodings of the levels of a page of version 1.
    var definitionEncoding = 3
    var repetitionEncoding = 3
    /// How many rows begin in it, where it says so.
    var rowCount: Int?
    /// The sizes of the levels of a page of version 2.
    var definitionSize = 0
    var repetitionSize = 0
    var isCompressed = true

    /// How many bytes of levels stand before what may be compressed: of a page of version 2 alone.
    var levelSize: Int { kind == .dataV2 ? repetitionSize + definitionSize : 0 }

    /// The most bytes that the levels of its values can have.
    ///
    /// A run of one value has two bytes; writers pad the last group, but write no runs of nothing.
    var mostLevelBytes: Int { min((1 << 12) + 4 * max(0, valueCount), PageLoader.largest) }

    init(_ reader: inout ThriftReader) throws(ThriftFault) {
        try reader.forEachField { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1: kind = [0: .data, 2: .dictionary, 3: .dataV2][try reader.integer(field)] ?? .other
            case 2: size = try reader.integer(field)
            case 3: compressedSize = try reader.integer(field)
            case 4: checksum = UInt32(truncatingIfNeeded: try reader.integer(field))
            case 5, 7:
                try reader.structure(field) { (reader, field) throws(ThriftFault) in
                    switch field.id {
                    case 1: valueCount = try reader.integer(field)
                    case 2: encoding = try reader.integer(field)
                    case 3 where field.type == .int32: definitionEncoding = try reader.integer(field)
                    case 4 where field.type == .int32: repetitionEncoding = try reader.integer(field)
                    default: break
                    }
                }
            case 8: try readV2(&reader, field)
            default: break
            }
        }
    }

    private mutating func readV2(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws(ThriftFault) {
        try reader.structure(field) { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1: valueCount = try reader.integer(field)
            case 3: rowCount = try reader.integer(field)
            case 4: encoding = try reader.integer(field)
            case 5: definitionSize = try reader.integer(field)
            case 6: repetitionSize = try reader.integer(field)
            case 7: isCompressed = try reader.truth(field)
            default: break
            }
        }
    }

    /// The numbers that a header may have: they have 32 bits (parquet.thrift).
    private static let range = 0...Int(Int32.max)

    /// Throws `ParquetError` for numbers that no page has.
    func check() throws(ParquetError) {
        for bytes in [size, compressedSize] where !Self.range.contains(bytes) {
            throw ParquetError(.page, "the page is said to have \(bytes) bytes")
        }
        guard kind != .other else { return }
        for count in [valueCount, rowCount ?? 0] where !Self.range.contains(count) {
            throw ParquetError(.page, "the page is said to have \(count) values")
        }
        guard Self.range.contains(definitionSize), Self.range.contains(repetitionSize),
            levelSize <= min(size, compressedSize), max(definitionSize, repetitionSize) <= mostLevelBytes
        else { throw ParquetError(.levels, "the levels are longer than their page") }
    }
}
