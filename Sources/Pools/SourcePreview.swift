import Bytes
import Files
import Rows

/// The first question of a source as it would enter the pool, before recordings are joined to it.
package struct SourcePreview: Sendable {
    /// The source's name.
    package let source: String
    /// The question's line of the pool; nil when the rows that were read give none.
    package let line: JSON?
    /// How many rows were read for it.
    package let read: Int
    /// How many of them a condition left out.
    package let leftOut: Int
    /// Why others of them could not be read, each reason once.
    package let rejected: [String]

    /// Looks into each source of a recipe, reading no further than the batch with the first question.
    ///
    /// Throws `FileError`, or `CurationError` where a file cannot be opened.
    package static func all(of recipe: Inputs) throws -> [SourcePreview] {
        try recipe.sources.map { source in
            let buffers = BufferPool()
            let worker = SourceWorker(
                source, Recordings(), recipe, traceTokens: nil, buffers: PoolBuffers())
            var (read, leftOut, reasons) = (0, 0, [String]())
            var told: Set<String> = []
            for file in try recipe.files(of: source.input) {
                let reader = try InputReader(
                    file, of: source.input, in: recipe.folder, limits: recipe.limits, pool: buffers)
                while let rows = try reader.next() {
                    let batch = try worker.read(rows, file: file)
                    read += batch.read
                    leftOut += batch.leftOut
                    for reason in batch.rejected.reasons.keys.sorted() where told.insert(reason).inserted {
                        reasons.append(reason)
                    }
                    guard let end = batch.lineEnds.first else { continue }
                    let line = try batch.lines[..<end].withUnsafeBufferPointer { try JSON(parsing: ByteView($0)) }
                    return SourcePreview(
                        source: source.input.name, line: line, read: read, leftOut: leftOut, rejected: reasons)
                }
            }
            return SourcePreview(
                source: source.input.name, line: nil, read: read, leftOut: leftOut, rejected: reasons)
        }
    }
}
