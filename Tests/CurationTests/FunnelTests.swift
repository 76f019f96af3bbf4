import Bytes
import TestSupport
import Testing

@testable import Answers
@testable import Runs
@testable import Stages

/// Funnels of counts that no run has made.
@Suite("Funnels and their comparison")
struct FunnelTests {
    private static let registry = StageRegistry.standard.asked(by: [:])
    private static let rules = ["image", "asy", "late"]

    private func funnel(_ counts: [StageName: JSON], _ stages: StageRegistry = registry) -> Funnel {
        var manifest = Manifest(recipe: [:], of: RunFolder("r", stages: stages))
        for (stage, counts) in counts {
            manifest.stages[stage] = StageRecord(
                settings: [:], toolVersion: Tool.version, inputs: [], outputs: [], counts: counts, seconds: 0)
        }
        return Funnel(manifest)
    }

    /// The funnel of some of the stages, with some of the rules.
    private func random(_ random: inout SeededRandom, _ stages: StageRegistry) -> Funnel {
        var counts: [StageName: JSON] = [:]
        for stage in stages.definitions where random.below(4) > 0 {
            func members() -> JSON {
                var object = JSONObject()
                for rule in Self.rules where random.below(2) == 0 { object[rule] = JSON(random.below(9)) }
                return .object(object)
            }
            counts[stage.name] =
                stage.makesPool
                ? ["read": JSON(random.below(99)), "pool": JSON(random.below(99)), "rejected": JSON(random.below(2))]
                : [
                    "entered": JSON(random.below(99)), "kept": JSON(random.below(99)), "rules": members(),
                    "kept_by": members(),
                ]
        }
        return funnel(counts, stages)
    }

    @Test(
        "a count that is none, negative or absurd is nothing",
        arguments: [
            (["entered": 5, "kept": 3, "rules": ["a": 2]], 5, 3, [2]), (["kept": -1], 0, 0, []),
            (["entered": .number("1e30"), "kept": "x", "rules": ["a": .null, "b": .number("1.5")]], 0, 0, [0, 0]),
            (["entered": JSON(1 << 40), "kept": JSON(1 << 41), "rules": []], 1 << 40, 0, []), (.null, 0, 0, []),
        ] as [(JSON, Int, Int, [Int])])
    func counts(_ counts: JSON, _ entered: Int, _ kept: Int, _ rules: [Int]) throws {
        let step = Funnel.Step(try #require(Self.registry[.quality]), counts)
        #expect(step.entered == entered && step.kept == kept && step.rules.map(\.count) == rules)
        let pool = Funnel.Step(Self.registry.poolMaker, counts)
        #expect(pool.entered == 0 && pool.rules.map(\.name) == [.rejected, .leftOut] && pool.keptBy.isEmpty)
    }

    @Test("stages that have not run are not in a funnel, nor those that are not wanted")
    func wanted() {
        let counts: JSON = ["entered": 1, "kept": 1]
        let funnel = funnel([.quality: counts, .export: counts, .sample: counts])
        #expect(funnel.steps.map(\.stage) == [.quality, .sample, .export])
        #expect(funnel.order == Self.registry.names)
        var manifest = Manifest(recipe: [:], of: RunFolder("r"))
        manifest.stages[.export] = StageRecord(
            settings: [:], toolVersion: Tool.version, inputs: [], outputs: [], counts: counts, seconds: 0)
        #expect(Funnel(manifest) { !$0.exports }.steps.isEmpty)
    }

    @Test("a comparison has a row for each stage and rule of either, with the count in each", arguments: 0..<60)
    func rows(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let left = Self.registry.removing(random.pick([.quality, .classify, .difficulty]))
        let funnels = [self.random(&random, left), self.random(&random, Self.registry)]
        let comparison = FunnelComparison(funnels[0], funnels[1])
        let rows = comparison.rows
        #expect(rows.first?.subject == .rowsRead)
        #expect(rows.first.map { [$0.before, $0.after] } == funnels.map { $0.steps.first { $0.makesPool }?.entered })
        var (stage, stages): (StageName?, [StageName]) = (nil, [])
        for row in rows.dropFirst() {
            if case .stage(let name) = row.subject { (stage, stages) = (name, stages + [name]) }
            let steps = funnels.map { funnel in funnel.steps.first { $0.stage == stage } }
            let expected: [Int?] = steps.map { step in
                switch row.subject {
                case .rowsRead: nil
                case .stage: step?.kept
                case .dropped(let rule): step?.rules.first { $0.name == rule }?.count
                case .kept(let rule): step?.keptBy.first { $0.name == rule }?.count
                }
            }
            #expect([row.before, row.after] == expected, "\(row.subject)")
            #expect(row.before != nil || row.after != nil)
        }
        let known = Set(funnels.flatMap { $0.steps.map(\.stage) })
        #expect(stages == comparison.order.filter(known.contains))
        // No rule of either is missing, save those of the pool that dropped nothing.
        let rules = funnels.flatMap { funnel in
            funnel.steps.flatMap { step in
                step.rules.filter { !step.makesPool || $0.count > 0 }.map { "\(step.stage) \($0.name)" }
            }
        }
        var found: [String] = []
        for row in rows {
            if case .stage(let name) = row.subject { stage = name }
            if case .dropped(let rule) = row.subject { found.append("\(stage?.rawValue ?? "") \(rule)") }
        }
        #expect(Set(found) == Set(rules) && Set(found).count == found.count)
    }

    @Test("the order of stages is that of both, where they agree", arguments: 0..<30)
    func order(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let inner: [StageName] = [.decontaminate, .quality, .difficulty, .classify]
        let parts = (0..<2).map { _ in
            inner.filter { _ in random.below(2) == 0 }.reduce(Self.registry) { $0.removing($1) }
        }
        let order = FunnelComparison(funnel([:], parts[0]), funnel([:], parts[1])).order
        #expect(Set(order) == Set(parts.flatMap(\.names)) && Set(order).count == order.count)
        for part in parts { #expect(order.filter(part.names.contains) == part.names) }
    }
}
