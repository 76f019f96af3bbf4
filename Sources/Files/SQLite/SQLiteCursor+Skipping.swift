import CSQLite

extension SQLiteCursor {
    /// Gets ready to go on behind a row that SQLite would not make, since a value in it is too long; false where that
    /// cannot be.
    ///
    /// After such a row SQLite can only begin anew. It passes over rows behind an OFFSET without making them where it
    /// finds them one after the other; where it sorts them first, or looks at the long value to choose them, it cannot,
    /// and stops again. That all rows can be passed over so, and are found in the same order, is tried first.
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

    /// The same query with a place to begin; nil where it has no such form.
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

    /// How SQLite finds the rows of a query, in its words.
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
