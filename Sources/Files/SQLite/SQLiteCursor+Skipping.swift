import CSQLite

extension SQLiteCursor {
    /// Prepares to continue after a row that SQLite rejected because a value in it is too long; returns false if it
    /// cannot.
    ///
    /// After such a row SQLite can only start again. It skips rows before an OFFSET without computing them if it finds
    /// them one after the other; if it sorts them first, or reads the long value to select them, it cannot and fails
    /// again. So it is tested first that all rows can be skipped in this way and come in the same order.
    func skipRow() -> Bool {
        if !isSkipping {
            guard let skipping = skippingStatement() else { return false }
            sqlite3_finalize(statement)
            statement = skipping
            isSkipping = true
        }
        rows += 1
        sqlite3_reset(statement)
        return sqlite3_bind_int64(statement, 2, Int64(rows)) == SQLITE_OK
    }

    /// Returns the same query with an offset parameter, or nil if it has no such form.
    private func skippingStatement() -> OpaquePointer? {
        guard sqlite3_bind_parameter_count(statement) == 0, let text = sqlite3_sql(statement) else { return nil }
        var sql = String(cString: text)
        while let last = sql.unicodeScalars.last, last == ";" || last.properties.isWhitespace {
            sql.unicodeScalars.removeLast()
        }
        // On a line of its own, since the query may end with a comment.
        let longer = sql + "\nLIMIT ?1 OFFSET ?2"
        guard let plan = plan(of: sql), plan == self.plan(of: longer), let skipping = try? database.prepareQuery(longer)
        else { return nil }
        let canSkip =
            sqlite3_bind_parameter_count(skipping) == 2 && sqlite3_bind_int64(skipping, 1, -1) == SQLITE_OK
            && sqlite3_bind_int64(skipping, 2, .max) == SQLITE_OK && sqlite3_step(skipping) == SQLITE_DONE
        if canSkip { return skipping }
        sqlite3_finalize(skipping)
        return nil
    }

    /// Returns SQLite's query plan, or nil if the query cannot be prepared.
    private func plan(of sql: String) -> [String]? {
        guard let statement = try? database.prepare("EXPLAIN QUERY PLAN \(sql)") else { return nil }
        defer { sqlite3_finalize(statement) }
        var plan: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            plan.append(sqlite3_column_text(statement, 3).map { String(cString: $0) } ?? "")
        }
        return plan
    }
}
