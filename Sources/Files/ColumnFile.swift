import Bytes

/// Writes columns of numbers to one file: a JSON line that gives the place of each column, then the columns,
/// little-endian, each at a multiple of 8 bytes.
package struct ColumnFileWriter {
    private var columns: [(name: String, write: (OutputFile) throws -> Void, size: Int)] = []

    /// Creates a writer without columns.
    package init() {}

    /// Adds a column; the values are written in their in-memory representation.
    package mutating func add<Value: BitwiseCopyable & Sendable>(_ name: String, _ values: [Value]) {
        add(name, [values], count: values.count)
    }

    /// Adds a column; the values are written in their in-memory representation.
    package mutating func add<Value>(_ name: String, _ values: GrowingColumn<Value>) {
        add(name, values.pieces, count: values.count)
    }

    private mutating func add<Value: BitwiseCopyable & Sendable>(_ name: String, _ pieces: [[Value]], count: Int) {
        let write = { (file: OutputFile) in
            for piece in pieces {
                try piece.withUnsafeBytes { try file.write(ByteView($0.assumingMemoryBound(to: UInt8.self))) }
            }
        }
        columns.append((name, write, count * MemoryLayout<Value>.stride))
    }

    /// Adds the strings of a table as two columns.
    package mutating func add(_ name: String, _ table: StringTable) {
        add(name + ".bytes", table.bytes)
        add(name + ".ends", table.ends)
    }

    /// Writes and finishes the file, with `header` as further members of its header; the caller publishes it.
    ///
    /// Throws `FileError`.
    package func write(to path: String, header: JSONObject) throws -> OutputFile {
        let file = try OutputFile(path, digest: .xxh64)
        try write(to: file, header: header)
        return file
    }

    /// Writes the columns to an open file and finishes it.
    package func write(to file: OutputFile, header: JSONObject) throws {
        var header = header
        var places = JSONObject()
        var offset = 0
        for column in columns {
            places[column.name] = .list([JSON(offset), JSON(column.size)])
            offset += (column.size + 7) & ~7
        }
        header["columns"] = .object(places)
        var line: [UInt8] = []
        line.append(json: .object(header))
        line.append(contentsOf: repeatElement(0x20, count: 7 - line.count % 8))
        line.append(0x0A)
        try file.write(line)
        for column in columns {
            try column.write(file)
            try file.write([UInt8](repeating: 0, count: (8 - column.size % 8) % 8))
        }
        try file.finish()
    }
}

/// Reads a file of columns.
package struct ColumnFileReader {
    /// The header, including the places of the columns.
    package let header: JSONObject
    private let file: InputFile
    private let start: Int
    /// The longest header in bytes; this program writes no longer one.
    private static let longestHeader = 1 << 30

    /// Opens a file.
    ///
    /// Throws `FileError` if it cannot be read or is not a column file.
    package init(_ path: String) throws {
        try self.init(InputFile(path))
    }

    /// Reads the header of a file.
    ///
    /// Throws `FileError` if it cannot be read or is not a column file.
    package init(_ file: InputFile) throws {
        self.file = file
        var size = 1 << 12
        while true {
            let bytes = try file.bytes(at: 0, count: min(size, file.size))
            if let end = bytes.firstIndex(of: 0x0A) {
                start = end + 1
                let document = try? bytes[..<end].withUnsafeBufferPointer { try JSON(parsing: ByteView($0)) }
                guard let object = document?.object else { throw Self.damaged(file) }
                header = object
                return
            }
            guard size < min(file.size, Self.longestHeader) else { throw Self.damaged(file) }
            size *= 4
        }
    }

    private static func damaged(_ file: InputFile) -> FileError {
        FileError(.notThisFormat, "read", file.path, cause: "it is damaged")
    }

    /// Returns the values of a column.
    ///
    /// Throws `FileError` if the file has no such column or is damaged.
    package func column<Value: BitwiseCopyable>(_ name: String, of type: Value.Type = Value.self) throws -> [Value] {
        guard let place = header["columns"]?[name]?.list, place.count == 2, let offset = place[0].integer,
            let size = place[1].integer, offset >= 0, size >= 0, offset <= file.size - start,
            size <= file.size - start - offset
        else { throw Self.damaged(file) }
        guard size > 0 else { return [] }
        // All threads share the empty array, which must not be written to, not even its count.
        guard size % MemoryLayout<Value>.stride == 0 else { throw Self.damaged(file) }
        try file.demandMemory(size)
        let (file, start) = (file, start)
        let values = try [Value](unsafeUninitializedCapacity: size / MemoryLayout<Value>.stride) { memory, count in
            let read = try file.read(at: start + offset, into: UnsafeMutableRawBufferPointer(memory))
            count = read / MemoryLayout<Value>.stride
        }
        guard values.count * MemoryLayout<Value>.stride == size else { throw Self.damaged(file) }
        return values
    }

    /// Returns the table of strings with the given name.
    package func table(_ name: String) throws -> StringTable {
        let (bytes, ends) = (try column(name + ".bytes", of: UInt8.self), try column(name + ".ends", of: Int.self))
        guard let table = StringTable(bytes: bytes, ends: ends) else { throw Self.damaged(file) }
        return table
    }
}
