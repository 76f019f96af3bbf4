import Bytes

/// What a file's footer says, as far as it is used (parquet.thrift: FileMetaData).
struct FileMetadata: Sendable {
    var schema: [SchemaElement] = []
    var rowCount = 0
    var rowGroups: [RowGroup] = []
    /// Whether chunks may be encrypted though the footer is not.
    var isEncrypted = false

    /// The fewest bytes of what the footer says of a chunk, on an average of many: the names of the least of its fields and
    /// their values have more.
    private static let (leastChunk, someChunks) = (16, 1000)

    /// Reads a footer of so many bytes.
    init(_ reader: inout ThriftReader, size: Int = .max) throws(ThriftFault) {
        var chunks = ChunkAllowance(left: Self.someChunks + size / Self.leastChunk)
        try reader.forEachField { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 2:
                schema = try reader.list(field, of: .structure) { (reader) throws(ThriftFault) in
                    try SchemaElement(&reader)
                }
            case 3: rowCount = try reader.integer(field)
            case 4:
                rowGroups = try reader.list(field, of: .structure) { (reader) throws(ThriftFault) in
                    try RowGroup(&reader, &chunks)
                }
            case 8: isEncrypted = true
            default: break
            }
        }
    }
}

/// A node of the schema in its flat form (parquet.thrift: SchemaElement).
struct SchemaElement: Sendable {
    var type: Int?
    var typeLength: Int?
    var repetition: Int?
    var name: [UInt8] = []
    var childCount: Int?
    var convertedType: Int?
    var scale: Int?
    var precision: Int?
    var logicalType: Annotation?

    init(_ reader: inout ThriftReader) throws(ThriftFault) {
        try reader.forEachField { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1: type = try reader.integer(field)
            case 2: typeLength = try reader.integer(field)
            case 3: repetition = try reader.integer(field)
            case 4: name = try reader.binary(field).array
            case 5: childCount = try reader.integer(field)
            case 6: convertedType = try reader.integer(field)
            case 7: scale = try reader.integer(field)
            case 8: precision = try reader.integer(field)
            case 10: logicalType = try Annotation(&reader, field)
            default: break
            }
        }
    }
}

/// A row group (parquet.thrift: RowGroup).
struct RowGroup: Sendable {
    var chunks: [ColumnChunk] = []
    var rowCount = 0

    init(_ reader: inout ThriftReader, _ allowance: inout ChunkAllowance) throws(ThriftFault) {
        try reader.forEachField { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1:
                chunks = try reader.list(field, of: .structure) { (reader) throws(ThriftFault) in
                    try allowance.take(at: reader.offset)
                    return try ColumnChunk(&reader)
                }
            case 3: rowCount = try reader.integer(field)
            default: break
            }
        }
    }
}

/// How many chunks a footer may still have: each takes more memory than the least bytes that it can be said in.
struct ChunkAllowance {
    fileprivate(set) var left: Int

    fileprivate mutating func take(at offset: Int) throws(ThriftFault) {
        guard left > 0 else { throw ThriftFault(isTruncated: false, offset: offset) }
        left -= 1
    }
}

/// A column's part of a row group (parquet.thrift: ColumnChunk and ColumnMetaData).
struct ColumnChunk: Sendable {
    var isInOtherFile = false
    var isEncrypted = false
    var hasMetadata = false
    var offsetIndex: (offset: Int, count: Int) = (0, 0)
    var columnIndex: (offset: Int, count: Int) = (0, 0)
    var type: Int?
    var codec = 0
    var valueCount = 0
    var uncompressedSize = 0
    var compressedSize = 0
    var dataOffset = 0
    var dictionaryOffset: Int?
    /// How many values are null, where the statistics say it.
    var nullCount: Int?

    init(_ reader: inout ThriftReader) throws(ThriftFault) {
        try reader.forEachField { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1: isInOtherFile = try !reader.binary(field).isEmpty
            case 3: try readMetadata(&reader, field)
            case 4: offsetIndex.offset = try reader.integer(field)
            case 5: offsetIndex.count = try reader.integer(field)
            case 6: columnIndex.offset = try reader.integer(field)
            case 7: columnIndex.count = try reader.integer(field)
            case 8, 9: isEncrypted = true
            default: break
            }
        }
    }

    private mutating func readMetadata(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws(ThriftFault) {
        hasMetadata = true
        try reader.structure(field) { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1: type = try reader.integer(field)
            case 4: codec = try reader.integer(field)
            case 5: valueCount = try reader.integer(field)
            case 6: uncompressedSize = try reader.integer(field)
            case 7: compressedSize = try reader.integer(field)
            case 9: dataOffset = try reader.integer(field)
            case 11: dictionaryOffset = try reader.integer(field)
            case 12:
                try reader.structure(field) { (reader, field) throws(ThriftFault) in
                    if field.id == 3 { nullCount = try reader.integer(field) }
                }
            default: break
            }
        }
    }

    /// Where the pages stand: from the dictionary on, where there is one that says where it is.
    ///
    /// Writers of old put 0 for no dictionary, or nothing for one that stands at the data's offset.
    var range: (start: Int, count: Int) {
        if let dictionaryOffset, dictionaryOffset > 0, dictionaryOffset < dataOffset {
            return (dictionaryOffset, compressedSize)
        }
        return (dataOffset, compressedSize)
    }
}
