import Bytes

/// A question of the pool as a stage sees it: its text and its columns.
///
/// It is valid while the stage looks at it.
package struct Question {
    /// The pool it is of.
    package let pool: Pool
    /// The question's number in the pool, from 0.
    package let index: Int
    /// The text in UTF-8; empty for stages that do not ask for texts.
    package let text: ByteView

    /// The question's id.
    package var id: QuestionID { pool.id(of: index) }

    /// True when the source type contains a text.
    func sourceTypeContains(_ part: StaticString) -> Bool {
        pool.sourceTypeNames.withText(Int(pool.sourceTypes[index])) { $0.firstIndex(of: ByteView(part)) != nil }
    }
}

/// The stages in their order.
package enum StageName: String, CaseIterable, Comparable, Sendable {
    case ingest, decontaminate, quality, difficulty, classify, sample, export

    /// Whether a stage comes before another.
    package static func < (a: StageName, b: StageName) -> Bool { a.order < b.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The stages before this one, in order.
    package var earlier: [StageName] { Self.allCases.filter { $0 < self } }
}
