import Bytes
import Files
import Shapes

/// The first rows of a file as documents, to find out what its fields hold.
package struct RowSample: Sendable {
    /// The most rows that are taken, and the most bytes of their fields.
    private static let (mostRows, mostBytes) = (1000, 16 << 20)

    /// The rows: objects, or whatever else a row is.
    package private(set) var rows: [JSON] = []
    /// The number of rows that cannot be read, among those that were looked at.
    package private(set) var unreadable = 0
    /// Why the first of these cannot be read.
    package private(set) var fault: String?
    /// Whether the file has no rows behind the sample.
    package private(set) var isWhole = true

    /// Reads the first rows of a file.
    ///
    /// Throws `FileError` when the file cannot be read, `CurationError` when an option does not fit it.
    ///
    /// - Parameters:
    ///   - path: the path of the file, relative to the current folder.
    ///   - format: its format.
    ///   - options: the options of the format.
    package init(of path: String, format: String, options: JSONObject, formats: FormatRegistry = .standard) throws {
        let (reader, visitor) = try Self.open(path, format, options, formats)
        var bytes = 0
        while isWhole, let batch = try reader.next() {
            try visitor.visit(batch) { _, result, _ in
                guard rows.count < Self.mostRows, bytes < Self.mostBytes else { return isWhole = false }
                do {
                    let row = try result.get()
                    bytes += row.fields.reduce(0) { $0 + $1.value.bytes.count }
                    rows.append(try row.document)
                } catch let fault as RowFault {
                    unreadable += 1
                    self.fault = self.fault ?? fault.reason
                }
            }
        }
    }
}

extension RowSample {
    /// Opens a file with the defaults of a recipe.
    private static func open(
        _ path: String, _ format: String, _ options: JSONObject, _ formats: FormatRegistry
    ) throws -> (reader: InputReader, visitor: RowVisitor) {
        var settings: JSONObject = ["name": "sample", "format": .string(format), "path": .string(path)]
        for option in options.members { settings[option.name] = option.value }
        let shape = InputRecipe.shape([], formats: formats)
        let input = InputRecipe(CheckedObject(shape.filled(.object(settings))), formats: formats)
        let limits = LimitsRecipe(CheckedObject(.object(LimitsRecipe.shape.filled([:]))))
        let reader = try InputReader(path, of: input, in: "", limits: limits, buffers: BufferPool())
        return (reader, RowVisitor(tables: [:], longestText: limits.rowBytes))
    }

    /// Returns the distinct texts of a field in all rows of a file; at most `most` of them, in no order.
    ///
    /// Rows that cannot be read, and values that are no texts, are passed over. Throws as `init` does.
    package static func texts(
        of field: FieldPath, in path: String, format: String, options: JSONObject, most: Int,
        formats: FormatRegistry = .standard
    ) throws -> Set<String> {
        let (reader, visitor) = try open(path, format, options, formats)
        var (texts, text) = (Set<ByteKey>(), [UInt8]())
        while texts.count < most, let batch = try reader.next() {
            try visitor.visit(batch) { _, result, _ in
                guard texts.count < most, let value = try? result.get().value(at: field) else { return }
                text.removeAll(keepingCapacity: true)
                text.append(text: value)
                if value.isText, !text.isEmpty { texts.insert(ByteKey(String(decoding: text, as: UTF8.self))) }
            }
        }
        return Set(texts.map(\.text))
    }
}

extension Row {
    /// The row as a document: an object of its fields, or the value that it is.
    fileprivate var document: JSON {
        get throws {
            if fields.isEmpty, let value = value(at: FieldPath(".")) { return try JSON(value) }
            var object = JSONObject()
            for field in fields { object[field.name.text] = try JSON(field.value) }
            return .object(object)
        }
    }
}
