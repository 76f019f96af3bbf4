import Bytes
import Pools
import Stages

/// A comparison of sets of questions from one pool: the statistics of each set and the overlap of each pair.
package struct SetComparison: Sendable {
    /// A set and how it was selected.
    package struct Member: Sendable {
        /// The name of the set.
        package let name: String
        /// The stage from which the set was selected.
        package let from: StageName
        /// How the set was selected.
        package let select: Ablation.Selection
        /// The seed of the draw.
        package let seed: UInt32
        /// The indices of the questions in the pool, in ascending order.
        package let questions: [QuestionIndex]
        /// The statistics of the set.
        package let statistics: SetStatistics
    }

    /// A pair of sets, by their indices in `members`.
    package struct Pair: Sendable {
        /// The index of the first set.
        package let first: Int
        /// The index of the second set.
        package let second: Int
        /// The number of questions in both sets.
        package let shared: Int
        /// The number of shared questions divided by the number of questions in either set; 0 if both are empty.
        package let jaccard: Double
    }

    /// The sets in the requested order.
    package let members: [Member]
    /// Each pair of sets once, in the order of the sets.
    package let pairs: [Pair]

    init(_ members: [Member]) {
        self.members = members
        pairs = members.indices.flatMap { first in
            members.indices.dropFirst(first + 1).map { second in
                let (a, b) = (members[first].questions, members[second].questions)
                let shared = Self.shared(a, b)
                let either = a.count + b.count - shared
                return Pair(
                    first: first, second: second, shared: shared,
                    jaccard: either == 0 ? 0 : Double(shared) / Double(either))
            }
        }
    }

    /// Returns the number of common elements of two ascending arrays.
    private static func shared(_ a: [QuestionIndex], _ b: [QuestionIndex]) -> Int {
        var (i, j, count) = (0, 0, 0)
        while i < a.count, j < b.count {
            if a[i] == b[j] { count += 1 }
            let (isBefore, isAfter) = (a[i] <= b[j], b[j] <= a[i])
            if isBefore { i += 1 }
            if isAfter { j += 1 }
        }
        return count
    }

    /// Returns the pair of two different sets.
    package func pair(_ a: Int, _ b: Int) -> Pair? {
        let (first, second) = (min(a, b), max(a, b))
        guard first >= 0, first < second, second < members.count else { return nil }
        // Skips the pairs of the sets before `first`, each of which has one pair fewer than the one before.
        return pairs[first * (2 * members.count - first - 1) / 2 + second - first - 1]
    }

    // MARK: - Files

    /// The comparison as JSON, the contents of `comparison.json`.
    package var json: JSON {
        [
            "sets": .list(
                members.map { member in
                    var entry: JSONObject = [
                        "name": .string(member.name), "from": .string(member.from.rawValue),
                        "select": .string(member.select.rawValue), "seed": JSON(Int(member.seed)),
                    ]
                    for figure in (member.statistics.json.object ?? [:]).members { entry[figure.name] = figure.value }
                    return .object(entry)
                }),
            "pairs": .list(
                pairs.map { pair in
                    [
                        "a": .string(members[pair.first].name), "b": .string(members[pair.second].name),
                        "shared": JSON(pair.shared), "jaccard": JSON(pair.jaccard),
                    ]
                }),
        ]
    }

    /// The comparison as CSV (RFC 4180), the contents of `comparison.csv`.
    ///
    /// There is a row for each set, with two columns for its overlap with each of the sets.
    package var csv: String {
        var head = [
            "name", "from", "select", "seed", "size", "domains", "domain_entropy", "source_entropy", "tokens_known",
            "tokens_mean", "tokens_median", "tokens_p90", "tokens_total", "teacher_right", "teacher_wrong",
            "teacher_wrong_share",
        ]
        for member in members { head += ["shared_with_\(member.name)", "jaccard_with_\(member.name)"] }
        func number(_ value: Double?) -> String { value.map { JSON($0).compactText } ?? "" }
        let rows = members.enumerated().map { place, member in
            let figures = member.statistics
            var row = [member.name, member.from.rawValue, member.select.rawValue, String(member.seed)]
            row += [figures.size, figures.domains].map(String.init)
            row += [number(figures.domainEntropy), number(figures.sourceEntropy), String(figures.withLength)]
            row += [figures.meanTokens, figures.medianTokens, figures.tokens90].map(number)
            row += [figures.totalTokens, figures.teacher.right, figures.teacher.wrong].map(String.init)
            row.append(number(figures.teacher.wrongShare))
            for other in members.indices {
                let pair = pair(place, other)
                row.append(String(other == place ? figures.size : pair?.shared ?? 0))
                row.append(number(other == place ? 1 : pair?.jaccard))
            }
            return row
        }
        // Names consist of letters, digits, '.', '_' and '-', so nothing needs quoting.
        return ([head] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }
}
