import Bytes
import Pools
import Stages

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The statistics of a set of questions.
package struct SetStatistics: Sendable {
    /// The number of questions.
    package let size: Int
    /// The number of domains that occur.
    package let domains: Int
    /// The entropy of the domains in bits, to six decimals.
    ///
    /// Questions without a domain are excluded.
    package let domainEntropy: Double
    /// The entropy of the sources in bits, to six decimals.
    package let sourceEntropy: Double
    /// The number of traces whose length is known.
    package let withLength: Int
    /// The sum of the known lengths, in tokens.
    package let totalTokens: Int
    /// The mean of the known lengths, as NumPy's `mean`; nil if there are none.
    package let meanTokens: Double?
    /// The median of the known lengths, as NumPy's `median`; nil if there are none.
    package let medianTokens: Double?
    /// The 90th percentile of the known lengths, as NumPy's `percentile(90)`; nil if there are none.
    package let tokens90: Double?
    /// In how many traces the teacher is known to be right, or wrong.
    package let teacher: TeacherOutcomes

    /// Computes the statistics of questions in a pool.
    init(_ questions: [QuestionIndex], of facts: QuestionFacts, _ domains: Domains, teacher: String) {
        size = questions.count
        var byDomain = [Int](repeating: 0, count: domains.names.count)
        var bySource: [ByteKey: Int] = [:]
        for question in questions {
            if let domain = domains.number(of: question) { byDomain[domain] += 1 }
            bySource[ByteKey(facts.sourceName(of: question)), default: 0] += 1
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
        self.teacher = TeacherOutcomes(of: teacher, in: questions, facts)
    }

    /// Returns the Shannon entropy of counts, in bits, to six decimals.
    ///
    /// The terms are added in descending order of the counts, so that the result does not depend on the order of a
    /// dictionary. It is rounded because the last bits of a logarithm depend on the system library.
    static func entropy(_ counts: [Int]) -> Double {
        let total = Double(counts.reduce(0, +))
        let sum = counts.filter { $0 > 0 }.sorted(by: >).reduce(0.0) { sum, count in
            sum - Double(count) / total * log2(Double(count) / total)
        }
        return (sum * 1e6).rounded() / 1e6
    }

    /// Returns a percentile of ascending numbers, as `numpy.percentile` with the method `linear`; nil if there are
    /// none.
    static func percentile(_ percent: Int, of sorted: [Int]) -> Double? {
        guard let last = sorted.last else { return nil }
        let place = Double(sorted.count - 1) * (Double(percent) / 100)
        let low = Int(place)
        guard low + 1 < sorted.count else { return Double(last) }
        // In NumPy's order of operations, which interpolates from the nearer of the two.
        let (share, step) = (place - Double(low), Double(sorted[low + 1] - sorted[low]))
        return share < 0.5 ? Double(sorted[low]) + step * share : Double(sorted[low + 1]) - step * (1 - share)
    }

    /// The statistics as JSON.
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
                "right": JSON(teacher.right), "wrong": JSON(teacher.wrong), "unknown": JSON(teacher.unknown),
                "wrong_share": number(teacher.wrongShare),
            ],
        ]
    }
}
