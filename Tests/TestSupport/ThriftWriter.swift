/// Writes values of Thrift's compact protocol, for files that the tests make.
package struct ThriftWriter {
    package private(set) var bytes: [UInt8] = []
    private var lastID = 0

    package static func structure(_ body: (inout ThriftWriter) -> Void) -> [UInt8] {
        var writer = ThriftWriter()
        body(&writer)
        return writer.bytes + [0]
    }

    package static func varint(_ value: UInt64) -> [UInt8] {
        var (value, bytes) = (value, [UInt8]())
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F | 0x80))
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }

    package static func signed(_ value: Int) -> [UInt8] { varint(UInt64(bitPattern: Int64(value << 1 ^ value >> 63))) }

    package mutating func integer(_ id: Int, _ value: Int?) {
        guard let value else { return }
        head(id, 5)
        bytes += Self.signed(value)
    }

    package mutating func truth(_ id: Int, _ value: Bool) { head(id, value ? 1 : 2) }

    package mutating func text(_ id: Int, _ value: String) {
        head(id, 8)
        bytes += Self.varint(UInt64(value.utf8.count)) + Array(value.utf8)
    }

    package mutating func structure(_ id: Int, _ value: [UInt8]?) {
        guard let value else { return }
        head(id, 12)
        bytes += value
    }

    package mutating func list(_ id: Int, of structures: [[UInt8]]) {
        head(id, 9)
        let count = structures.count
        bytes += count < 15 ? [UInt8(count << 4 | 12)] : [0xFC] + Self.varint(UInt64(count))
        for structure in structures { bytes += structure }
    }

    private mutating func head(_ id: Int, _ type: UInt8) {
        let step = id - lastID
        bytes += step > 0 && step < 16 ? [UInt8(step << 4) | type] : [type] + Self.signed(id)
        lastID = id
    }
}
