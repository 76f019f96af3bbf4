import Bytes

/// What a type's values mean (parquet.thrift: LogicalType, and ConvertedType of older files).
enum Annotation: Equatable, Sendable {
    enum Unit: Sendable {
        case milliseconds, microseconds, nanoseconds
    }

    case text, json, uuid, half, null
    case list, map
    case decimal(scale: Int)
    case date
    case time(Unit)
    case timestamp(Unit, isUTC: Bool)
    case unsigned
    /// What has no value in JSON: its name in messages.
    case unreadable(String)
    /// What says nothing about how a value is written.
    case other

    /// Reads a logical type; one that is not known is `other`.
    init(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws(ThriftFault) {
        var found = Annotation.other
        try reader.structure(field) { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1, 4: found = .text
            case 2: found = .map
            case 3: found = .list
            case 5: found = .decimal(scale: try Self.number(&reader, field, at: 1) ?? 0)
            case 6: found = .date
            case 7: if let (unit, _) = try Self.time(&reader, field) { found = .time(unit) }
            case 8:
                if let (unit, isUTC) = try Self.time(&reader, field) { found = .timestamp(unit, isUTC: isUTC) }
            case 10: if try Self.isUnsigned(&reader, field) { found = .unsigned }
            case 11: found = .null
            case 12: found = .json
            case 14: found = .uuid
            case 15: found = .half
            case 16: found = .unreadable("VARIANT")
            default: break
            }
        }
        self = found
    }

    /// The meaning of an element without a logical type.
    init?(converted element: SchemaElement) {
        switch element.convertedType {
        case 0, 4: self = .text
        case 1, 2: self = .map
        case 3: self = .list
        case 5: self = .decimal(scale: element.scale ?? 0)
        case 6: self = .date
        case 7: self = .time(.milliseconds)
        case 8: self = .time(.microseconds)
        case 9: self = .timestamp(.milliseconds, isUTC: true)
        case 10: self = .timestamp(.microseconds, isUTC: true)
        case 11, 12, 13, 14: self = .unsigned
        case 19: self = .json
        case 21: self = .unreadable("INTERVAL")
        default: return nil
        }
    }

    /// The number that stands under an id of a structure.
    private static func number(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field, at id: Int
    ) throws(ThriftFault) -> Int? {
        var number: Int?
        try reader.structure(field) { (reader, field) throws(ThriftFault) in
            if field.id == id { number = try reader.integer(field) }
        }
        return number
    }

    private static func isUnsigned(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field
    ) throws(ThriftFault) -> Bool {
        var isSigned = true
        try reader.structure(field) { (reader, field) throws(ThriftFault) in
            if field.id == 2 { isSigned = try reader.truth(field) }
        }
        return !isSigned
    }

    /// The unit of a time, and whether it is adjusted to UTC; nil of a unit that is not known.
    private static func time(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field
    ) throws(ThriftFault) -> (Unit, isUTC: Bool)? {
        var unit: Unit?
        var isUTC = false
        try reader.structure(field) { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1: isUTC = try reader.truth(field)
            case 2:
                try reader.structure(field) { (_, field) throws(ThriftFault) in
                    unit = [1: .milliseconds, 2: .microseconds, 3: .nanoseconds][field.id]
                }
            default: break
            }
        }
        return unit.map { ($0, isUTC) }
    }
}
