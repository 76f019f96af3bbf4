import Bytes
import Files
import Parquet

/// The rows of a Parquet file, each as the line of JSON with its columns in their order.
package final class ParquetLines {
    private let path: String
    private let file: ParquetFile
    private let selection: FieldSelection
    private var spans: ArraySlice<RowSpan>
    private var reader: ParquetReader?
    /// The lines of the batch at hand, last first.
    private var lines: [[UInt8]] = []

    /// Opens a file.
    ///
    /// Throws `FileError` if it is no Parquet file, or has a column that cannot be read.
    package init(_ file: InputFile) throws(FileError) {
        path = file.path
        do throws(ParquetError) {
            self.file = try ParquetFile(file)
            selection = try self.file.selection()
            spans = self.file.spans(selection)[...]
        } catch {
            throw FileError(.notThisFormat, "read", file.path, cause: error.description)
        }
    }

    /// Returns the line of the next row without a line feed, or nil at the end.
    ///
    /// Throws `FileError` where the file is broken.
    package func next() throws(FileError) -> [UInt8]? {
        do {
            while lines.isEmpty {
                guard let batch = try nextBatch() else { return nil }
                try batch.forEachRow { _, row in lines.append([UInt8](columns: try row.get())) }
                lines.reverse()
            }
            return lines.popLast()
        } catch {
            throw FileError(.notThisFormat, "read", path, cause: "\(error)")
        }
    }

    private func nextBatch() throws -> ParquetBatch? {
        while true {
            if let batch = try reader?.next() { return batch }
            guard let span = spans.popFirst() else { return nil }
            reader = try ParquetReader(file, selection, span, longestRow: JSONError.longest)
        }
    }
}

extension [UInt8] {
    /// Creates the compact object of a row's columns.
    fileprivate init(columns fields: [Field]) {
        self = [UInt8(ascii: "{")]
        for (place, field) in fields.enumerated() {
            if place > 0 { append(UInt8(ascii: ",")) }
            append(quoted: field.name)
            append(UInt8(ascii: ":"))
            append(json: field.value)
        }
        append(UInt8(ascii: "}"))
    }
}
