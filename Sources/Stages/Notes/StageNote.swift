import Bytes
import Pools
import Rows

/// Something about a stage's decisions that its user may not expect, as recorded with the stage's counts.
package enum StageNote: Equatable, Sendable {
    /// None of the questions of a source that entered the stage was kept.
    case emptiedSource(String, entered: Int)
    /// One item of a benchmark overlaps with many questions.
    case commonItem(benchmark: String, place: RowPlace, count: Int)
    /// One run of words drops many questions.
    case commonWords(String, rule: RuleName, count: Int)
    /// Rules that look for faults found none.
    case unusedRules([RuleName])

    /// The kinds, as named in the manifest.
    private enum Kind: String {
        case emptiedSource = "emptied_source"
        case commonItem = "common_item"
        case commonWords = "common_words"
        case unusedRules = "unused_rules"
    }

    /// The note in the form of the manifest.
    package var json: JSON {
        switch self {
        case .emptiedSource(let source, let entered):
            [
                "kind": .string(Kind.emptiedSource.rawValue), "source": .string(source), "entered": JSON(entered),
            ]
        case .commonItem(let benchmark, let place, let count):
            [
                "kind": .string(Kind.commonItem.rawValue), "benchmark": .string(benchmark),
                "file": .string(place.file), "\(place.unit.rawValue)": JSON(place.number), "count": JSON(count),
            ]
        case .commonWords(let words, let rule, let count):
            [
                "kind": .string(Kind.commonWords.rawValue), "words": .string(words), "rule": .string(rule.rawValue),
                "count": JSON(count),
            ]
        case .unusedRules(let rules):
            ["kind": .string(Kind.unusedRules.rawValue), "rules": .strings(rules.map(\.rawValue))]
        }
    }

    /// Reads a note of the manifest; nil if it is none that this version knows.
    package init?(_ json: JSON) {
        let count = json["count"]?.integer ?? 0
        switch json["kind"]?.string.flatMap(Kind.init) {
        case .emptiedSource:
            guard let source = json["source"]?.string, let entered = json["entered"]?.integer else { return nil }
            self = .emptiedSource(source, entered: entered)
        case .commonItem:
            guard let benchmark = json["benchmark"]?.string, let place = RowPlace(evidence: json) else { return nil }
            self = .commonItem(benchmark: benchmark, place: place, count: count)
        case .commonWords:
            guard let words = json["words"]?.string, let rule = json["rule"]?.string else { return nil }
            self = .commonWords(words, rule: RuleName(rawValue: rule), count: count)
        case .unusedRules:
            guard let rules = json["rules"]?.list?.compactMap(\.string), !rules.isEmpty else { return nil }
            self = .unusedRules(rules.map(RuleName.init(rawValue:)))
        case nil: return nil
        }
    }
}

extension DecisionCounts {
    /// The number of questions that one cause must drop to be noted: 5, and one in 1,000 of those that entered.
    ///
    /// A benchmark item that leaked into a pool has a few copies there. One that drops more shares a phrase with questions
    /// that have nothing else in common with it.
    static func leastOfCommonCause(entered: Int) -> Int { max(CauseCounts.least, (entered + 999) / 1000) }

    /// The number of questions that must enter a stage for a rule that found nothing to be noted.
    static let leastForUnusedRules = 100

    /// Returns the notes on causes that many questions have in common, the commonest first.
    ///
    /// An item is left out if all of its questions share one run of words with it: that run is noted, with the questions
    /// that it drops for other items.
    func notesOnCauses(entered: Int) -> [StageNote] {
        let common = causes.causes(ofAtLeast: Self.leastOfCommonCause(entered: entered))
        var mostByWords: [BenchmarkItem: Int] = [:]
        for case (.wordsOfItem(_, let item), let count) in common {
            mostByWords[item] = max(mostByWords[item] ?? 0, count)
        }
        return common.compactMap { cause, count in
            switch cause {
            case .words(let words, let rule): .commonWords(words, rule: rule, count: count)
            case .item(let item) where mostByWords[item] != count:
                .commonItem(benchmark: item.benchmark, place: item.place, count: count)
            case .item, .wordsOfItem: nil
            }
        }
    }
}

extension Stage {
    /// Returns notes on the decisions of a stage.
    ///
    /// - Parameters:
    ///   - entering: the questions that entered, in ascending order.
    ///   - kept: those that were kept.
    func notes(
        on entering: [QuestionIndex], kept: [QuestionIndex], of facts: QuestionFacts, _ counts: DecisionCounts
    ) -> [StageNote] {
        guard notesDrops else { return [] }
        var (entered, left) = ([Int](repeating: 0, count: facts.sourceNames.count), [Int]())
        left = entered
        for question in entering { entered[Int(facts.sources[question])] += 1 }
        for question in kept { left[Int(facts.sources[question])] += 1 }
        // Sources with the same name are one source.
        var names: [ByteKey] = []
        var sums: [ByteKey: (entered: Int, left: Int)] = [:]
        for (number, name) in facts.sourceNames.enumerated().map({ ($0.offset, ByteKey($0.element)) }) {
            if sums[name] == nil { names.append(name) }
            let sum = sums[name] ?? (0, 0)
            sums[name] = (sum.entered + entered[number], sum.left + left[number])
        }
        let emptied: [StageNote] = names.compactMap { name in
            guard let sum = sums[name], sum.entered > 0, sum.left == 0, !kept.isEmpty else { return nil }
            return .emptiedSource(name.text, entered: sum.entered)
        }
        let unused = entering.count < DecisionCounts.leastForUnusedRules ? [] : rulesOfFaults.filter { counts[$0] == 0 }
        return emptied + counts.notesOnCauses(entered: entering.count) + (unused.isEmpty ? [] : [.unusedRules(unused)])
    }
}
