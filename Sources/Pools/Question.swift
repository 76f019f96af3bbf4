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

    /// A question by its number in the pool, and its text.
    package init(pool: Pool, index: Int, text: ByteView) {
        self.pool = pool
        self.index = index
        self.text = text
    }

    /// The question's id.
    package var id: QuestionID { pool.id(of: index) }

    /// True when the source type contains a text.
    package func sourceTypeContains(_ part: StaticString) -> Bool {
        pool.sourceTypeNames.withText(Int(pool.sourceTypes[index])) { $0.firstIndex(of: ByteView(part)) != nil }
    }
}
