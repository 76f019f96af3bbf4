import Bytes
import Shapes

/// The definition of a stage: its name, what it depends on, and how it is created.
///
/// It is declared next to the stage. Code that runs, verifies or displays stages uses only their definitions and does
/// not refer to individual stages.
package struct StageDefinition: Sendable {
    /// A function that creates a stage from its context in a run.
    package typealias Maker = @Sendable (StageContext) throws -> any Stage

    /// The role of a stage in a run and, for a stage that decides on questions, how it is created.
    package enum Role: Sendable {
        /// Makes the pool.
        case makesPool
        /// Drops questions by rules.
        case filters(Maker)
        /// Determines a property of questions, and drops those for which it cannot.
        case labels(Maker)
        /// Chooses the questions of the final set.
        case selects(Maker)
        /// Writes the chosen questions.
        case exports
    }

    /// An ablation that every recipe has unless it declares its own.
    package struct StandardAblation: Sendable {
        /// The name.
        let name: String
        /// How questions are chosen.
        let select: Ablation.Selection

        /// Creates an ablation.
        package init(_ name: String, _ select: Ablation.Selection) {
            self.name = name
            self.select = select
        }
    }

    /// A part of the recipe that a stage depends on.
    package struct Dependency: Sendable, ExpressibleByStringLiteral {
        /// The dotted path of a key.
        let path: [String]
        /// The dotted path of a key on which this dependency is conditional; empty when it is unconditional.
        let with: [String]

        /// Creates a dependency on a key and everything below it.
        package init(stringLiteral path: String) {
            self.init(path)
        }

        /// Creates a dependency on a key that applies only when `other` is present and not null.
        package init(_ path: String, with other: String = "") {
            self.path = path.split(separator: ".").map(String.init)
            with = other.split(separator: ".").map(String.init)
        }
    }

    /// The files of the pool that a stage reads.
    package struct PoolFile: OptionSet, Sendable {
        /// The bit set, one bit per file.
        package let rawValue: UInt8

        /// Creates a set of files from its bits.
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The columns.
        package static let index = PoolFile(rawValue: 1)
        /// The questions' texts.
        package static let texts = PoolFile(rawValue: 2)
        /// The lines.
        package static let lines = PoolFile(rawValue: 4)
    }

    /// The inputs that a stage reads in addition to the pool.
    package struct Input: OptionSet, Sendable {
        /// The bit set, one bit per kind of input.
        package let rawValue: UInt8

        /// Creates a set of inputs from its bits.
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Recordings and sources.
        package static let sources = Input(rawValue: 1)
        /// Evaluation sets.
        package static let benchmarks = Input(rawValue: 2)
        /// The tokenizer's files.
        package static let tokenizer = Input(rawValue: 4)
        /// The tokenizer's files, if the recipe sets a maximum row length.
        package static let tokenizerOfTraining = Input(rawValue: 8)
        /// The reviewer's amendments.
        package static let amendments = Input(rawValue: 16)
    }

    /// The name.
    package let name: StageName
    /// The stage's section of the recipe, if it has one.
    package let section: Key?
    /// The rules by which the stage decides, in the order in which they are tried.
    package let rules: [RuleDocumentation]
    /// The parts of the recipe that the stage depends on, in the order in which they are recorded.
    package let dependencies: [Dependency]
    /// The files of the pool that the stage reads.
    package let poolFiles: PoolFile
    /// Whether the stage reads the lines of the pool under a recipe, validated and with defaults applied, even if
    /// `poolFiles` does not have them.
    package let readsLines: @Sendable (JSON) -> Bool
    /// The inputs that the stage reads in addition to the pool.
    package let inputs: Input
    /// Whether the stage guarantees that no two questions it keeps have the same text.
    package let dropsDuplicates: Bool
    /// Whether a recipe, validated and with defaults applied, uses the stage.
    ///
    /// Ignored for the stages that make the pool, select and export.
    package let isAsked: @Sendable (JSON) -> Bool
    /// Returns the models on whose outcomes the stage depends, from the parts of the recipe that it depends on.
    private let namedModels: @Sendable (CheckedObject) -> [NamedModel]
    /// The ablations of the paper that choose from what the stage kept.
    package let ablations: [StandardAblation]
    /// The role of the stage in a run.
    package let role: Role

    /// Creates a definition.
    package init(
        _ name: StageName, section: Key? = nil, rules: [RuleDocumentation] = [], dependencies: [Dependency],
        poolFiles: PoolFile = [], readsLines: @escaping @Sendable (JSON) -> Bool = { _ in false }, inputs: Input = [],
        dropsDuplicates: Bool = false,
        isAsked: @escaping @Sendable (JSON) -> Bool = { _ in true }, ablations: [StandardAblation] = [],
        models: @escaping @Sendable (CheckedObject) -> [NamedModel] = { _ in [] }, role: Role
    ) {
        self.name = name
        self.section = section
        self.rules = rules
        self.dependencies = dependencies
        self.poolFiles = poolFiles
        self.readsLines = readsLines
        self.inputs = inputs
        self.dropsDuplicates = dropsDuplicates
        self.isAsked = isAsked
        self.ablations = ablations
        namedModels = models
        self.role = role
    }

    /// Whether the stage makes the pool.
    package var makesPool: Bool { if case .makesPool = role { true } else { false } }
    /// Whether the stage chooses the questions of the final set.
    package var selects: Bool { if case .selects = role { true } else { false } }
    /// Whether the stage writes the chosen questions.
    package var exports: Bool { if case .exports = role { true } else { false } }
    /// Whether the stage decides on questions of the pool.
    package var decides: Bool { maker != nil }
    /// Whether a pipeline can omit the stage.
    var canBeLeftOut: Bool { decides && !selects }

    private var maker: Maker? {
        switch role {
        case .filters(let maker), .labels(let maker), .selects(let maker): maker
        case .makesPool, .exports: nil
        }
    }

    /// Whether the stage depends on only a part of a section of the recipe.
    package func takesPart(of section: String) -> Bool {
        dependencies.contains { $0.path.count > 1 && $0.path[0] == section }
    }

    /// Returns the models on whose outcomes the stage depends under a recipe, validated and with defaults applied.
    package func models(in recipe: JSON) -> [NamedModel] { namedModels(CheckedObject(settings(in: recipe))) }

    /// Returns the part of a recipe that the stage depends on.
    ///
    /// The stage is out of date when this part changes, and only then.
    package func settings(in recipe: JSON) -> JSON {
        var settings = JSONObject()
        for dependency in dependencies {
            guard dependency.with.isEmpty || recipe.value(at: dependency.with[...]).map({ $0 != .null }) == true else {
                continue
            }
            guard let value = recipe.value(at: dependency.path[...]) else { continue }
            settings = Self.setting(settings, dependency.path[...], to: value)
        }
        return .object(settings)
    }

    private static func setting(_ object: JSONObject, _ path: ArraySlice<String>, to value: JSON) -> JSONObject {
        guard let name = path.first else { return object }
        var object = object
        let rest = path.dropFirst()
        object[name] =
            rest.isEmpty ? value : .object(setting(object[name]?.object ?? JSONObject(), rest, to: value))
        return object
    }

    /// Creates the stage; returns nil when it does not decide on questions.
    ///
    /// Throws the errors of the context, when an input cannot be read.
    package func stage(in context: StageContext) throws -> (any Stage)? {
        try maker?(context)
    }
}

