/// Sums and weighted draws with NumPy's order of floating-point operations, so that results agree to the last bit.
enum Weights {
    /// Returns the same sum as `numpy.sum` over contiguous doubles: pairwise, with eight running sums in blocks of up
    /// to 128.
    static func sum(_ values: [Double]) -> Double {
        sum(values.span, values.indices)
    }

    private static func sum(_ values: Span<Double>, _ range: Range<Int>) -> Double {
        let (start, count) = (range.lowerBound, range.count)
        if count < 8 { return sum(values, range, onto: 0) }
        if count > 128 {
            let middle = start + count / 2 - count / 2 % 8
            return sum(values, start..<middle) + sum(values, middle..<range.upperBound)
        }
        var lanes = (
            values[start], values[start + 1], values[start + 2], values[start + 3], values[start + 4],
            values[start + 5], values[start + 6], values[start + 7]
        )
        let whole = count - count % 8
        for i in stride(from: start + 8, to: start + whole, by: 8) {
            lanes.0 += values[i]
            lanes.1 += values[i + 1]
            lanes.2 += values[i + 2]
            lanes.3 += values[i + 3]
            lanes.4 += values[i + 4]
            lanes.5 += values[i + 5]
            lanes.6 += values[i + 6]
            lanes.7 += values[i + 7]
        }
        let total = ((lanes.0 + lanes.1) + (lanes.2 + lanes.3)) + ((lanes.4 + lanes.5) + (lanes.6 + lanes.7))
        return sum(values, start + whole..<range.upperBound, onto: total)
    }

    /// Adds values to a sum one after the other.
    private static func sum(_ values: Span<Double>, _ range: Range<Int>, onto start: Double) -> Double {
        var total = start
        for i in range { total += values[i] }
        return total
    }

    /// Returns the same sum over sparse values; adding the omitted zeros would not change it.
    ///
    /// - Parameters:
    ///   - values: the non-zero values with their indices, in ascending order.
    ///   - range: the range of all indices.
    static func sum(_ values: ArraySlice<(index: Int, value: Double)>, in range: Range<Int>) -> Double {
        let (start, count) = (range.lowerBound, range.count)
        if values.isEmpty { return 0 }
        if count < 8 { return values.reduce(0) { $0 + $1.value } }
        if count > 128 {
            let middle = start + count / 2 - count / 2 % 8
            let split = values.partitioningIndex { $0.index >= middle }
            return sum(values[..<split], in: start..<middle) + sum(values[split...], in: middle..<range.upperBound)
        }
        let whole = count - count % 8
        let tail = values.partitioningIndex { $0.index >= start + whole }
        var lanes = [Double](repeating: 0, count: 8)
        for (index, value) in values[..<tail] { lanes[(index - start) % 8] += value }
        let total = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        return values[tail...].reduce(total) { $0 + $1.value }
    }

    /// Returns `p / p.sum()`.
    static func normalised(_ weights: [Double]) -> [Double] {
        let total = sum(weights)
        return weights.map { $0 / total }
    }
}

/// Cumulated weights to draw from: `cdf = p.cumsum(); cdf /= cdf[-1]`.
struct CumulatedWeights {
    private var cumulated: [Double] = []

    init(_ weights: [Double]) {
        cumulated.reserveCapacity(weights.count)
        var total = 0.0
        for weight in weights {
            total += weight
            cumulated.append(total)
        }
        for index in cumulated.indices { cumulated[index] /= total }
    }

    /// Returns `cdf.searchsorted(unit, side="right")`.
    func draw(_ unit: Double) -> Int {
        min(cumulated.partitioningIndex { $0 > unit }, cumulated.count - 1)
    }
}
