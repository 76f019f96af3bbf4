import Bytes
import Files

/// The storage that a thread reuses to index rows of JSON.
final class JSONWorkspace: RowWorkspace {
    private var index = JSONIndex(takesNonFinite: true)

    /// Creates an empty workspace.
    init() {}

    /// Calls `body` with the index in a local variable, which avoids exclusivity checks.
    func withIndex(_ body: (inout JSONIndex) throws -> Void) rethrows {
        var index = JSONIndex()
        swap(&index, &self.index)
        defer { swap(&index, &self.index) }
        try body(&index)
    }
}

extension Row {
    /// Calls `body` with the row of a JSON text, or with its fault.
    func visit(
        json text: ByteView, _ origin: Origin, of block: RowBlock, _ index: inout JSONIndex, _ body: RowVisitor.Body
    ) throws {
        if text.count > block.longestRow {
            return try body(origin, .failure(RowFault(ReadingFault(.longRow(block.longestRow)))), text)
        }
        reset()
        do throws(JSONError) {
            try index.index(text)
        } catch {
            return try body(
                origin, .failure(RowFault(error.reason, withoutText: error.reasonWithoutText, offset: error.offset)),
                text)
        }
        load(root: index.root, fields: index.root.kind == .object ? index.fields : [])
        try body(origin, .success(self), text)
    }
}
