import Bytes
import Files
import Rows
import Shapes

/// Reads the rows of a Parquet file to its end, as ingest does, in a process of its own: `Benchmarks --read FILE THREADS
/// [COLUMN ...]` prints the seconds that this took, and the number of rows.
enum TableReading {
    static let option = "--read"

    static func run(_ words: [String]) throws {
        guard words.count >= 2, let threads = words[1].withByteView({ $0.wholeNumber }), threads > 0 else {
            throw BenchmarkFault(message: "\(option) FILE THREADS [COLUMN ...] is right")
        }
        let clock = ContinuousClock()
        let start = clock.now
        let rows = try read(words[0], threads: threads, columns: Array(words[2...]))
        let elapsed = (clock.now - start).components
        print(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18, rows)
    }

    /// Returns the number of rows, all of whose values were looked at.
    private static func read(_ path: String, threads: Int, columns: [String]) throws -> Int {
        let settings: JSONObject = ["name": "table", "format": "parquet", "path": .string(path)]
        let input = InputRecipe(
            CheckedObject(InputRecipe.shape([]).filled(.object(settings))), formats: .standard)
        let limits = LimitsRecipe(CheckedObject(.object(LimitsRecipe.shape.filled([:]))))
        let fields =
            columns.isEmpty ? UsedFields.all : UsedFields(Set(columns.map { Array($0.utf8) }), includesRest: false)
        let shared = SharedWork()
        let reader = try input.format.reader(
            of: InputFile(path),
            ReadingOrder(fields: fields, limits: limits, buffers: BufferPool(), shared: threads > 1 ? shared : nil))
        var (rows, bytes) = (0, 0)
        try Pipeline<any RowBatch, (rows: Int, bytes: Int)>(threads: threads, helping: shared).run(
            producers: [reader.next],
            makeWorker: {
                let visitor = RowVisitor(tables: [:], longestText: limits.rowBytes)
                return { batch in
                    var (rows, bytes) = (0, 0)
                    try visitor.visit(batch) { _, row, _ in
                        rows += 1
                        for field in try row.get().fields { bytes += field.value.bytes.count }
                    }
                    return (rows, bytes)
                }
            },
            consume: { part in
                rows += part.rows
                bytes += part.bytes
            })
        guard bytes > 0 else { throw BenchmarkFault(message: "\(path) has no rows") }
        return rows
    }
}
