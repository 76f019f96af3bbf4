import Bytes

/// The stages there are, in the order in which they run.
///
/// The first makes the pool, the last exports, the one before it selects, and those between filter or label. A stage is
/// added by a line here, beside a file of its own.
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
    /// The stage that makes the pool.
    package let poolMaker: StageDefinition
    /// The stage that chooses the questions.
    package let selector: StageDefinition
    /// The stage that writes the chosen questions.
    package let exporter: StageDefinition

    /// A registry of some stages; what is in another order than the type says is an error of the program.
    package init(_ definitions: [StageDefinition]) {
        guard let first = definitions.first, first.makesPool, let last = definitions.last, last.exports,
            let selecting = definitions.dropLast().last, selecting.selects,
            definitions.dropFirst().dropLast(2).allSatisfy(\.canBeLeftOut),
            Set(definitions.map(\.name)).count == definitions.count
        else { preconditionFailure("these stages make no pipeline: \(definitions.map(\.name))") }
        self.definitions = definitions
        (poolMaker, selector, exporter) = (first, selecting, last)
    }

    /// The registry with one more stage behind another.
    package func inserting(_ definition: StageDefinition, after name: StageName) -> StageRegistry {
        var definitions = definitions
        let place = index(of: name).map { $0 + 1 } ?? definitions.count
        definitions.insert(definition, at: place)
        return StageRegistry(definitions)
    }

    /// The registry without one of the stages that filter or label.
    package func removing(_ name: StageName) -> StageRegistry {
        StageRegistry(definitions.filter { $0.name != name })
    }

    /// The stages that a recipe, checked and filled, asks for.
    package func asked(by recipe: JSON) -> StageRegistry {
        StageRegistry(definitions.filter { !$0.canBeLeftOut || $0.isAsked(recipe) })
    }

    // MARK: - Looking up

    /// The definition of a stage, or nil when there is none of the name.
    package subscript(name: StageName) -> StageDefinition? { definitions.first { $0.name == name } }

    /// The name that a text is, or nil when no stage has it.
    package func name(_ text: String) -> StageName? { names.first { $0.rawValue == text } }

    /// The stages that decide on questions of the pool, in order.
    package var deciding: [StageDefinition] { definitions.filter(\.decides) }

    /// The stages that decide or export, in order: those that questions enter.
    package var entered: [StageDefinition] { definitions.filter { !$0.makesPool } }

    // MARK: - The order

    /// All names, in order.
    package var names: [StageName] { definitions.map(\.name) }

    private func index(of name: StageName) -> Int? { definitions.firstIndex { $0.name == name } }

    /// The names of the stages before one, in order.
    package func before(_ name: StageName) -> [StageName] { Array(names.prefix { $0 != name }) }

    /// The names of the stages up to one and with it, in order.
    package func through(_ name: StageName) -> [StageName] { before(name) + names.filter { $0 == name } }

    /// The names of the stages up to the last of some and with it, in order; the first alone where there are none.
    package func through(lastOf asked: [StageName]) -> [StageName] {
        through(names.last(where: asked.contains) ?? poolMaker.name)
    }

    /// The names of a stage and of those behind it, in order.
    package func from(_ name: StageName) -> [StageName] { Array(names.drop { $0 != name }) }

    /// The stage before one, or nil of the first.
    package func previous(of name: StageName) -> StageName? { before(name).last }

    /// The stage whose kept questions reach the selection.
    package var beforeSelection: StageName { previous(of: selector.name) ?? poolMaker.name }

    /// Whether a stage comes before another.
    package func precedes(_ name: StageName, _ other: StageName) -> Bool {
        guard let place = index(of: name), let otherPlace = index(of: other) else { return false }
        return place < otherPlace
    }

    /// The stage among whose kept questions those of another's decisions are found by their ids; nil for the whole pool.
    ///
    /// A text may stand in the pool more than once. After the stage that drops duplicates an id means one question; up to
    /// it only what the stage before kept, line by line, tells which is meant.
    package func candidates(of name: StageName) -> StageName? {
        let before = before(name).compactMap { self[$0] }
        let distinct = before.last(where: \.dropsDuplicates) ?? before.last
        return distinct.flatMap { $0.makesPool ? nil : $0.name }
    }
}

extension StageRegistry: Equatable {
    /// Registries are equal that have stages of the same names in the same order.
    package static func == (a: StageRegistry, b: StageRegistry) -> Bool { a.names == b.names }
}
