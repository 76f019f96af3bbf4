/// The stages there are, in the order in which they run.
///
/// A stage is added by a line here and a name in `StageName`, beside a file of its own.
package struct StageRegistry: Sendable {
    /// The stages of curate.
    package static let standard = StageRegistry([
        IngestStage.definition,
        DecontaminateStage.definition,
        QualityStage.definition,
        DifficultyStage.definition,
        ClassifyStage.definition,
        SampleStage.definition,
        ExportWriting.definition,
    ])

    /// The definitions in order.
    package let definitions: [StageDefinition]

    /// A registry of some stages.
    package init(_ definitions: [StageDefinition]) {
        self.definitions = definitions
    }

    /// The registry with one more stage behind another.
    package func inserting(_ definition: StageDefinition, after name: StageName) -> StageRegistry {
        var definitions = definitions
        let place = definitions.firstIndex { $0.name == name }.map { $0 + 1 } ?? definitions.count
        definitions.insert(definition, at: place)
        return StageRegistry(definitions)
    }

    /// The stages of which a condition holds.
    package func filter(_ isWanted: (StageDefinition) -> Bool) -> StageRegistry {
        StageRegistry(definitions.filter(isWanted))
    }

    /// The definition of a stage, or nil when there is none of the name.
    package subscript(name: StageName) -> StageDefinition? { definitions.first { $0.name == name } }

    /// All names, in order.
    package var names: [StageName] { definitions.map(\.name) }

    /// The place of a stage, or nil when there is none of the name.
    package func index(of name: StageName) -> Int? { definitions.firstIndex { $0.name == name } }

    /// The names of the stages before one, in order.
    package func before(_ name: StageName) -> [StageName] { Array(names.prefix { $0 != name }) }

    /// The names of the stages up to one and with it, in order.
    package func through(_ name: StageName) -> [StageName] { before(name) + names.filter { $0 == name } }

    /// The names of a stage and of those behind it, in order.
    package func from(_ name: StageName) -> [StageName] { Array(names.drop { $0 != name }) }

    /// The stage before one, or nil of the first.
    package func previous(of name: StageName) -> StageName? { before(name).last }

    /// Whether a stage comes before another.
    package func precedes(_ name: StageName, _ other: StageName) -> Bool {
        guard let place = index(of: name), let otherPlace = index(of: other) else { return false }
        return place < otherPlace
    }

    /// The stages that decide on questions of the pool, in order.
    package var deciding: [StageDefinition] { definitions.filter(\.decides) }
}
