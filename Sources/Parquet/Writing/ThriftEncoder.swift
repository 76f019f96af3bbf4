/// Writes a structure of Thrift's compact protocol, field by field in ascending order of their numbers.
struct ThriftEncoder {
    /// The types of fields and of the elements of lists that Parquet's footer has.
    private enum FieldType: UInt8 {
        case yes = 1, no, byte, int16, int32, int64, binary = 8, list, structure = 12
    }

    private var bytes: [UInt8] = []
    private var lastID = 0

    /// Returns the bytes of a structure whose fields `body` writes.
    static func structure(_ body: (inout ThriftEncoder) -> Void) -> [UInt8] {
        var encoder = ThriftEncoder()
        body(&encoder)
        return encoder.bytes + [0]
    }

    mutating func bool(_ id: Int, _ value: Bool) { head(id, value ? .yes : .no) }

    mutating func int16(_ id: Int, _ value: Int) { number(id, .int16, value) }

    mutating func int32(_ id: Int, _ value: Int) { number(id, .int32, value) }

    mutating func int64(_ id: Int, _ value: Int) { number(id, .int64, value) }

    mutating func binary(_ id: Int, _ value: [UInt8]) {
        head(id, .binary)
        append(value)
    }

    /// Writes a structure that `structure` returned.
    mutating func structure(_ id: Int, _ value: [UInt8]) {
        head(id, .structure)
        bytes += value
    }

    mutating func structures(_ id: Int, _ values: [[UInt8]]) {
        list(id, .structure, count: values.count)
        for value in values { bytes += value }
    }

    mutating func binaries(_ id: Int, _ values: [[UInt8]]) {
        list(id, .binary, count: values.count)
        for value in values { append(value) }
    }

    mutating func int32s(_ id: Int, _ values: [Int]) {
        list(id, .int32, count: values.count)
        for value in values { append(signed: value) }
    }

    mutating func int64s(_ id: Int, _ values: [Int]) {
        list(id, .int64, count: values.count)
        for value in values { append(signed: value) }
    }

    mutating func bools(_ id: Int, _ values: [Bool]) {
        list(id, .yes, count: values.count)
        for value in values { bytes.append(value ? FieldType.yes.rawValue : FieldType.no.rawValue) }
    }

    private mutating func number(_ id: Int, _ type: FieldType, _ value: Int) {
        head(id, type)
        append(signed: value)
    }

    private mutating func head(_ id: Int, _ type: FieldType) {
        precondition(id > lastID && id - lastID < 16, "fields are written in order, with small gaps")
        bytes.append(UInt8(id - lastID) << 4 | type.rawValue)
        lastID = id
    }

    private mutating func list(_ id: Int, _ type: FieldType, count: Int) {
        head(id, .list)
        if count < 15 { return bytes.append(UInt8(count) << 4 | type.rawValue) }
        bytes.append(0xF0 | type.rawValue)
        append(UInt64(count))
    }

    private mutating func append(_ value: [UInt8]) {
        append(UInt64(value.count))
        bytes += value
    }

    private mutating func append(signed value: Int) {
        append(UInt64(bitPattern: Int64(value << 1 ^ value >> 63)))
    }

    private mutating func append(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F | 0x80))
            value >>= 7
        }
        bytes.append(UInt8(value))
    }
}
