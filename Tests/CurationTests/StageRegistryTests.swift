import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Shapes
@testable import Stages

@Suite("The registry of stages")
struct StageRegistryTests {
    /// The stages that every recipe uses: expectations that list stages do not depend on those that recipes ask for.
    private let registry = StageRegistry.standard.asked(by: [:])

    @Test("the stages that every recipe uses are these, in the order in which they run")
    func order() {
        #expect(
            registry.names == [.ingest, .decontaminate, .quality, .difficulty, .classify, .sample, .export])
        #expect(
            registry.names.map(\.rawValue)
                == ["ingest", "decontaminate", "quality", "difficulty", "classify", "sample", "export"])
        #expect(registry.before(.quality) == [.ingest, .decontaminate])
        #expect(registry.through(.decontaminate) == [.ingest, .decontaminate])
        #expect(registry.from(.sample) == [.sample, .export])
        #expect(registry.previous(of: .quality) == .decontaminate)
        #expect(registry.previous(of: .ingest) == nil)
        #expect(registry.precedes(.classify, .sample) && !registry.precedes(.sample, .classify))
    }

    @Test("one stage makes the pool, one writes the chosen, and those between decide")
    func roles() {
        #expect(registry.definitions.filter(\.makesPool).map(\.name) == [.ingest])
        #expect(registry.definitions.filter(\.selects).map(\.name) == [.sample])
        #expect(registry.definitions.filter(\.exports).map(\.name) == [.export])
        #expect(registry.deciding.map(\.name) == [.decontaminate, .quality, .difficulty, .classify, .sample])
        #expect([registry.poolMaker, registry.selector, registry.exporter].map(\.name) == [.ingest, .sample, .export])
        #expect(registry.entered.map(\.name) == Array(registry.names.dropFirst()))
        #expect(registry.beforeSelection == .classify)
    }

    @Test("a stage stands between two others, or is left out")
    func inserting() {
        let definition = StageDefinition(
            .quality, dependencies: ["again"],
            role: .filters { _ in ShortStage(settings: .none) })
        let longer = registry.removing(.quality).inserting(definition, after: .difficulty)
        #expect(longer.names == [.ingest, .decontaminate, .difficulty, .quality, .classify, .sample, .export])
        #expect(longer[.quality]?.settings(in: ["again": 1]) == ["again": 1])
        #expect(longer.names != registry.names)
        #expect(longer.names == longer.inserting(ShortStage.definition, after: .ingest).removing(.short).names)
    }

    @Test("a stage is there where the recipe asks for it; pool, selection and export always are")
    func asking() {
        let longer = registry.inserting(ShortStage.definition, after: .decontaminate)
        #expect(longer.asked(by: ["short": ["least": 3]]).names == longer.names)
        #expect(longer.asked(by: [:]).names == registry.names)
    }

    @Test(
        "stages run up to the last that is asked for, whatever the order in which they are named",
        arguments: [
            ([], [.ingest]), ([.quality], [.ingest, .decontaminate, .quality]),
            ([.quality, .decontaminate], [.ingest, .decontaminate, .quality]),
        ] as [([StageName], [StageName])])
    func through(_ asked: [StageName], _ expected: [StageName]) {
        #expect(registry.through(lastOf: asked) == expected)
    }

    @Test(
        "decisions are looked up among what the stage kept after which texts are distinct",
        arguments: [
            (.ingest, nil), (.decontaminate, nil), (.quality, .decontaminate), (.export, .decontaminate),
        ] as [(StageName, StageName?)])
    func candidates(_ stage: StageName, _ expected: StageName?) {
        #expect(registry.candidates(of: stage) == expected)
    }

    @Test("before texts are distinct they are looked up among what the stage before kept")
    func candidatesBeforeDuplicatesGo() {
        let longer = registry.inserting(ShortStage.definition, after: .ingest)
        #expect(longer.candidates(of: .short) == nil)
        #expect(longer.candidates(of: .decontaminate) == .short)
        #expect(longer.candidates(of: .quality) == .decontaminate)
    }

    @Test("a name is one of the registry's, to the letter")
    func names() {
        #expect(registry.name("quality") == .quality)
        for text in ["Quality", "quality ", "", "all", "qualitäy"] { #expect(registry.name(text) == nil) }
    }

    @Test("a stage takes a section whole, or a part of it")
    func parts() throws {
        let quality = try #require(registry[.quality])
        #expect(quality.takesPart(of: "difficulty") && quality.takesPart(of: "sample"))
        #expect(!quality.takesPart(of: "quality") && !quality.takesPart(of: "seed"))
    }

    private static let recipe: JSON = [
        "seed": 3, "quality": ["require": [], "rules": ["image"]],
        "difficulty": ["solvers": ["a"], "unknown": "drop"], "sample": ["target": 1, "teacher": "t"],
        "classify": ["taxonomy": .null], "tokenizer": ["path": "x"], "train": ["over": "keep"],
    ]

    @Test(
        "a stage depends on the keys that it declares, and sees no others",
        arguments: [
            (
                .quality,
                #"{"quality":{"require":[],"rules":["image"]},"difficulty":{"solvers":["a"]},"sample":{"teacher":"t"}}"#
            ),
            (.difficulty, #"{"difficulty":{"solvers":["a"],"unknown":"drop"}}"#),
            (.sample, #"{"seed":3,"classify":{"taxonomy":null},"sample":{"target":1,"teacher":"t"}}"#),
            (.export, #"{"seed":3,"classify":{"taxonomy":null},"train":{"over":"keep"}}"#),
        ] as [(StageName, String)])
    func settings(_ stage: StageName, _ expected: String) throws {
        let definition = try #require(registry[stage])
        #expect(definition.settings(in: Self.recipe).compactText == expected)
        let context = StageContext(of: definition, in: Self.recipe)
        #expect(context.settings.value("tokenizer") == nil)
    }

    @Test("a key counts where the one that it goes with is there")
    func keysThatGoTogether() throws {
        var recipe = try #require(Self.recipe.object)
        recipe["train"] = ["max_tokens": 5]
        let settings = try #require(registry[.export]).settings(in: .object(recipe))
        #expect(settings["tokenizer"] == ["path": "x"])
        recipe["train"] = ["max_tokens": .null]
        #expect(try #require(registry[.export]).settings(in: .object(recipe))["tokenizer"] == nil)
    }

    @Test(
        "a stage reads the pool's files that it declares, and what the one before decided",
        arguments: [
            (.ingest, []), (.decontaminate, ["ingest/pool.index", "ingest/pool.texts", "ingest/pool.lines"]),
            (.quality, ["ingest/pool.index", "ingest/pool.texts", "decontaminate/decisions.jsonl"]),
            (.sample, ["ingest/pool.index", "classify/decisions.jsonl", "amendments.jsonl"]),
            (.export, ["ingest/pool.index", "ingest/pool.lines", "sample/decisions.jsonl"]),
        ] as [(StageName, [String])])
    func files(_ stage: StageName, _ expected: [String]) throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{}\n")
        let wanted = expected.map { $0 == "ingest/pool.lines" ? "ingest/\(Pool.FileName.lines)" : $0 }
        let recipe = try CurationTests.recipe([], in: folder)
        let definition = try #require(registry[stage])
        #expect(RunFolder("run").inputs(of: definition, under: recipe).map(\.place) == wanted)
    }

    @Test("a stage that does not decide is not made, and one that does is")
    func making() throws {
        for definition in StageRegistry.standard.definitions {
            let stage = try definition.stage(in: StageContext(of: definition, in: Self.filled))
            #expect((stage != nil) == definition.decides, "\(definition.name)")
        }
    }

    private static var filled: JSON {
        Shape.recipe.filled([
            "name": "n", "sources": [["name": "s", "format": "jsonl", "path": "s"]], "sample": ["target": 1],
        ])
    }

    @Test("what a stage reads is loaded when it asks for it, and not before")
    func lazily() throws {
        var loaded: [String] = []
        for definition in registry.deciding {
            let context = StageContext(
                of: definition, in: Self.filled,
                benchmarks: {
                    loaded.append("\(definition.name) benchmarks")
                    return EvaluationSets()
                },
                amendments: {
                    loaded.append("\(definition.name) amendments")
                    return []
                })
            _ = try definition.stage(in: context)
        }
        #expect(loaded == ["decontaminate benchmarks", "sample amendments"])
    }
}
