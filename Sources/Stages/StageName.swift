/// The stages in their order.
package enum StageName: String, CaseIterable, Comparable, Sendable {
    case ingest, decontaminate, quality, difficulty, classify, sample, export

    /// Whether a stage comes before another.
    package static func < (a: StageName, b: StageName) -> Bool { a.order < b.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The stages before this one, in order.
    package var earlier: [StageName] { Self.allCases.filter { $0 < self } }
}
