import Bytes
import Files
import Pools
import Recipes
import Runs
import Stages

/// The rows that `where` left out of the pool of a run.
///
/// A run records only their numbers, since there may be far more of them than questions. They are read again from the
/// sources, which must be as they were.
package struct LeftOutRows {
    /// Why the rows cannot be shown: the file of a source that is missing or has changed.
    package struct Unavailable: Error, Equatable {
        /// The path of the file, as in the recipe.
        package let file: String
        /// Whether there is no such file.
        package let isMissing: Bool
    }

    private let inputs: Inputs
    private let stage: StageName
    /// The numbers of rows that were left out of each source, in the order of the recipe.
    private let counts: [Int]

    private static let excerptLength = 200

    /// Looks up the sources of a run.
    ///
    /// Throws `Unavailable` when a file of a source that left out rows is missing or is not as it was read.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - recipeFile: the path of the run's recipe, which the paths of sources are relative to.
    package init(of run: RecordedRun, recipeFile: String) throws {
        let recipe = try run.manifest.recipeFile(at: recipeFile).recipe(withFiles: false)
        inputs = recipe.inputs
        stage = run.stages.poolMaker.name
        let record = run.manifest.stages[stage]
        let recorded = (record?.counts["sources"]?.list ?? []).map { $0["left_out"]?.integer ?? 0 }
        counts = inputs.sources.indices.map { recorded.indices.contains($0) ? recorded[$0] : 0 }
        let digests = Dictionary(
            (record?.inputs ?? []).map { (ByteKey($0.path), $0.digest) }, uniquingKeysWith: { first, _ in first })
        for (source, count) in zip(inputs.sources, counts) where count > 0 {
            let files = try inputs.files(of: source.input)
            if files.isEmpty { throw Unavailable(file: source.input.path, isMissing: true) }
            for file in files {
                let path = Folder.join(inputs.folder, file)
                guard Folder.hasFile(path) else { throw Unavailable(file: file, isMissing: true) }
                guard let digest = digests[ByteKey(file)], try InputFile(path).digest(digest.algorithm) == digest else {
                    throw Unavailable(file: file, isMissing: false)
                }
            }
        }
    }

    /// Returns the number of rows that were left out of the sources of a name, or of all if it is nil.
    package func count(of name: String?) -> Int {
        zip(inputs.sources, counts).reduce(0) { name == nil || $1.0.input.name == name ? $0 + $1.1 : $0 }
    }

    /// Calls `body` with each of the first rows, in the order of the sources.
    ///
    /// - Parameters:
    ///   - name: the sources' name; nil for all.
    ///   - most: the maximum number of rows.
    func visit(of name: String?, most: Int, _ body: (Inspection.Row) throws -> Void) throws {
        var rest = most
        for (source, count) in zip(inputs.sources, counts)
        where count > 0 && rest > 0 && (name == nil || name == source.input.name) {
            let rows = inputs.rows(of: source.input)
            _ = try inputs.forEachBatch(of: source.input) { batch, file in
                _ = try rows.visit(batch) { _, _ in
                } leaveOut: { condition, origin, excerpt in
                    guard rest > 0 else { return }
                    rest -= 1
                    let place = RowPlace(file: file, unit: origin.unit, number: origin.number)
                    try body(row(LeftOutRow(place: place, condition: condition), of: source.input.name, excerpt))
                } reject: { _, _, _ in
                }
                return rest > 0
            }
        }
    }

    private func row(_ evidence: LeftOutRow, of source: String, _ excerpt: ByteView) -> Inspection.Row {
        let text =
            excerpt[0..<min(excerpt.count, Self.excerptLength)].text + (excerpt.count > Self.excerptLength ? "…" : "")
        return Inspection.Row(
            id: nil, source: source, domain: nil,
            decision: StageDecision(
                stage, Decision(isKept: false, rule: .leftOut, evidence: RecordedEvidence(evidence))),
            question: text)
    }
}
