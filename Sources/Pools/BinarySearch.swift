extension RandomAccessCollection where Index == Int {
    /// Returns the index of the first element that satisfies the predicate, in a collection partitioned so that all
    /// elements that do not satisfy it come first.
    package func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var (lower, upper) = (startIndex, endIndex)
        while lower < upper {
            let middle = (lower + upper) / 2
            if holds(self[middle]) { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}
