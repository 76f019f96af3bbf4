import Bytes
import Shapes

/// How much may be wrong, and how large a row may be.
package struct LimitsRecipe: Sendable {
    /// The share of rows that may be unreadable.
    package let rejected: Double
    /// The longest row that is read, in bytes.
    package let rowBytes: Int
    /// How many instructions of SQLite's machine a query may take.
    package let sqliteSteps: Int
    /// Whether what is told of a row that cannot be read may quote it.
    package let quotesRows: Bool

    /// Reads a section that has been checked.
    package init(_ settings: CheckedObject) {
        rejected = settings.number("rejected")
        rowBytes = settings.integer("row_bytes")
        sqliteSteps = settings.integer("sqlite_steps")
        quotesRows = settings.value("excerpts")?.bool ?? true
    }
}
