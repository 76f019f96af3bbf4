import Bytes

/// What is no value of Thrift's compact protocol, or no value that may stand there.
struct ThriftFault: Error {
    /// Whether the bytes end within the value, so that more of them may help.
    let isTruncated: Bool
    /// The offset in the bytes.
    let offset: Int
}

/// Reads values of Thrift's compact protocol.
///
/// Each list claims no more elements than there are bytes, and nothing is nested deeper than `deepest`, so that neither
/// memory nor stack is asked for that the bytes do not pay for.
struct ThriftReader {
    /// The types that a value can have; a truth value stands in its field's type.
    enum WireType: UInt8 {
        case `true` = 1
        case `false`, byte, int16, int32, int64, double, binary, list, set, map, structure
    }

    /// What stands before a value in a structure.
    struct Field {
        let id: Int
        let type: WireType
    }

    private static let deepest = 64

    private let bytes: ByteView
    private(set) var offset: Int
    private var depth = 0

    /// A reader of bytes from an offset on.
    init(_ bytes: ByteView, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    // MARK: - Structures

    /// Calls with each field of a structure; of a field that the body does not read the value is skipped.
    mutating func forEachField(
        _ body: (inout ThriftReader, Field) throws(ThriftFault) -> Void
    ) throws(ThriftFault) {
        try enter()
        var id = 0
        while true {
            let head = try byte()
            if head == 0 { break }
            id = head >> 4 == 0 ? try signed() : id + Int(head >> 4)
            // The compact protocol writes ids with 16 bits.
            guard Int16(exactly: id) != nil else { throw fault() }
            guard let type = WireType(rawValue: head & 15) else { throw fault() }
            let start = offset
            try body(&self, Field(id: id, type: type))
            if offset == start { try skip(type) }
        }
        depth -= 1
    }

    /// The structure that is a field's value.
    mutating func structure(
        _ field: Field, _ body: (inout ThriftReader, Field) throws(ThriftFault) -> Void
    ) throws(ThriftFault) {
        guard field.type == .structure else { throw fault() }
        try forEachField(body)
    }

    /// The elements of the list that is a field's value, each read by the body.
    mutating func list<Element>(
        _ field: Field, of type: WireType, _ body: (inout ThriftReader) throws(ThriftFault) -> Element
    ) throws(ThriftFault) -> [Element] {
        guard field.type == .list || field.type == .set else { throw fault() }
        let (count, found) = try listHead()
        guard found == type || count == 0 else { throw fault() }
        var elements: [Element] = []
        elements.reserveCapacity(min(count, 1 << 12))
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }

    // MARK: - Plain values

    /// The number that is a field's value.
    mutating func integer(_ field: Field) throws(ThriftFault) -> Int {
        switch field.type {
        case .byte: Int(Int8(bitPattern: try byte()))
        case .int16, .int32, .int64: try signed()
        default: throw fault()
        }
    }

    /// The truth value that is a field's value.
    func truth(_ field: Field) throws(ThriftFault) -> Bool {
        guard field.type == .true || field.type == .false else { throw fault() }
        return field.type == .true
    }

    /// The bytes that are a field's value.
    mutating func binary(_ field: Field) throws(ThriftFault) -> ByteView {
        guard field.type == .binary else { throw fault() }
        return try binary()
    }

    /// The bytes that stand here, their length before them.
    mutating func binary() throws(ThriftFault) -> ByteView {
        let count = try varint()
        guard count <= UInt64(bytes.count - offset) else { throw fault(isTruncated: true) }
        let start = offset
        offset += Int(count)
        return bytes[start..<offset]
    }

    /// A number whose sign stands in its lowest bit.
    mutating func signed() throws(ThriftFault) -> Int {
        let value = try varint()
        return Int(bitPattern: UInt(value >> 1)) ^ -Int(value & 1)
    }

    private mutating func varint() throws(ThriftFault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw fault()
    }

    private mutating func byte() throws(ThriftFault) -> UInt8 {
        guard offset < bytes.count else { throw fault(isTruncated: true) }
        offset += 1
        return bytes[offset - 1]
    }

    private mutating func listHead() throws(ThriftFault) -> (count: Int, type: WireType?) {
        let head = try byte()
        let count = head >> 4 == 15 ? try varint() : UInt64(head >> 4)
        guard count <= UInt64(bytes.count - offset) else { throw fault(isTruncated: true) }
        return (Int(count), WireType(rawValue: head & 15))
    }

    // MARK: - What nobody asks for

    private mutating func skip(_ type: WireType) throws(ThriftFault) {
        switch type {
        case .true, .false: break
        case .byte: _ = try byte()
        case .int16, .int32, .int64: _ = try varint()
        case .double: for _ in 0..<8 { _ = try byte() }
        case .binary: _ = try binary()
        case .structure: try forEachField { (_, _) throws(ThriftFault) in }
        case .list, .set: try skipList()
        case .map: try skipMap()
        }
    }

    private mutating func skipList() throws(ThriftFault) {
        try enter()
        let (count, type) = try listHead()
        guard let type else {
            if count == 0 { return depth -= 1 }
            throw fault()
        }
        for _ in 0..<count { try skipElement(type) }
        depth -= 1
    }

    private mutating func skipMap() throws(ThriftFault) {
        try enter()
        let count = try varint()
        guard count <= UInt64(bytes.count - offset) else { throw fault(isTruncated: true) }
        if count > 0 {
            let types = try byte()
            guard let key = WireType(rawValue: types >> 4), let value = WireType(rawValue: types & 15) else {
                throw fault()
            }
            for _ in 0..<count {
                try skipElement(key)
                try skipElement(value)
            }
        }
        depth -= 1
    }

    /// Skips an element of a list, where a truth value has a byte.
    private mutating func skipElement(_ type: WireType) throws(ThriftFault) {
        if type == .true || type == .false { _ = try byte() } else { try skip(type) }
    }

    private mutating func enter() throws(ThriftFault) {
        guard depth < Self.deepest else { throw fault() }
        depth += 1
    }

    private func fault(isTruncated: Bool = false) -> ThriftFault {
        ThriftFault(isTruncated: isTruncated, offset: offset)
    }
}
