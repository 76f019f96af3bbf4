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

extension Array where Element == Int32 {
    /// Where a number stands in an ascending list, or nil when it does not.
    package func firstIndexOfSorted(_ number: Int32) -> Int? {
        let place = partitioningIndex { $0 >= number }
        return place < count && self[place] == number ? place : nil
    }
}
