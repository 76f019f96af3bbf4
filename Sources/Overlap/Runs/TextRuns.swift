import Bytes

/// What of a text is compared: the hashes of its units, without marks, and of its runs of three.
///
/// The *template* of a text has one unit for every number. The code of figures is left out where the rest of the text
/// has at least `shortest` units. An instance is reused for many texts and is not thread-safe.
package struct TextRuns: Sendable {
    /// The number of units of a run.
    package static let length = 3
    /// A text of fewer units is short: it is compared as a whole.
    package static let shortest = 8

    /// The compared units, as indices of the text's units.
    package private(set) var units: [Int32] = []
    /// The hash of each compared unit.
    package private(set) var hashes: [UInt64] = []
    /// The same for the text's template.
    package private(set) var templateHashes: [UInt64] = []
    /// The distinct runs in ascending order of their hashes; for a text of fewer units, one that is the whole text.
    package private(set) var runs: [UInt64] = []
    /// The same for the text's template.
    package private(set) var templateRuns: [UInt64] = []
    /// The hashes of the numbers, in ascending order, each as often as it occurs.
    package private(set) var numbers: [UInt64] = []

    private static let numberHash: UInt64 = 0x6E75_6D62_6572_2020

    /// Creates an instance without runs.
    package init() {}

    /// The number of compared units.
    package var count: Int { hashes.count }

    /// Whether the text is compared as a whole.
    package var isShort: Bool { count < Self.shortest }

    /// A hash of the numbers.
    package var numbersHash: UInt64 {
        numbers.reduce(0x2545_F491_4F6C_DD1D) { Mix.fold($0 ^ $1, 0x8EBC_6AF0_9C88_C6E3) }
    }

    /// Reads the units of a text.
    package mutating func read(_ text: TextUnits) {
        units.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        templateHashes.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        let spoken = text.entries.reduce(0) { $0 + ($1.kind != .mark && !$1.isDrawn ? 1 : 0) }
        let leavesOutFigures = spoken >= Self.shortest
        text.bytes.withByteView { bytes in
            for unit in 0..<text.count {
                let entry = text.entries[unit]
                if entry.kind == .mark || entry.isDrawn && leavesOutFigures { continue }
                let hash = text.hash(of: unit, in: bytes)
                units.append(Int32(truncatingIfNeeded: unit))
                hashes.append(hash)
                templateHashes.append(entry.kind == .number ? Self.numberHash : hash)
                if entry.kind == .number { numbers.append(hash) }
            }
        }
        numbers.sort()
        Self.distinctRuns(of: hashes, into: &runs)
        Self.distinctRuns(of: templateHashes, into: &templateRuns)
    }

    /// Returns the hash of the run that begins at a unit.
    static func run(of hashes: [UInt64], at place: Int) -> UInt64 {
        let first = Mix.fold(hashes[place] ^ 0x9FB2_1C65_1E98_DF25, 0xD6E8_FEB8_6659_FD93)
        let second = Mix.fold(hashes[place + 1] ^ first, 0xA076_1D64_78BD_642F)
        return Mix.fold(hashes[place + 2] ^ second, 0xE703_7ED1_A0B4_28DB)
    }

    private static func distinctRuns(of hashes: [UInt64], into runs: inout [UInt64]) {
        runs.removeAll(keepingCapacity: true)
        guard hashes.count >= length else {
            if !hashes.isEmpty { runs.append(whole(hashes)) }
            return
        }
        for place in 0...hashes.count - length { runs.append(run(of: hashes, at: place)) }
        runs.sort()
        var kept = 1
        for place in 1..<max(runs.count, 1) where runs[place] != runs[kept - 1] {
            runs[kept] = runs[place]
            kept += 1
        }
        runs.removeLast(runs.count - kept)
    }

    /// Returns the hash of a whole sequence of units.
    static func whole(_ hashes: [UInt64]) -> UInt64 {
        hashes.reduce(0x6A09_E667_F3BC_C908 ^ UInt64(hashes.count)) { Mix.fold($0 ^ $1, 0x9FB2_1C65_1E98_DF25) }
    }
}
