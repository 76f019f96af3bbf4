/// What recordings say of one matter, by the number of the entry; the last to speak of an entry counts.
struct EntryColumn<Value> {
    /// The values of the entries that are reached.
    var values: [Value] = []
    private let nothing: Value

    init(nothing: Value) {
        self.nothing = nothing
    }

    /// Makes the column as long as there are entries.
    mutating func reach(_ count: Int) {
        if count > values.count { values.append(contentsOf: repeatElement(nothing, count: count - values.count)) }
    }

    /// Takes in statements of rows, whose entries stand in `entries`, of which there are so many altogether.
    mutating func set(_ statements: [(row: Int32, value: Value)], _ entries: [Int32], _ count: Int) {
        if statements.isEmpty { return }
        reach(count)
        for (row, value) in statements { values[Int(entries[Int(row)])] = value }
    }
}

extension EntryColumn<Int32> {
    /// The value of an entry, or nil where nothing is said.
    subscript(entry: Int) -> Int32? { entry < values.count && values[entry] >= 0 ? values[entry] : nil }
}
