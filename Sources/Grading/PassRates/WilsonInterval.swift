/// Wilson's interval for a share that was observed in a number of trials (Wilson, 1927), compared exactly.
///
/// With k of n and the normal quantile z, the interval has the shares p for which
/// (k - n p)^2 <= z^2 n p (1 - p). Whether a share lies in it is decided with integers alone, so that no machine's
/// rounding can change which questions are kept.
package struct WilsonInterval: Equatable, Sendable {
    /// The number of successes.
    package let successes: Int
    /// The number of trials, at least 1.
    package let trials: Int
    /// The square of the quantile.
    private let squaredQuantile: Rational

    /// Creates the interval of a number of successes in a number of trials; nil for a confidence that is not known, for
    /// no trials, and for more successes than trials.
    ///
    /// - Parameter confidence: one of 0.8, 0.9, 0.95, 0.98, 0.99, 0.999.
    package init?(successes: Int, trials: Int, confidence: Rational) {
        guard trials > 0, successes >= 0, successes <= trials,
            let quantile = WilsonInterval.quantiles.first(where: { $0.confidence == confidence })?.quantile
        else { return nil }
        self.successes = successes
        self.trials = trials
        squaredQuantile = quantile * quantile
    }

    /// The known confidences.
    package static var confidences: [Rational] { quantiles.map(\.confidence) }

    // The quantiles of the standard normal distribution at (1 + confidence) / 2, to twelve digits behind the point.
    private static let quantiles: [(confidence: Rational, quantile: Rational)] = [
        ("0.8", "1.281551565545"), ("0.9", "1.644853626951"), ("0.95", "1.959963984540"), ("0.98", "2.326347874041"),
        ("0.99", "2.575829303549"), ("0.999", "3.290526731492"),
    ].compactMap { confidence, quantile in
        guard let confidence = Rational(decimal: confidence), let quantile = Rational(decimal: quantile) else {
            return nil
        }
        return (confidence, quantile)
    }

    /// Whether a share lies in the interval, its ends included.
    package func contains(_ share: Rational) -> Bool {
        guard !share.isNegative, share <= .one else { return false }
        let distance = Rational(successes) - Rational(trials) * share
        return distance * distance <= squaredQuantile * Rational(trials) * share * (.one - share)
    }

    /// Whether all of the interval lies below a share.
    package func isBelow(_ share: Rational) -> Bool { observed < share && !contains(share) }

    /// Whether all of the interval lies above a share.
    package func isAbove(_ share: Rational) -> Bool { observed > share && !contains(share) }

    /// Whether the interval and a window of shares have none in common.
    package func isOutside(from low: Rational, through high: Rational) -> Bool { isBelow(low) || isAbove(high) }

    /// The share that was observed.
    package var observed: Rational { Rational(BigInteger(successes), over: BigInteger(trials)) ?? .zero }

    /// The ends of the interval in thousandths, the lower one rounded down and the upper one rounded up.
    package var thousandths: (low: Int, high: Int) {
        func share(_ thousandths: Int) -> Rational {
            Rational(BigInteger(thousandths), over: BigInteger(1000)) ?? .zero
        }
        var (low, high) = (Int((observed * Rational(1000)).floor.int ?? 0), 0)
        high = min(1000, observed.isInteger || (observed * Rational(1000)).isInteger ? low : low + 1)
        while low > 0, contains(share(low)) { low -= 1 }
        while high < 1000, contains(share(high)) { high += 1 }
        return (low, high)
    }
}
