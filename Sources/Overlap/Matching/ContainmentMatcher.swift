import Bytes

/// Finds the benchmark item with which a question has most in common.
///
/// The score of a question and an item is the weight of the runs of three units that both have, divided by the weight of
/// all runs of the one with less: how much of the shorter stands in the longer, whichever that is. Numbers count as they
/// are. Where they differ, the two templates, in which all numbers are one, score for 7/10 of the smaller of the two
/// shares, so that a template with other numbers is found if next to all of it is the same.
///
/// Of fewer than `TextRuns.shortest` units only a whole counts: the same units, or the same template, or the item as one
/// stretch of the question, if it has four units or more, and a number or half of the question's weight. A match is a
/// template if the numbers of the shorter are not among those of the longer.
///
/// An instance is reused for many questions and is not thread-safe.
package struct ContainmentMatcher: Sendable {
    private let index: ItemIndex
    private let rarity: RunRarity
    private let templateRarity: RunRarity
    private let itemWeights: [Int]
    private let itemTemplateWeights: [Int]
    /// The weight that the current question shares with each item; 0 for items that are not in `found`.
    private var shared: [Int]
    private var sharedTemplate: [Int]
    /// The items that have anything in common with the current question.
    private var found: [Int32] = []
    private var isFound: [Bool]

    /// Creates a matcher.
    package init(_ index: ItemIndex, rarity: RunRarity, templateRarity: RunRarity) {
        (self.index, self.rarity, self.templateRarity) = (index, rarity, templateRarity)
        itemWeights = index.items.map { Self.weight(of: $0.runs, rarity) }
        itemTemplateWeights = index.items.map { Self.weight(of: $0.templateRuns, templateRarity) }
        shared = Array(repeating: 0, count: index.count)
        sharedTemplate = shared
        isFound = Array(repeating: false, count: index.count)
    }

    private static func weight(of runs: [UInt64], _ rarity: RunRarity) -> Int {
        runs.reduce(0) { $0 + rarity.weight(of: $1) }
    }

    /// Returns the match with the highest score among the items that say the same, and among the templates, the first
    /// item's of several; nil if none scores at least `threshold` thousandths.
    package mutating func best(
        for text: TextRuns, threshold: Int
    ) -> (same: ContainmentMatch?, template: ContainmentMatch?) {
        var (same, template): (ContainmentMatch?, ContainmentMatch?)
        func isBetter(_ match: ContainmentMatch, _ best: ContainmentMatch?) -> Bool {
            guard let best else { return true }
            return match.score != best.score ? match.score > best.score : match.item < best.item
        }
        forEachMatch(of: text, threshold: threshold) { match in
            if match.isTemplate {
                if isBetter(match, template) { template = match }
            } else if isBetter(match, same) {
                same = match
            }
        }
        return (same, template)
    }

    /// Returns all matches that score at least `threshold` thousandths, in the order of the items.
    package mutating func all(for text: TextRuns, threshold: Int) -> [ContainmentMatch] {
        var all: [ContainmentMatch] = []
        forEachMatch(of: text, threshold: threshold) { all.append($0) }
        return all.sorted { $0.item < $1.item }
    }

    private mutating func forEachMatch(
        of text: TextRuns, threshold: Int, _ body: (ContainmentMatch) -> Void
    ) {
        collect(text)
        guard !found.isEmpty else { return }
        let weight = Self.weight(of: text.runs, rarity)
        var templateWeight: Int?
        for item in found {
            let number = Int(item)
            let (exact, template) = (shared[number], sharedTemplate[number])
            (shared[number], sharedTemplate[number], isFound[number]) = (0, 0, false)
            let score: Int
            if text.isShort || index.items[number].hashes.count < TextRuns.shortest {
                score = wholeScore(text, index.items[number], isMost: 2 * exact >= weight)
            } else {
                // Neither share can be more than what is shared of the smaller weight.
                let smaller = max(1, min(weight, itemWeights[number]))
                var best = exact * 1000 / smaller
                if best < 700 {
                    if templateWeight == nil { templateWeight = Self.weight(of: text.templateRuns, templateRarity) }
                    let larger = max(1, templateWeight ?? 0, itemTemplateWeights[number])
                    best = max(best, template * 700 / larger)
                }
                score = best
            }
            guard score > 0, score >= threshold else { continue }
            body(
                ContainmentMatch(
                    item: number, score: min(score, 1000),
                    isTemplate: !hasNumbers(text, index.items[number], weight, number)))
        }
        found.removeAll(keepingCapacity: true)
    }

    /// Adds up the weight that the question shares with each item.
    private mutating func collect(_ text: TextRuns) {
        for run in text.runs {
            guard let items = index.items(with: run) else { continue }
            let weight = rarity.weight(of: run)
            for item in items {
                if !isFound[Int(item)] { find(item) }
                shared[Int(item)] += weight
            }
        }
        for run in text.templateRuns {
            guard let items = index.items(withTemplate: run) else { continue }
            let weight = templateRarity.weight(of: run)
            for item in items {
                if !isFound[Int(item)] { find(item) }
                sharedTemplate[Int(item)] += weight
            }
        }
    }

    private mutating func find(_ item: Int32) {
        isFound[Int(item)] = true
        found.append(item)
    }

    // MARK: - Short texts

    /// - Parameter isMost: whether what both have is at least half of the question's weight.
    private func wholeScore(_ text: TextRuns, _ item: ItemIndex.Item, isMost: Bool) -> Int {
        if text.hashes == item.hashes { return 1000 }
        if text.templateHashes == item.templateHashes { return 700 }
        guard item.hashes.count < text.count, item.hashes.count >= 4 else { return 0 }
        // Without a number, it may be a phrase such as "what is the value of x".
        guard !item.numbers.isEmpty || isMost else { return 0 }
        let starts = 0...text.count - item.hashes.count
        return starts.contains { start in
            item.hashes.indices.allSatisfy { text.hashes[start + $0] == item.hashes[$0] }
        } ? 1000 : 0
    }

    /// Returns whether the numbers of the shorter of the two are among those of the longer.
    private func hasNumbers(_ text: TextRuns, _ item: ItemIndex.Item, _ weight: Int, _ number: Int) -> Bool {
        let isTextShorter = weight < itemWeights[number]
        let (fewer, more) = isTextShorter ? (text.numbers, item.numbers) : (item.numbers, text.numbers)
        var place = 0
        for number in fewer {
            while place < more.count, more[place] < number { place += 1 }
            guard place < more.count, more[place] == number else { return false }
            place += 1
        }
        return true
    }
}
