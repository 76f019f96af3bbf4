import Bytes
import Files

/// Visits the rows of batches.
///
/// Not thread-safe.
package final class RowVisitor {
    private let row: Row
    /// The workspace of the last batch's format.
    private var workspace: (any RowWorkspace)?

    /// Creates a visitor whose rows may use the tables of a recipe.
    ///
    /// - Parameter longestText: the maximum size in bytes of a text that is derived from a row's fields.
    package init(tables: [String: Table], longestText: Int) {
        row = Row(tables: tables, longestText: longestText)
    }

    /// A function that receives each row, or the reason that it cannot be read.
    package typealias Body = (Origin, Result<Row, RowFault>, _ excerpt: ByteView) throws -> Void

    /// Calls `body` with every row of a batch in order.
    ///
    /// The row and the excerpt are valid during the call. Dispatch on the format happens once per batch.
    package func visit<Batch: RowBatch>(_ batch: Batch, _ body: Body) throws {
        let workspace = workspace as? Batch.Workspace ?? Batch.Workspace()
        self.workspace = workspace
        try batch.forEachRow(in: row, with: workspace, body)
    }
}

extension Row {
    /// Calls `body` with a row of parsed fields, or with their fault.
    func visit(
        _ fields: Result<[Field], ReadingFault>, _ origin: Origin, _ cells: CellKind, _ body: RowVisitor.Body
    ) throws {
        switch fields {
        case .failure(let fault):
            try body(origin, .failure(RowFault(fault)), .empty)
        case .success(let fields):
            reset()
            load(cells: fields, cells)
            try body(origin, .success(self), .empty)
        }
    }
}
