extension RuleName {
    /// Drops a row that cannot be read.
    package static let rejected = RuleName(rawValue: "rejected")
    /// Drops a row that the source's `where` does not match.
    package static let leftOut = RuleName(rawValue: "left_out")
}

/// The first stage: reads recordings and sources, joins them, and writes the pool and the rows that could not be read.
package enum IngestStage {
    /// The definition of the stage.
    package static let definition = StageDefinition(
        .ingest,
        rules: [
            .drops(.rejected, when: "its row cannot be read"),
            .drops(.leftOut, when: "its row is not one that the source's `where` takes"),
        ],
        dependencies: ["sources", "recordings", "tables", "tokenizer", "limits"], inputs: [.sources, .tokenizer],
        role: .makesPool)
}

extension StageName {
    /// The stage that reads sources and recordings, and joins them into the pool.
    package static let ingest = StageName(rawValue: "ingest")
}
