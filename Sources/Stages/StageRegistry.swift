import Bytes
import Shapes

/// The available stages, in the order in which they run.
///
/// The first stage makes the pool, the last exports, the one before it selects, and those in between filter or label.
/// To add a stage, add a line here and a file for the stage.
package struct StageRegistry: Sendable {
    /// The standard stages.
    package static let standard = StageRegistry([
        IngestStage.definition,
        DecontaminateStage.definition,
        QualityStage.definition,
        DifficultyStage.definition,
        ClassifyStage.definition,
        SampleStage.definition,
        ExportStage.definition,
    ])

    /// The definitions, in order.
    package let definitions: [StageDefinition]
    /// The stage that makes the pool.
    package let poolMaker: StageDefinition
    /// The stage that chooses the questions.
    package let selector: StageDefinition
    /// The stage that writes the chosen questions.
    package let exporter: StageDefinition

    /// Creates a registry of the given stages.
    ///
    /// It is a programming error if they are not in the order that the type requires.
    package init(_ definitions: [StageDefinition]) {
        guard let first = definitions.first, first.makesPool, let last = definitions.last, last.exports,
            let selecting = definitions.dropLast().last, selecting.selects,
            definitions.dropFirst().dropLast(2).allSatisfy(\.canBeLeftOut),
            Set(definitions.map(\.name)).count == definitions.count
        else { preconditionFailure("these stages make no pipeline: \(definitions.map(\.name))") }
        self.definitions = definitions
        (poolMaker, selector, exporter) = (first, selecting, last)
    }

    /// Returns the registry with a stage inserted after another.
    package func inserting(_ definition: StageDefinition, after name: StageName) -> StageRegistry {
        var definitions = definitions
        let place = index(of: name).map { $0 + 1 } ?? definitions.count
        definitions.insert(definition, at: place)
        return StageRegistry(definitions)
    }

    /// Returns the registry without one of the stages that filter or label.
    package func removing(_ name: StageName) -> StageRegistry {
        StageRegistry(definitions.filter { $0.name != name })
    }

    /// Returns the stages that a recipe, validated and with defaults applied, uses.
    package func asked(by recipe: JSON) -> StageRegistry {
        StageRegistry(definitions.filter { !$0.canBeLeftOut || $0.isAsked(recipe) })
    }

    /// Returns whether one of the stages has the given section of the recipe.
    package func has(section: Key) -> Bool { definitions.contains { $0.section?.name == section.name } }

    // MARK: - Looking up

    /// The definition of the stage with the given name, or nil if there is no such stage.
    package subscript(name: StageName) -> StageDefinition? { definitions.first { $0.name == name } }

    /// Returns the stage name that equals `text`, or nil if no stage has that name.
    package func name(_ text: String) -> StageName? { names.first { $0.rawValue == text } }

    /// The stages that decide on questions of the pool, in order.
    package var deciding: [StageDefinition] { definitions.filter(\.decides) }

    /// The stages that decide or export, in order: those that take questions as input.
    package var entered: [StageDefinition] { definitions.filter { !$0.makesPool } }

    // MARK: - The order

    /// All names, in order.
    package var names: [StageName] { definitions.map(\.name) }

    private func index(of name: StageName) -> Int? { definitions.firstIndex { $0.name == name } }

    /// Returns the names of the stages before the given one, in order.
    package func before(_ name: StageName) -> [StageName] { Array(names.prefix { $0 != name }) }

    /// Returns the names of the stages up to and including the given one, in order.
    package func through(_ name: StageName) -> [StageName] { before(name) + names.filter { $0 == name } }

    /// Returns the names of the stages up to and including the last of the given ones, in order; only the first stage
    /// if there are none.
    package func through(lastOf asked: [StageName]) -> [StageName] {
        through(names.last(where: asked.contains) ?? poolMaker.name)
    }

    /// Returns the names of the given stage and all stages after it, in order.
    package func from(_ name: StageName) -> [StageName] { Array(names.drop { $0 != name }) }

    /// Returns the stage before the given one, or nil for the first.
    package func previous(of name: StageName) -> StageName? { before(name).last }

    /// The stage whose kept questions reach the selection.
    package var beforeSelection: StageName { previous(of: selector.name) ?? poolMaker.name }

    /// Returns whether a stage comes before another.
    package func precedes(_ name: StageName, _ other: StageName) -> Bool {
        guard let place = index(of: name), let otherPlace = index(of: other) else { return false }
        return place < otherPlace
    }

    /// Returns the stage whose kept questions the ids in another stage's decisions refer to; nil for the whole pool.
    ///
    /// A text can occur in the pool more than once. After the stage that drops duplicates, an id identifies one
    /// question. Up to that stage, an id is only unambiguous among the questions that the preceding stage kept, read
    /// line by line.
    package func candidates(of name: StageName) -> StageName? {
        let before = before(name).compactMap { self[$0] }
        let distinct = before.last(where: \.dropsDuplicates) ?? before.last
        return distinct.flatMap { $0.makesPool ? nil : $0.name }
    }
}
