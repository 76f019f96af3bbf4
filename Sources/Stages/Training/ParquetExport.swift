import Bytes
import Files
import Parquet
import Pools

/// Writes the published columns of questions to a Parquet file, with the types that a table of the JSON lines has.
final class ParquetExport {
    private let writer: ParquetWriter
    private var index = JSONIndex()

    /// The version of what is written, which changes when the bytes for the same rows do.
    private static let application = "curate version 1"

    /// Creates a writer of some columns to a file.
    init(of columns: [QuestionColumn], to file: OutputFile) throws {
        writer = try ParquetWriter(columns.map(Self.column), application: Self.application) { try file.write($0) }
    }

    /// Returns a column with the type of its values.
    private static func column(_ column: QuestionColumn) -> WrittenColumn {
        switch column.type {
        case .texts: WrittenColumn(column.name, .texts)
        case .wholeNumber: WrittenColumn(column.name, .integer)
        case .text, .label, .outcomes, .origin: WrittenColumn(column.name, .text)
        }
    }

    /// Appends rows that are lines of JSON with the columns in their order.
    func append(lines: [UInt8]) throws {
        try lines.withByteView { lines in
            var start = 0
            while let end = lines.firstIndex(of: 0x0A, from: start) {
                try index.index(lines[start..<end])
                try writer.append(index.fields.map(\.value))
                start = end + 1
            }
        }
    }

    /// Writes what is left, and the footer.
    func finish() throws { try writer.finish() }
}
