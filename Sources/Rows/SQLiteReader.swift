import Files

/// Reads the rows that are asked for of an SQLite file.
final class SQLiteReader {
    /// What is no matter of the file's content.
    enum Fault: Error {
        /// The file cannot be read, or there is no room to do so.
        case ofFile(FileError)
        /// The query does what none may do.
        case ofStatement(SQLiteError)
    }

    private let file: InputFile
    private let selection: SQLiteSelection
    private let fields: UsedFields
    private let limits: LimitsRecipe
    private let pool: BufferPool
    private var cursor: SQLiteCursor?
    private var rows = 0
    private var isAtEnd = false

    init(
        _ file: InputFile, _ selection: SQLiteSelection, fields: UsedFields, limits: LimitsRecipe, pool: BufferPool
    ) {
        self.file = file
        self.selection = selection
        self.fields = fields
        self.limits = limits
        self.pool = pool
    }

    /// The next rows.
    ///
    /// A file that is no database, or is damaged, is one faulty row: what is left of it.
    func next() throws(Fault) -> CellBatch? {
        if isAtEnd { return nil }
        var batch = CellBatch(firstRow: rows, buffer: pool.take())
        do throws(SQLiteError) {
            try fill(&batch)
        } catch {
            if error.isOfStatement { throw .ofStatement(error) }
            if error.isOfMachine { throw .ofFile(FileError(.other, "read", file.path, cause: error.message)) }
            isAtEnd = true
            batch.endFile(
                reason: "SQLite: \(error.message)", reasonWithoutText: "SQLite: \(error.messageWithoutText)")
        }
        if isAtEnd {
            do throws(FileError) { try file.checkUnchanged() } catch { throw .ofFile(error) }
        }
        rows += batch.count
        return batch.count > 0 ? batch : nil
    }

    private func fill(_ batch: inout CellBatch) throws(SQLiteError) {
        let cursor =
            if let cursor {
                cursor
            } else {
                try SQLiteCursor(
                    file.path, selection, fields: fields, steps: limits.sqliteSteps, longestRow: limits.rowBytes)
            }
        self.cursor = cursor
        let names = batch.takeNames(cursor.columns)
        while !batch.isFull {
            guard try cursor.next(into: &batch, names: names) else {
                isAtEnd = true
                return
            }
        }
    }
}
