import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Stages

/// Draws with weights and bounds of a recipe's own, against NumPy and against what the settings promise.
@Suite("Draws of one's own")
struct BoundedDrawTests {
    /// Candidates of a witness's pool.
    private static func candidates(_ pool: Int) throws -> Candidates {
        var candidates = Candidates()
        var numbers: [String: Int] = [:]
        var sources: [String: Int] = [:]
        for row in try #require(drawsWitness["pools"]?.list?[pool].list) {
            let (domain, source) = (try #require(row["domain"]?.string), try #require(row["source"]?.string))
            if numbers[domain] == nil {
                numbers[domain] = numbers.count
                candidates.domainNames.append(domain)
            }
            if sources[source] == nil {
                sources[source] = sources.count
                candidates.sourceNames.append(source)
            }
            candidates.domains.append(Int32(numbers[domain] ?? 0))
            candidates.sources.append(Int32(sources[source] ?? 0))
            candidates.strata.append(Int32(try #require(row["stratum"]?.integer)))
            candidates.lengths.append(Int32(try #require(row["length"]?.integer)))
            candidates.isPreselected.append(row["preselected"] == true)
            candidates.isAIME.append(row["aime"] == true)
            candidates.isGPQA.append(false)
        }
        return candidates
    }

    /// The section of a recipe that a witness's case describes.
    private static func section(_ expected: JSON) -> JSONObject {
        var section: JSONObject = ["target": expected["target"] ?? .null]
        for key in ["profile", "uniform_until", "domains"] { section[key] = expected[key] }
        let how = expected["how"]?.list ?? []
        switch how.first?.string {
        case "rank": section["rank_decay"] = how[1]
        case "uniform": section["weight"] = "uniform"
        case "length": section["weight"] = .string("tokens^\(how[1].compactText)")
        default: break
        }
        for (key, name) in [("max_per_source", "max"), ("min_per_source", "min")] {
            var bounds = JSONObject()
            for member in (expected["sources"]?.object ?? [:]).members { bounds[member.name] = member.value[name] }
            if !bounds.members.isEmpty { section[key] = .object(bounds) }
        }
        if let strata = expected["strata"]?.list {
            section["strata"] = .list(
                strata.enumerated().map { number, bounds in
                    var stratum = bounds.object ?? [:]
                    if stratum.members.isEmpty { stratum["max"] = 1_000_000 }
                    stratum["name"] = .string("s\(number)")
                    return .object(stratum)
                })
        }
        return section
    }

    private static func settings(_ section: JSONObject) throws -> SampleRecipe {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        return try recipe([("sample", .object(section))], in: folder).sample
    }

    @Test("every choice, its draw and its weight are those of NumPy, to the bit", arguments: 0..<102)
    func witness(_ number: Int) throws {
        let cases = try #require(drawsWitness["cases"]?.list)
        #expect(cases.count == 102)
        let expected = cases[number]
        var candidates = try Self.candidates(try #require(expected["pool"]?.integer))
        if expected["sources"] == nil { (candidates.sourceNames, candidates.sources) = ([], []) }
        if expected["strata"] == nil { candidates.strata = [] }
        let plan = DrawPlan(candidates, try Self.settings(Self.section(expected)))
        var sampler = DomainSampler(plan, seed: UInt32(try #require(expected["seed"]?.integer)))
        let found = sampler.run().map { [Double($0.candidate), Double($0.draw ?? -1), $0.weight ?? 0] }
        let events = (expected["events"]?.list ?? []).map { $0.list?.compactMap(\.double) ?? [] }
        #expect(found == events)
        // Once more from the start, and as many seeds at once do.
        sampler.restart(seed: UInt32(try #require(expected["seed"]?.integer)))
        var again: [Double] = []
        sampler.choose { again.append(Double($0)) }
        #expect(again == events.map { $0[0] })
    }

    @Test("weights are products of doubles: powers of a decay by rank, powers of lengths, or ones")
    func weights() {
        let lengths: [Int32] = [3, 0, 10, 10]
        let ranks = [2, 3, 1, 0]
        let decays: [Double] = [0.7, 0.5, 1, 0, 1e-200]
        for decay in decays {
            let products = [1, decay, decay * decay, decay * decay * decay]
            #expect(
                QuestionWeight.rank(decay: decay).weights(lengths: lengths, ranks: ranks) == ranks.map { products[$0] })
        }
        #expect(QuestionWeight.uniform.weights(lengths: lengths, ranks: ranks) == [1, 1, 1, 1])
        #expect(QuestionWeight.length(power: 1).weights(lengths: lengths, ranks: ranks) == [3, 0, 10, 10])
        #expect(QuestionWeight.length(power: 3).weights(lengths: lengths, ranks: ranks) == [27, 0, 1000, 1000])
        #expect(QuestionWeight.length(power: 2).weights(lengths: [0, 0], ranks: [1, 0]) == [1, 1])
        let most = QuestionWeight.length(power: 9).weights(lengths: [.max], ranks: [0])
        #expect(most[0].isFinite && most[0] > 1e83)
    }

    @Test(
        "the texts of weights",
        arguments: [
            ("rank", true), ("uniform", true), ("tokens^1", true), ("bytes^9", true), ("words^2", true),
            ("tokens", false),
            ("tokens^0", false), ("tokens^10", false), ("tokens^01", false), ("tokens^-1", false),
            ("tokens^1^1", false),
            ("lines^1", false), ("", false), ("Rank", false), ("tokens^1 ", false), ("tokens^+1", false),
        ])
    func texts(_ text: String, _ isWeight: Bool) {
        #expect((WeightText(text) != nil) == isWeight)
        #expect((WeightText.rule.fault(in: text) == nil) == isWeight)
    }

    /// Random candidates of three domains, three sources and two strata.
    private static func random(_ random: inout SeededRandom, count: Int) -> Candidates {
        var candidates = Candidates()
        candidates.domainNames = ["b", "a", "c"]
        candidates.sourceNames = ["x", "y", "x"]
        for _ in 0..<count {
            candidates.domains.append(random.pick([0, 0, 0, 1, 2]))
            candidates.sources.append(random.pick([0, 1, 2]))
            candidates.strata.append(random.pick([-1, 0, 1]))
            candidates.lengths.append(Int32(random.below(30)))
            candidates.isPreselected.append(random.below(20) == 0)
            candidates.isAIME.append(random.below(5) == 0)
            candidates.isGPQA.append(random.below(5) == 0)
        }
        return candidates
    }

    /// The number of chosen candidates of each group, by its words.
    private static func counts(_ plan: DrawPlan, _ chosen: [Int]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for candidate in chosen {
            plan.groups.forEach(of: candidate) { counts[plan.groups.all[$0].words, default: 0] += 1 }
        }
        return counts
    }

    @Test("minima are met while there are candidates, and maxima never exceeded", arguments: 0..<40)
    func bounds(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let least = 1 + random.below(4)
        let plan = DrawPlan(
            Self.random(&random, count: 60 + random.below(100)),
            try Self.settings([
                "target": JSON(20 + random.below(30)), "short": "allow",
                "domains": [
                    "a": ["min": JSON(least), "max": JSON(least + 4)], "*": ["max": JSON(8 + random.below(20))],
                ],
                "max_per_source": ["x": JSON(10 + random.below(10))], "min_per_source": JSON(least),
                "strata": [["name": "one", "min": 3, "max": JSON(6 + random.below(5))], ["name": "two", "max": 9]],
                "weight": .string(random.pick(["rank", "uniform", "tokens^1"])),
            ]))
        #expect(plan.isOwn && plan.groups.all.map(\.words).first == "domain a")
        var sampler = DomainSampler(plan, seed: UInt32(seed))
        let choices = sampler.run().map(\.candidate)
        #expect(Set(choices).count == choices.count)
        let counts = Self.counts(plan, choices)
        let preselected = Self.counts(plan, plan.preselected)
        for (number, group) in plan.groups.all.enumerated() {
            let count = counts[group.words] ?? 0
            if let most = group.most { #expect(count <= max(most, preselected[group.words] ?? 0)) }
            // A minimum is missed only if nothing of it is left that the maxima allow.
            if count < group.least, choices.count < plan.settings.target {
                #expect(sampler.bounded?.isUsedUp(number) == true)
            }
        }
        // Nothing could be added.
        if choices.count < plan.settings.target {
            let chosen = Set(choices)
            for candidate in 0..<plan.candidates.count where !chosen.contains(candidate) {
                #expect(sampler.fullGroup(of: candidate) != nil)
            }
        }
    }

    @Test("shares are kept within one question at every size, which nested sets need", arguments: 0..<20)
    func shares(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        var candidates = Self.random(&random, count: 600)
        candidates.isPreselected = candidates.isPreselected.map { _ in false }
        let share = 1 + random.below(5)
        let plan = DrawPlan(
            candidates,
            try Self.settings([
                "target": 150, "strata": [["name": "one", "share": JSON(share)], ["name": "two", "share": 2]],
            ]))
        var sampler = DomainSampler(plan, seed: UInt32(seed))
        let choices = sampler.run()
        #expect(choices.count == 150 && choices.allSatisfy { $0.phase == .stratum })
        var ones = 0
        for (number, choice) in choices.enumerated() {
            if candidates.strata[choice.candidate] == 0 { ones += 1 }
            let wanted = Double(share) / Double(share + 2) * Double(number + 1)
            #expect(abs(Double(ones) - wanted) <= 1)
        }
        #expect(Set(choices.compactMap(\.group)) == ["stratum one", "stratum two"])
    }

    @Test("bounds that never bind change nothing, whatever the profile", arguments: 0..<30)
    func unbound(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let candidates = Self.random(&random, count: 100)
        let section: JSONObject = [
            "target": 60, "profile": .string(random.pick(["paper", "notebook"])),
            "uniform_until": JSON(random.below(40)),
        ]
        var bounded = section
        bounded["max_per_source"] = 1000
        bounded["domains"] = ["*": ["max": 1000]]
        var plain = DomainSampler(DrawPlan(candidates, try Self.settings(section)), seed: UInt32(seed))
        var other = DomainSampler(DrawPlan(candidates, try Self.settings(bounded)), seed: UInt32(seed))
        #expect(other.plan.isOwn && !plain.plan.isOwn)
        #expect(plain.run() == other.run())
    }

    @Test("the first choices are those of a smaller target", arguments: [7, 20, 41])
    func prefixes(_ target: Int) throws {
        var random = SeededRandom(UInt64(target))
        let candidates = Self.random(&random, count: 120)
        func choices(_ target: Int) throws -> [Int] {
            let settings = try Self.settings([
                "target": JSON(target), "min_per_source": 2, "max_per_source": 30, "rank_decay": .number("0.8"),
            ])
            var sampler = DomainSampler(DrawPlan(candidates, settings), seed: 5)
            return sampler.run().map(\.candidate)
        }
        let all = try choices(50)
        let some = try choices(target)
        #expect(Array(all.prefix(some.count)) == some)
    }

    @Test("many seeds count how often each is chosen, on any number of threads", arguments: [1, 3])
    func sweep(_ threads: Int) throws {
        var random = SeededRandom(3)
        let plan = DrawPlan(
            Self.random(&random, count: 60),
            try Self.settings(["target": 12, "weight": "tokens^1", "max_per_source": 8]))
        var expected = [Int](repeating: 0, count: 60)
        for seed in UInt32(0)..<70 {
            var sampler = DomainSampler(plan, seed: seed)
            for choice in sampler.run() { expected[choice.candidate] += 1 }
        }
        #expect(try SeedSweep(plan, seeds: 0..<70, threads: threads).counts == expected)
    }

    @Test("amendments keep to the maxima where they can, and the places of nested sets", arguments: 0..<40)
    func amending(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        var candidates = Self.random(&random, count: 80)
        candidates.isPreselected = candidates.isPreselected.map { _ in false }
        let plan = DrawPlan(
            candidates, try Self.settings(["target": [10, 20], "max_per_source": ["x": 14, "y": 9]]))
        var sampler = DomainSampler(plan, seed: UInt32(seed))
        let choices = sampler.run()
        #expect(choices.count == 20)
        let dropped = Set((0..<3).map { _ in choices[random.below(20)].candidate })
        let amended = try AmendedSelection(choices, sampler, dropped.sorted().map { ($0, .drop, nil) }) { "\($0)" }
        var chosen = Set(choices.map(\.candidate)).subtracting(dropped)
        for (candidate, effect) in amended.effects { if case .replacement = effect { chosen.insert(candidate) } }
        #expect(chosen.count == 20 && amended.count == 20)
        let counts = Self.counts(plan, Array(chosen))
        for group in plan.groups.all { #expect(counts[group.words] ?? 0 <= group.most ?? .max) }
        // Each place has one question, and those that stay keep theirs.
        #expect(Set(amended.places.keys) == chosen && amended.places.values.sorted() == Array(0..<20))
        for (place, choice) in choices.enumerated() where !dropped.contains(choice.candidate) {
            #expect(amended.places[choice.candidate] == place)
        }
    }

    // MARK: - Settings

    private static func problems(_ section: JSONObject) -> [String] {
        do {
            _ = try settings(section)
            return []
        } catch CurationError.recipe(_, let problems) {
            return problems.map { "\($0.path): \($0.message)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test(
        "settings that cannot be met together are told with their keys",
        arguments: [
            (["target": [5, 9, 5]], "sample.target: 5 is given twice"),
            (["target": []], "sample.target: found an empty list; expected a list of at least 1"),
            (
                ["target": "9"],
                "sample.target: found the text \"9\"; expected a whole number from 1 to 1000000000 or a list"
            ),
            (
                ["target": 9, "weight": "bytes^1"],
                "sample.weight: its unit is bytes, but \"length\" is tokens; expected the same unit"
            ),
            (
                ["target": 9, "weight": "uniform", "rank_decay": 1],
                "sample.rank_decay: cannot stand beside a \"weight\" other than rank, which does not use it"
            ),
            (["target": 9, "rank_decay": 2], "sample.rank_decay: found the number 2; expected a number from 0 to 1"),
            (
                ["target": 9, "profile": "notebook", "domains": ["a": ["weight": 2]]],
                "sample.domains: weights cannot stand beside the profile notebook, which has weights of its own"
            ),
            (
                ["target": 9, "domains": ["a": [:]]],
                "sample.domains.a: has none of weight, min or max; expected at least one"
            ),
            (
                ["target": 9, "domains": ["a": ["min": 3, "max": 2]]],
                "sample.domains.a: its min, 3, is more than its max, 2"
            ),
            (
                ["target": 9, "domains": ["a": ["min": 5], "b": ["min": 5]]],
                "sample.domains: the minima are 10 together, more than \"target\", 9"
            ),
            (
                ["target": 9, "min_per_source": ["a": 4], "max_per_source": 3],
                "sample.min_per_source: 4 of a is more than max_per_source allows, 3"
            ),
            (
                ["target": 9, "max_per_source": "3"],
                "sample.max_per_source: found the text \"3\"; expected a whole number from 0 to 1000000000 or an object"
            ),
            (
                ["target": 9, "strata": [["name": "a", "share": 1], ["name": "b", "max": 1]]],
                "sample.strata: either all strata have a share or none; 1 of 2 have one"
            ),
            (
                ["target": 9, "strata": [["name": "a", "max": 1], ["name": "a", "max": 1]]],
                "sample.strata.1.name: \"a\" is given twice"
            ),
            (
                ["target": 9, "preselect": [["most": 3]]],
                "sample.preselect.0: has none of source_type or where; expected at least one"
            ),
        ] as [(JSONObject, String)])
    func conflicts(_ section: JSONObject, _ expected: String) {
        #expect(Self.problems(section).first == expected)
    }

    @Test("an ablation's settings are held against each other, too")
    func ablations() throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        let ablations: JSON = ["u": ["from": "quality", "select": "two-stage", "weight": "words^1"]]
        #expect(throws: CurationError.self) { try recipe([("ablations", ablations)], in: folder) }
    }
}
