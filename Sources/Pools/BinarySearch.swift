extension RandomAccessCollection where Index == Int {
    /// The first place from which on a condition holds of a collection, of whose beginning it does not.
    package func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var (lower, upper) = (startIndex, endIndex)
        while lower < upper {
            let middle = (lower + upper) / 2
            if holds(self[middle]) { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}
