import Bytes
import TestSupport
import Testing

@testable import Stages

@Suite("Counts of decisions")
struct DecisionCountsTests {
    private static let rules = ["image", "asy", "late"].map { RuleName(rawValue: $0) }

    private func decision(_ random: inout SeededRandom) -> Decision {
        let rule = random.pick(Self.rules)
        switch random.below(4) {
        case 0: return .kept
        case 1: return Decision(isKept: true, rule: rule, evidence: nil)
        case 2: return .withoutEvidence(isKept: false)
        default: return Decision(isKept: false, rule: rule, evidence: nil)
        }
    }

    @Test("add up, and are those of the parts together", arguments: 0..<20)
    func sums(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let decisions = (0..<random.below(60)).map { _ in decision(&random) }
        var (whole, first, second) = (
            DecisionCounts(rules: Self.rules), DecisionCounts(rules: Self.rules), DecisionCounts(rules: Self.rules)
        )
        let middle = random.below(decisions.count + 1)
        for (number, decision) in decisions.enumerated() {
            whole.add(decision)
            if number < middle { first.add(decision) } else { second.add(decision) }
        }
        first.add(second)
        #expect(first.json == whole.json)
        #expect(whole.json["entered"]?.integer == decisions.count)
        #expect(whole.json["kept"]?.integer == decisions.count(where: \.isKept))
        #expect(whole.json["dropped"]?.integer == decisions.count { !$0.isKept })
        for rule in Self.rules {
            let expected = decisions.count { !$0.isKept && $0.rule == rule }
            #expect(whole.json["rules"]?[rule.rawValue]?.integer == expected)
            let kept = decisions.count { $0.isKept && $0.rule == rule }
            #expect(whole.json["kept_by"]?[rule.rawValue]?.integer == (kept == 0 ? nil : kept))
        }
    }

    @Test("have the stage's rules in their order, and those that kept in that of their names only if any did")
    func order() {
        var counts = DecisionCounts(rules: Self.rules)
        #expect(counts.json.compactText == #"{"entered":0,"kept":0,"dropped":0,"rules":{"image":0,"asy":0,"late":0}}"#)
        for name in ["late", "asy"] {
            counts.add(Decision(isKept: true, rule: RuleName(rawValue: name), evidence: nil))
        }
        #expect(counts.json["kept_by"]?.compactText == #"{"asy":1,"late":1}"#)
    }
}
