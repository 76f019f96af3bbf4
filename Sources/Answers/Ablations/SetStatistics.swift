import Bytes
import Pools
import Stages

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The figures of one set of questions.
package struct SetStatistics: Sendable {
    /// How many questions there are.
    package let size: Int
    /// How many domains its questions are of.
    package let domains: Int
    /// The entropy of their domains, in bits, to six decimals; questions without a domain are left out.
    package let domainEntropy: Double
    /// The entropy of their sources, in bits, to six decimals.
    package let sourceEntropy: Double
    /// How many have a trace whose length is known.
    package let withLength: Int
    /// The sum of these lengths, in tokens.
    package let totalTokens: Int
    /// NumPy's `mean` of these lengths; nil of none.
    package let meanTokens: Double?
    /// NumPy's `median` of these lengths; nil of none.
    package let medianTokens: Double?
    /// NumPy's `percentile(90)` of these lengths; nil of none.
    package let tokens90: Double?
    /// How many traces have a teacher that was right.
    package let teacherRight: Int
    /// How many traces have a teacher that was wrong; unknown is never taken for wrong.
    package let teacherWrong: Int

    /// The share of traces with a wrong teacher among those of which it is known; nil when it is known of none.
    package var wrongShare: Double? {
        let known = teacherRight + teacherWrong
        return known == 0 ? nil : Double(teacherWrong) / Double(known)
    }

    /// The figures of some questions of a pool.
    init(_ questions: [QuestionIndex], of facts: QuestionFacts, _ domains: Domains, teacher: String) {
        size = questions.count
        var byDomain = [Int](repeating: 0, count: domains.names.count)
        var bySource: [String: Int] = [:]
        for question in questions {
            if let domain = domains.number(of: question) { byDomain[domain] += 1 }
            bySource[facts.sourceName(of: question), default: 0] += 1
        }
        self.domains = byDomain.count { $0 > 0 }
        domainEntropy = Self.entropy(byDomain)
        sourceEntropy = Self.entropy(Array(bySource.values))
        let lengths = questions.map { Int(facts.traceTokens[$0]) }.filter { $0 >= 0 }.sorted()
        withLength = lengths.count
        totalTokens = lengths.reduce(0, +)
        meanTokens = lengths.isEmpty ? nil : Double(totalTokens) / Double(lengths.count)
        medianTokens = Self.percentile(50, of: lengths)
        tokens90 = Self.percentile(90, of: lengths)
        let model = facts.model(named: teacher)
        let outcomes = questions.map { facts.outcome(of: model, for: $0) }
        teacherRight = outcomes.count { $0 == .right }
        teacherWrong = outcomes.count { $0 == .wrong }
    }

    /// Shannon's entropy of counts in bits.
    ///
    /// Added up from the largest count on, so that no order of a dictionary shows; to six decimals, since the last bits of
    /// a logarithm are the system library's own.
    static func entropy(_ counts: [Int]) -> Double {
        let total = Double(counts.reduce(0, +))
        let sum = counts.filter { $0 > 0 }.sorted(by: >).reduce(0.0) { sum, count in
            sum - Double(count) / total * log2(Double(count) / total)
        }
        return (sum * 1e6).rounded() / 1e6
    }

    /// `numpy.percentile` of ascending numbers, method `linear`; nil of none.
    static func percentile(_ percent: Int, of sorted: [Int]) -> Double? {
        guard let last = sorted.last else { return nil }
        let place = Double(sorted.count - 1) * (Double(percent) / 100)
        let low = Int(place)
        guard low + 1 < sorted.count else { return Double(last) }
        // In NumPy's order of operations: from the nearer of the two.
        let (share, step) = (place - Double(low), Double(sorted[low + 1] - sorted[low]))
        return share < 0.5 ? Double(sorted[low]) + step * share : Double(sorted[low + 1]) - step * (1 - share)
    }

    /// The figures as JSON.
    package var json: JSON {
        func number(_ value: Double?) -> JSON { value.map { JSON($0) } ?? .null }
        return [
            "size": JSON(size), "domains": JSON(domains), "domain_entropy": JSON(domainEntropy),
            "source_entropy": JSON(sourceEntropy),
            "trace_tokens": [
                "known": JSON(withLength), "mean": number(meanTokens), "median": number(medianTokens),
                "p90": number(tokens90), "total": JSON(totalTokens),
            ],
            "teacher": [
                "right": JSON(teacherRight), "wrong": JSON(teacherWrong),
                "unknown": JSON(size - teacherRight - teacherWrong), "wrong_share": number(wrongShare),
            ],
        ]
    }
}
