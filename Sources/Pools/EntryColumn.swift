/// The recorded values of one column, by entry; a later value of an entry replaces an earlier one.
struct EntryColumn<Value> {
    /// The values, up to the highest entry that was set.
    var values: [Value] = []
    private let nothing: Value

    init(nothing: Value) {
        self.nothing = nothing
    }

    /// Extends the column to the given number of entries.
    mutating func reach(_ count: Int) {
        if count > values.count { values.append(contentsOf: repeatElement(nothing, count: count - values.count)) }
    }

    /// Sets the values of rows, whose entries are given by `entries`, in a column of `count` entries.
    mutating func set(_ statements: [(row: Int32, value: Value)], _ entries: [Int32], _ count: Int) {
        if statements.isEmpty { return }
        reach(count)
        for (row, value) in statements { values[Int(entries[Int(row)])] = value }
    }
}

extension EntryColumn<Int32> {
    /// The value of an entry, or nil if it has none.
    subscript(entry: Int) -> Int32? { entry < values.count && values[entry] >= 0 ? values[entry] : nil }
}
