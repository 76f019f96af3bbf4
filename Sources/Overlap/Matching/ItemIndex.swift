import Bytes

/// The runs of the items of evaluation sets, and which items have each.
package struct ItemIndex: Sendable {
    /// What is compared of one item.
    struct Item: Sendable {
        let hashes: [UInt64]
        let templateHashes: [UInt64]
        let runs: [UInt64]
        let templateRuns: [UInt64]
        let numbers: [UInt64]
    }

    private(set) var items: [Item] = []
    /// The number of runs of all items.
    package private(set) var runCount = 0
    private let exactTable = IDTable()
    private let templateTable = IDTable()
    private var exactLists: [[Int32]] = []
    private var templateLists: [[Int32]] = []

    /// Creates an index without items.
    package init() {}

    /// The number of items.
    package var count: Int { items.count }

    /// Adds an item, whose number is the number of items before it.
    package mutating func append(_ text: TextRuns) {
        let number = Int32(items.count)
        items.append(
            Item(
                hashes: text.hashes, templateHashes: text.templateHashes, runs: text.runs,
                templateRuns: text.templateRuns, numbers: text.numbers))
        runCount += text.runs.count
        for run in text.runs { Self.add(number, run, exactTable, &exactLists) }
        for run in text.templateRuns { Self.add(number, run, templateTable, &templateLists) }
    }

    private static func add(_ item: Int32, _ run: UInt64, _ table: IDTable, _ lists: inout [[Int32]]) {
        let (place, isNew) = table.value(of: run, ifNew: lists.count)
        if isNew { lists.append([item]) } else { lists[place].append(item) }
    }

    /// Counts the runs of all items.
    package func count(into counter: inout RunRarity.Counter, templates: inout RunRarity.Counter) {
        for item in items {
            counter.count(item.runs)
            templates.count(item.templateRuns)
        }
    }

    /// Returns the items with a run, or nil if no item has it.
    func items(with run: UInt64) -> [Int32]? { exactTable[run].map { exactLists[$0] } }

    /// Returns the items whose template has a run, or nil if none has it.
    func items(withTemplate run: UInt64) -> [Int32]? { templateTable[run].map { templateLists[$0] } }
}
