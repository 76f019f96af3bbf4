import Bytes
import Files
import Rows

/// The first question of a source in the form in which it would enter the pool, before recordings are joined.
package struct SourcePreview: Sendable {
    /// The source's name.
    package let source: String
    /// The question's line of the pool; nil if none of the rows that were read is a question.
    package private(set) var line: JSON?
    /// The number of rows that were read.
    package private(set) var read = 0
    /// The number of rows that a condition excluded.
    package private(set) var leftOut = 0
    /// The reasons for which rows could not be read, without duplicates.
    package private(set) var rejected: [String] = []

    /// Previews each source of a recipe, reading at most up to the batch with the first question.
    ///
    /// Throws `FileError` or `CurationError` when a file cannot be opened.
    package static func all(of recipe: Inputs) throws -> [SourcePreview] {
        try recipe.sources.map { try SourcePreview($0, of: recipe) }
    }

    private init(_ source: SourceRecipe, of recipe: Inputs) throws {
        self.source = source.input.name
        let worker = SourceWorker(source, Recordings(), recipe, traceTokens: nil, buffers: PoolBuffers())
        var seen: Set<String> = []
        _ = try recipe.forEachBatch(of: source.input) { rows, file in
            let batch = try worker.read(rows, file: file)
            read += batch.read
            leftOut += batch.leftOut
            rejected += batch.rejected.reasons.keys.sorted().filter { seen.insert($0).inserted }
            guard let end = batch.lineEnds.first else { return true }
            line = try batch.lines.withByteView { try JSON(parsing: $0[..<end]) }
            return false
        }
    }
}
