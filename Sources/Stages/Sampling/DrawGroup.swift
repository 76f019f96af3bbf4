import Bytes
import Pools

/// A group of candidates with bounds of how many of them are chosen: those of a domain, of a source or of a stratum.
package struct DrawGroup: Equatable, Sendable {
    /// What the members of a group have in common.
    package enum Kind: String, Sendable {
        case domain, source, stratum
    }

    /// What the members have in common.
    package let kind: Kind
    /// The name of the domain, source or stratum.
    package let name: String
    /// The fewest and the most candidates to choose; nil if there is no maximum.
    package let (least, most): (Int, Int?)
    /// The group's part of the shares of its kind, or nil if there are none.
    package let share: Double?

    /// The group in words, such as `source MATH`.
    package var words: String { "\(kind.rawValue) \(name)" }

    /// Returns whether two groups are the same.
    package static func == (a: DrawGroup, b: DrawGroup) -> Bool {
        a.kind == b.kind && a.name.utf8.elementsEqual(b.name.utf8) && a.least == b.least && a.most == b.most
            && a.share == b.share
    }
}

/// The groups of a draw that have bounds, and the candidates that belong to them.
package struct DrawGroups: Sendable {
    /// The groups, in the order in which their minima are met: domains and sources by the bytes of their names, then
    /// strata in the order of the recipe.
    package private(set) var all: [DrawGroup] = []
    /// For each kind that has groups, the group of each candidate, or -1.
    private var ofCandidate: [[Int32]] = []
    /// The number of candidates in each group.
    private(set) var sizes: [Int] = []

    /// Whether the groups have shares.
    var haveShares: Bool { all.contains { $0.share != nil } }

    /// Determines the groups of candidates under the settings.
    init(of candidates: Candidates, _ settings: SampleRecipe) {
        add(.domain, candidates.domainNames, candidates.domains) { settings.bounds(ofDomain: $0) }
        add(.source, candidates.sourceNames, candidates.sources) { settings.bounds(ofSource: $0) }
        let strata = settings.strata
        let total = Weights.sum(strata.map { $0.share ?? 0 })
        add(.stratum, strata.map(\.name), candidates.strata, sorted: false) { name in
            strata.first { $0.name.utf8.elementsEqual(name.utf8) }.map { stratum in
                (stratum.least, stratum.most, stratum.share.map { $0 / total })
            } ?? (0, nil, nil)
        }
    }

    private mutating func add(
        _ kind: DrawGroup.Kind, _ names: [String], _ numbers: [Int32], sorted: Bool = true,
        _ bounds: (String) -> (least: Int, most: Int?, share: Double?)
    ) {
        guard !numbers.isEmpty else { return }
        let order = sorted ? names.indices.sorted { names[$0].precedesInBytes(names[$1]) } : Array(names.indices)
        var groupOf = [Int32](repeating: -1, count: names.count)
        let first = all.count
        for number in order {
            let (least, most, share) = bounds(names[number])
            guard least > 0 || most != nil || share != nil else { continue }
            // Several sources can have one name, and are one source.
            let known = all[first...].firstIndex { $0.name.utf8.elementsEqual(names[number].utf8) }
            groupOf[number] = Int32(known ?? all.count)
            guard known == nil else { continue }
            all.append(DrawGroup(kind: kind, name: names[number], least: least, most: most, share: share))
            sizes.append(0)
        }
        guard all.count > first else { return }
        let ofCandidate = numbers.map { $0 < 0 ? -1 : groupOf[Int($0)] }
        for group in ofCandidate where group >= 0 { sizes[Int(group)] += 1 }
        self.ofCandidate.append(ofCandidate)
    }

    /// Calls `body` with each group of a candidate.
    func forEach(of candidate: Int, _ body: (Int) -> Void) {
        for groups in ofCandidate where groups[candidate] >= 0 { body(Int(groups[candidate])) }
    }

    /// Returns whether a candidate belongs to a group.
    func contains(_ candidate: Int, in group: Int) -> Bool { ofCandidate.contains { $0[candidate] == group } }
}