extension JSON {
    /// Returns the value at a path of names.
    fileprivate func value(at path: ArraySlice<String>) -> JSON? {
        guard let name = path.first else { return self }
        return self[name]?.value(at: path.dropFirst())
    }
}

/// The context from which a stage is created: the settings that it declares, without the rest of the recipe, and its
/// inputs, which are loaded on demand.
package struct StageContext {
    /// The parts of the recipe that the stage depends on.
    package let settings: CheckedObject
    /// The evaluation sets.
    package let benchmarks: () throws -> EvaluationSets
    /// The reviewer's amendments.
    package let amendments: () throws -> [Amendment]

    /// Creates the context of a stage.
    ///
    /// - Parameters:
    ///   - definition: the stage.
    ///   - recipe: the recipe, validated and with defaults applied.
    ///   - benchmarks: reads the evaluation sets; empty by default.
    ///   - amendments: reads the amendments; empty by default.
    package init(
        of definition: StageDefinition, in recipe: JSON,
        benchmarks: @escaping () throws -> EvaluationSets = { EvaluationSets() },
        amendments: @escaping () throws -> [Amendment] = { [] }
    ) {
        settings = CheckedObject(definition.settings(in: recipe))
        self.benchmarks = benchmarks
        self.amendments = amendments
    }
}
