import Bytes
import Overlap
import Pools

/// The search for benchmark items among the questions of a pool: the items' runs, and how rare each run is in the pool
/// and the items together.
struct ContainmentSearch: Sendable {
    let index: ItemIndex
    let rarity: RunRarity
    let templateRarity: RunRarity

    /// Reads all questions of a pool, whatever stage they reach, so that every stage finds the same scores.
    ///
    /// - Parameters:
    ///   - ignoredPhrases: texts whose runs have no weight.
    ///   - collected: called with what each thread has read, in no particular order; nil if nobody asks for it.
    init(
        _ benchmarks: EvaluationSets, among questions: any Questions, ignoredPhrases: [String], threads: Int,
        collected: ((CollectedRuns) -> Void)? = nil
    ) throws {
        var index = ItemIndex()
        let reader = RunReader(runs: 0, collects: false)
        for item in benchmarks.items {
            item.text.withByteView { reader.read($0) }
            index.append(reader.runs)
        }
        let all = questions.facts.all
        let runCount = index.runCount + questions.textSize(of: all) / 5
        let workers = (0..<max(1, threads)).map { _ in RunReader(runs: runCount, collects: collected != nil) }
        var free = workers[...]
        try questions.scan(Array(all)[...], threads: threads, makeWorker: { free.popFirst() }) { worker, question in
            worker?.count(question)
        }
        var (counter, templates) = (workers[0].counter, workers[0].templates)
        for worker in workers.dropFirst() {
            counter.add(worker.counter)
            templates.add(worker.templates)
        }
        index.count(into: &counter, templates: &templates)
        if let collected { for worker in workers { collected(worker.takeCollected()) } }
        var (ignored, ignoredTemplates): (Set<UInt64>, Set<UInt64>) = ([], [])
        for phrase in ignoredPhrases {
            phrase.withByteView { reader.read($0) }
            ignored.formUnion(reader.runs.runs)
            ignoredTemplates.formUnion(reader.runs.templateRuns)
        }
        self.index = index
        rarity = RunRarity(counter, ignoring: ignored)
        templateRarity = RunRarity(templates, ignoring: ignoredTemplates)
    }

    /// Returns a matcher for one thread.
    func makeMatcher() -> ItemMatcher {
        ItemMatcher(ContainmentMatcher(index, rarity: rarity, templateRarity: templateRarity))
    }
}

/// The runs of questions that one thread has read.
struct CollectedRuns: Sendable {
    var questions: [QuestionIndex] = []
    var runs: [UInt64] = []
    /// The end of each question's runs.
    var ends: [Int] = []
    var numbers: [UInt64] = []

    /// Adds a question.
    mutating func append(_ question: QuestionIndex, _ text: TextRuns) {
        questions.append(question)
        runs.append(contentsOf: text.runs)
        ends.append(runs.count)
        numbers.append(text.numbersHash)
    }

    /// The runs of one of the questions.
    func runs(of place: Int) -> ArraySlice<UInt64> { runs[(place == 0 ? 0 : ends[place - 1])..<ends[place]] }
}

/// Reads texts one after the other and counts their runs.
///
/// Not thread-safe.
final class RunReader {
    private var units = TextUnits()
    private(set) var runs = TextRuns()
    private(set) var counter: RunRarity.Counter
    private(set) var templates: RunRarity.Counter
    private var collected: CollectedRuns?

    /// Creates a reader of texts with about `runs` runs in all.
    init(runs: Int, collects: Bool) {
        counter = RunRarity.Counter(runs: runs)
        templates = counter
        collected = collects ? CollectedRuns() : nil
    }

    /// Reads a text.
    func read(_ text: ByteView) {
        units.read(text)
        runs.read(units)
    }

    /// Reads and counts a text.
    func count(_ text: ByteView) {
        read(text)
        counter.count(runs.runs)
        templates.count(runs.templateRuns)
    }

    /// Reads and counts a question.
    func count(_ question: Question) {
        count(question.text)
        collected?.append(question.index, runs)
    }

    /// Returns what was collected, and forgets it.
    func takeCollected() -> CollectedRuns {
        defer { collected = nil }
        return collected ?? CollectedRuns()
    }
}

/// Matches texts one after the other with the items.
///
/// Not thread-safe.
final class ItemMatcher {
    private var units = TextUnits()
    private var runs = TextRuns()
    private var matcher: ContainmentMatcher

    init(_ matcher: ContainmentMatcher) {
        self.matcher = matcher
    }

    /// Returns the match that makes a question drop: the best one that says the same, or else the best template.
    ///
    /// - Parameters:
    ///   - threshold: the least score, in thousandths.
    ///   - same: whether items that say the same count.
    ///   - templates: whether items with other numbers count.
    func match(_ text: ByteView, threshold: Int, same: Bool, templates: Bool) -> ContainmentMatch? {
        units.read(text)
        runs.read(units)
        let (best, template) = matcher.best(for: runs, threshold: threshold)
        if same, let best { return best }
        return templates ? template : nil
    }
}
