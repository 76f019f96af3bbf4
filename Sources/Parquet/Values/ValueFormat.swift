import Bytes

/// How a column's values are written as JSON, or handed on as text.
enum ValueFormat: Equatable, Sendable {
    case truth, int32, int64, uint32, uint64, float, double, half
    case decimal(scale: Int)
    /// A decimal of four bytes.
    case shortDecimal(scale: Int)
    case date
    case time(Annotation.Unit)
    case timestamp(Annotation.Unit, isUTC: Bool)
    /// Nanoseconds of the day and the Julian day, as Impala and Spark write it.
    case int96
    case text, json, uuid, base64
    /// Null, whatever is there.
    case null

    /// The most digits behind the point of a decimal.
    private static let mostDigits = 1000

    /// The format of a column's values; where the annotation does not fit the type it says nothing.
    ///
    /// Throws `ParquetError` for a type that has no value in JSON.
    init(_ type: LeafType, _ annotation: Annotation?) throws(ParquetError) {
        switch annotation {
        case .unreadable(let name):
            throw ParquetError(
                .schema, "the type \(name) is not read; leave the column out, or write it as a text or a number")
        case .decimal(let scale):
            guard scale >= 0, scale <= Self.mostDigits else {
                throw ParquetError(.schema, "a decimal of \(scale) digits behind the point")
            }
        default: break
        }
        self =
            switch type.physical {
            case .boolean: annotation == .null ? .null : .truth
            case .int32, .int64: Self.ofInteger(is64: type.physical == .int64, annotation)
            case .int96: .int96
            case .float: annotation == .null ? .null : .float
            case .double: annotation == .null ? .null : .double
            case .bytes, .fixed: Self.ofBytes(type, annotation)
            }
    }

    private static func ofInteger(is64: Bool, _ annotation: Annotation?) -> ValueFormat {
        switch annotation {
        case .null: .null
        case .decimal(let scale): is64 ? .decimal(scale: scale) : .shortDecimal(scale: scale)
        case .unsigned: is64 ? .uint64 : .uint32
        case .date where !is64: .date
        case .time(.milliseconds) where !is64: .time(.milliseconds)
        case .time(let unit) where is64: .time(unit)
        case .timestamp(let unit, let isUTC) where is64: .timestamp(unit, isUTC: isUTC)
        default: is64 ? .int64 : .int32
        }
    }

    private static func ofBytes(_ type: LeafType, _ annotation: Annotation?) -> ValueFormat {
        switch annotation {
        case .null: .null
        case .text: .text
        case .json: .json
        case .decimal(let scale): .decimal(scale: scale)
        case .half where type.width == 2: .half
        case .uuid where type.width == 16: .uuid
        default: .base64
        }
    }

    /// Whether values are texts, which must be UTF-8.
    var isText: Bool { self == .text || self == .json }

    /// Whether what is written stands in quotes in JSON.
    var isQuoted: Bool {
        switch self {
        case .date, .time, .timestamp, .int96, .uuid, .base64: true
        default: false
        }
    }

    // MARK: - Writing

    /// Writes a value of 1, 4 or 8 bytes; a text is written without its quotes.
    func write(_ word: UInt64, to writer: inout ByteWriter) -> FieldValue.Kind {
        let number = Int64(bitPattern: word)
        let short = Int32(truncatingIfNeeded: number)
        switch self {
        case .truth: return writer.write(truth: word != 0)
        case .int32: writer.append(decimal: Int(short))
        case .int64: writer.append(decimal: Int(number))
        case .uint32: writer.append(decimal: Int(UInt32(bitPattern: short)))
        case .uint64: writer.append(decimal: word)
        case .float: return writer.write(Float(bitPattern: UInt32(truncatingIfNeeded: word)))
        case .double: return writer.write(Double(bitPattern: word))
        case .decimal(let scale): writer.append(decimal: Int128(number), scale: scale)
        case .shortDecimal(let scale): writer.append(decimal: Int128(short), scale: scale)
        case .date:
            writer.append(date: Int(short))
            return .plain
        case .time(let unit):
            writer.append(time: unit == .milliseconds ? Int(short) : Int(number), unit)
            return .plain
        case .timestamp(let unit, let isUTC):
            writer.append(timestamp: Int(number), unit, isUTC: isUTC)
            return .plain
        case .half, .int96, .text, .json, .uuid, .base64, .null: return writer.writeNull()
        }
        return .number
    }

    /// Writes a value of bytes that is no text by itself; nil, and nothing is written, for one that is too long.
    func write(_ bytes: ByteView, to writer: inout ByteWriter) -> FieldValue.Kind? {
        switch self {
        case .half:
            return writer.write(Float16(bitPattern: UInt16(bytes[0]) | UInt16(bytes[1]) << 8))
        case .decimal(let scale):
            guard bytes.count <= DecimalBytes.longest else { return nil }
            writer.append(decimalBytes: bytes, scale: scale)
            return .number
        case .int96: writer.append(int96: bytes)
        case .uuid: writer.append(uuid: bytes)
        case .base64: writer.append(base64: bytes)
        default: return writer.writeNull()
        }
        return .plain
    }
}

extension ByteWriter {
    mutating func writeNull() -> FieldValue.Kind {
        append("null")
        return .null
    }

    mutating func write(truth: Bool) -> FieldValue.Kind {
        if truth { append("true") } else { append("false") }
        return truth ? .true : .false
    }

    /// Writes the shortest digits that read back as the same number, or null for what is none.
    mutating func write<Number: BinaryFloatingPoint & CustomStringConvertible>(_ number: Number) -> FieldValue.Kind {
        guard number.isFinite else { return writeNull() }
        var text = number.description
        text.withUTF8 { append(ByteView($0)) }
        return .number
    }
}
