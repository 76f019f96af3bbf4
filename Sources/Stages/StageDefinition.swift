import Bytes
import Shapes

/// What a stage is: its name, what it depends on, and how it is made.
///
/// It stands beside the stage, and whoever runs, verifies or shows stages reads it; nobody else knows one stage from
/// another.
package struct StageDefinition: Sendable {
    /// Makes a stage from what it may know of a run.
    package typealias Maker = @Sendable (StageContext) throws -> any Stage

    /// What a stage does in a run, and of one that decides on questions how it is made.
    package enum Role: Sendable {
        /// Makes the pool.
        case makesPool
        /// Drops questions by rules.
        case filters(Maker)
        /// Finds something out about questions, and drops those of which it cannot.
        case labels(Maker)
        /// Chooses the questions of the final set.
        case selects(Maker)
        /// Writes the questions that were chosen.
        case exports
    }

    /// A part of the recipe that a stage depends on.
    package struct Dependency: Sendable, ExpressibleByStringLiteral {
        /// The dotted path of a key.
        let path: [String]
        /// The dotted path of a key without which this one does not matter; empty where it always does.
        let with: [String]

        /// A key, with all that is below it.
        package init(stringLiteral path: String) {
            self.init(path)
        }

        /// A key that matters where another is there.
        package init(_ path: String, with other: String = "") {
            self.path = path.split(separator: ".").map(String.init)
            with = other.split(separator: ".").map(String.init)
        }
    }

    /// The pool's files that a stage reads.
    package struct PoolFile: OptionSet, Sendable {
        /// A bit for each file.
        package let rawValue: UInt8

        /// Files by their bits.
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

    /// What a stage reads from outside the pool.
    package struct Input: OptionSet, Sendable {
        /// A bit for each kind.
        package let rawValue: UInt8

        /// Kinds by their bits.
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Recordings and sources.
        package static let sources = Input(rawValue: 1)
        /// Evaluation sets.
        package static let benchmarks = Input(rawValue: 2)
        /// The tokenizer's files.
        package static let tokenizer = Input(rawValue: 4)
        /// The tokenizer's files, where the recipe names a longest row.
        package static let tokenizerOfTraining = Input(rawValue: 8)
        /// What a reviewer amended by hand.
        package static let amendments = Input(rawValue: 16)
    }

    /// The name.
    package let name: StageName
    /// The stage's own section of the recipe, if it has one.
    package let section: Key?
    /// The rules by which the stage decides, in the order in which they are tried.
    package let rules: [RuleDocumentation]
    /// The parts of the recipe that the stage depends on, in the order in which they are put on record.
    package let dependencies: [Dependency]
    /// The pool's files that it reads.
    package let poolFiles: PoolFile
    /// What it reads from outside the pool.
    package let inputs: Input
    /// Whether no two questions that it keeps have the same text.
    package let dropsDuplicates: Bool
    /// Whether a recipe, checked and filled, asks for the stage; the pool, the selection and the export go without asking.
    package let isAsked: @Sendable (JSON) -> Bool
    /// What it does in a run.
    package let role: Role

    /// A definition.
    package init(
        _ name: StageName, summary: String, section: Key? = nil, rules: [RuleDocumentation] = [],
        dependencies: [Dependency],
        poolFiles: PoolFile = [], inputs: Input = [], dropsDuplicates: Bool = false,
        isAsked: @escaping @Sendable (JSON) -> Bool = { _ in true },
        role: Role
    ) {
        self.name = name
        self.section = section
        self.rules = rules
        self.dependencies = dependencies
        self.poolFiles = poolFiles
        self.inputs = inputs
        self.dropsDuplicates = dropsDuplicates
        self.isAsked = isAsked
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
    /// Whether a pipeline may do without the stage.
    var canBeLeftOut: Bool { decides && !selects }

    private var maker: Maker? {
        switch role {
        case .filters(let maker), .labels(let maker), .selects(let maker): maker
        case .makesPool, .exports: nil
        }
    }

    /// Whether the stage depends on a part of a section of the recipe, not on the whole.
    package func takesPart(of section: String) -> Bool {
        dependencies.contains { $0.path.count > 1 && $0.path[0] == section }
    }

    /// The part of a recipe that the stage depends on: what changes here makes the stage out of date, and nothing else of
    /// the recipe does.
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

    /// Makes the stage; nil where it does not decide.
    ///
    /// Throws what the context throws where something cannot be read.
    package func stage(in context: StageContext) throws -> (any Stage)? {
        try maker?(context)
    }
}

extension JSON {
    /// The value at a path of names.
    fileprivate func value(at path: ArraySlice<String>) -> JSON? {
        guard let name = path.first else { return self }
        return self[name]?.value(at: path.dropFirst())
    }
}

/// What a stage is made from: the settings that it declares and nothing else of the recipe, and what it reads, loaded when
/// it is asked for.
package struct StageContext {
    /// The parts of the recipe that the stage depends on.
    package let settings: CheckedObject
    /// The evaluation sets.
    package let benchmarks: () throws -> Benchmarks
    /// What a reviewer amended by hand.
    package let amendments: () throws -> [Amendment]

    /// A context of a stage.
    ///
    /// - Parameters:
    ///   - definition: the stage.
    ///   - recipe: the recipe, checked and filled.
    ///   - benchmarks: reads the evaluation sets; by default there are none.
    ///   - amendments: reads the amendments; by default there are none.
    package init(
        of definition: StageDefinition, in recipe: JSON,
        benchmarks: @escaping () throws -> Benchmarks = { Benchmarks() },
        amendments: @escaping () throws -> [Amendment] = { [] }
    ) {
        settings = CheckedObject(definition.settings(in: recipe))
        self.benchmarks = benchmarks
        self.amendments = amendments
    }
}
