/// The first stage: reads recordings and sources, joins them, and writes the pool and the rows that could not be read.
package enum IngestStage {
    /// What the stage is.
    package static let definition = StageDefinition(
        .ingest,
        dependencies: ["sources", "recordings", "tables", "tokenizer", "limits"], inputs: [.sources, .tokenizer],
        role: .makesPool)
}

extension StageName {
    /// The stage that reads sources and recordings, and joins them into the pool.
    package static let ingest = StageName(rawValue: "ingest")
}
