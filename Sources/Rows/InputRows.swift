import Bytes

/// Visits the rows of an input, separated by whether they are used, excluded or unreadable.
///
/// A row is used if it meets the conditions of `where`, and excluded otherwise. Not thread-safe.
package final class InputRows {
    private let visitor: RowVisitor
    private let conditions: [Condition]

    /// The numbers of rows in a batch.
    package struct Count: Equatable {
        /// The number of all rows.
        package var read = 0
        /// The number of rows that `where` excluded.
        package var leftOut = 0
    }

    /// Creates a visitor of the rows of an input, which may use the tables of a recipe.
    package init(of input: InputRecipe, tables: [String: Table], limits: LimitsRecipe) {
        visitor = RowVisitor(tables: tables, longestText: limits.rowBytes)
        conditions = input.conditions.map(\.unsharedCopy)
    }

    /// Visits the rows of a batch in order, and returns their numbers.
    ///
    /// Rethrows the errors of the functions, except for faults that are passed to `reject`.
    ///
    /// - Parameters:
    ///   - take: called with each row that meets all conditions; a `RowFault` that it throws rejects the row.
    ///   - leaveOut: called with the zero-based number of the first condition that a row does not meet, and with an excerpt of
    ///     the row.
    ///   - reject: called with the fault of each row that cannot be read or is rejected, and with an excerpt of the
    ///     row.
    package func visit(
        _ batch: any RowBatch, take: (Origin, Row) throws -> Void,
        leaveOut: (_ condition: Int, Origin, _ excerpt: ByteView) throws -> Void = { _, _, _ in },
        reject: (RowFault, Origin, _ excerpt: ByteView) throws -> Void
    ) throws -> Count {
        var count = Count()
        try visitor.visit(batch) { origin, result, excerpt in
            count.read += 1
            do {
                let row = try result.get()
                if let condition = conditions.firstIndex(where: { !$0.matches(row) }) {
                    count.leftOut += 1
                    return try leaveOut(condition, origin, excerpt)
                }
                try take(origin, row)
            } catch let fault as RowFault {
                try reject(fault, origin, excerpt)
            }
        }
        return count
    }
}
