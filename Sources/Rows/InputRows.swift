import Bytes

/// The rows of an input as one thread goes through them: those that `where` takes, those that it leaves out, and those
/// that cannot be read.
package final class InputRows {
    private let visitor: RowVisitor
    private let conditions: [Condition]

    /// How many rows of a batch there were.
    package struct Count: Equatable {
        /// All of them.
        package var read = 0
        /// Those that `where` left out.
        package var leftOut = 0
    }

    /// The rows of an input, which may use the tables of a recipe.
    package init(of input: InputRecipe, tables: [String: Table], limits: LimitsRecipe) {
        visitor = RowVisitor(tables: tables, longestText: limits.rowBytes)
        conditions = input.conditions.map(\.unsharedCopy)
    }

    /// Goes through the rows of a batch in order and returns how many there were.
    ///
    /// Throws what the functions throw, but for the faults that are handed to `reject`.
    ///
    /// - Parameters:
    ///   - take: called with each row for which all conditions hold; a `RowFault` that it throws rejects the row.
    ///   - reject: called with the fault of each row that cannot be read or taken, and with an excerpt of the row.
    package func visit(
        _ batch: any RowBatch, take: (Origin, Row) throws -> Void,
        reject: (RowFault, Origin, _ excerpt: ByteView) throws -> Void
    ) throws -> Count {
        var count = Count()
        try visitor.visit(batch) { origin, result, excerpt in
            count.read += 1
            do {
                let row = try result.get()
                guard conditions.allSatisfy({ $0.matches(row) }) else {
                    count.leftOut += 1
                    return
                }
                try take(origin, row)
            } catch let fault as RowFault {
                try reject(fault, origin, excerpt)
            }
        }
        return count
    }
}
