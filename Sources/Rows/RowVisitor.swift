import Bytes
import Files

/// Goes through the rows of batches, on one thread.
package final class RowVisitor {
    private let row: Row
    /// What the format of the last batch keeps.
    private var workspace: (any RowWorkspace)?

    /// A visitor whose rows may use the tables of a recipe.
    ///
    /// - Parameter longestText: how many bytes a text may have that is made of a row's fields.
    package init(tables: [String: Table], longestText: Int = 1 << 26) {
        row = Row(tables: tables, longestText: longestText)
    }

    /// What the visitor hands out for each row: the row, or why it cannot be read.
    package typealias Body = (Origin, Result<Row, RowFault>, _ excerpt: ByteView) throws -> Void

    /// Calls `body` with every row of a batch in order.
    ///
    /// The row and the excerpt are valid during the call. Which format it is, is asked once a batch.
    package func visit<Batch: RowBatch>(_ batch: Batch, _ body: Body) throws {
        let workspace = workspace as? Batch.Workspace ?? Batch.Workspace()
        self.workspace = workspace
        try batch.forEachRow(in: row, with: workspace, body)
    }
}

extension Row {
    /// Calls `body` with a row of fields that a reader has cut, or with what is wrong with it.
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
