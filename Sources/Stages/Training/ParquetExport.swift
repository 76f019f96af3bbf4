import Bytes
import Files
import Parquet
import Pools

/// Writes columns of questions to a Parquet file, with the types that a table of the JSON lines has.
package final class ParquetExport {
    private let writer: ParquetWriter
    private let names: [[UInt8]]
    private var index = JSONIndex()

    /// The version of what is written, which changes when the bytes for the same rows do.
    private static let application = "curate version 1"

    /// Creates a writer of some columns to a file.
    ///
    /// - Parameter others: the names of columns of texts behind them.
    package init(of columns: [QuestionColumn], and others: [String] = [], to file: OutputFile) throws {
        let written = columns.map(Self.column) + others.map { WrittenColumn($0, .text) }
        names = written.map { Array($0.name.utf8) }
        writer = try ParquetWriter(written, application: Self.application) { try file.write($0) }
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

    /// Appends a row that is an object, of which the columns are taken by their names; those that it lacks are null.
    ///
    /// What is no text in a column of texts is written as JSON.
    package func append(object line: ByteView) throws {
        try index.index(line)
        try writer.append(names.map { name in name.withByteView { index.value(named: $0) } ?? .null })
    }

    /// Writes what is left, and the footer.
    package func finish() throws { try writer.finish() }
}
