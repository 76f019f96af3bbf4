import Bytes
import Files
import Rows

/// The first question of a source as it would enter the pool, before recordings are joined to it.
package struct SourcePreview: Sendable {
    /// The source's name.
    package let source: String
    /// The question's line of the pool; nil when the rows that were read give none.
    package private(set) var line: JSON?
    /// How many rows were read for it.
    package private(set) var read = 0
    /// How many of them a condition left out.
    package private(set) var leftOut = 0
    /// Why others of them could not be read, each reason once.
    package private(set) var rejected: [String] = []

    /// Looks into each source of a recipe, reading no further than the batch with the first question.
    ///
    /// Throws `FileError`, or `CurationError` where a file cannot be opened.
    package static func all(of recipe: Inputs) throws -> [SourcePreview] {
        try recipe.sources.map { try SourcePreview($0, of: recipe) }
    }

    private init(_ source: SourceRecipe, of recipe: Inputs) throws {
        self.source = source.input.name
        let worker = SourceWorker(source, Recordings(), recipe, traceTokens: nil, buffers: PoolBuffers())
        var told: Set<String> = []
        _ = try recipe.forEachBatch(of: source.input) { rows, file in
            let batch = try worker.read(rows, file: file)
            read += batch.read
            leftOut += batch.leftOut
            rejected += batch.rejected.reasons.keys.sorted().filter { told.insert($0).inserted }
            guard let end = batch.lineEnds.first else { return true }
            line = try batch.lines.withByteView { try JSON(parsing: $0[..<end]) }
            return false
        }
    }
}
