/// The first stage: reads recordings and sources, joins them, and writes the pool and the rows that could not be read.
package enum IngestStage {
    /// What the stage is.
    package static let definition = StageDefinition(
        .ingest, summary: "reads sources and recordings, and joins them into the pool",
        rules: [
            .drops("rejected", when: "its row cannot be read"),
            .drops("left_out", when: "its row is not one that the source's `where` takes"),
        ],
        dependencies: ["sources", "recordings", "tables", "tokenizer", "limits"], inputs: [.sources, .tokenizer],
        role: .ingests)
}
