import Bytes
import Pools
import Stages

/// Sets of one pool's questions beside one another: the figures of each, and what every two of them share.
package struct SetComparison: Sendable {
    /// A set and how it came about.
    package struct Member: Sendable {
        /// The set's name.
        package let name: String
        /// The stage it was chosen from.
        package let from: StageName
        /// How it was chosen.
        package let select: Ablation.Selection
        /// The seed of its draw.
        package let seed: UInt32
        /// Numbers in the pool, ascending.
        package let questions: [QuestionIndex]
        /// Its figures.
        package let statistics: SetStatistics
    }

    /// Two sets, by their places.
    package struct Pair: Sendable {
        /// The place of the one.
        package let first: Int
        /// The place of the other.
        package let second: Int
        /// How many questions stand in both.
        package let shared: Int
        /// Shared questions by all that stand in either; 0 of two empty sets.
        package let jaccard: Double
    }

    /// The sets, in the order in which they were asked for.
    package let members: [Member]
    /// Every two sets once, in the order of the sets.
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

    /// How many numbers two ascending lists have in common.
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

    /// What two different sets share.
    package func pair(_ a: Int, _ b: Int) -> Pair? {
        let (first, second) = (min(a, b), max(a, b))
        guard first >= 0, first < second, second < members.count else { return nil }
        // Those of the sets before come first: one fewer of each.
        return pairs[first * (2 * members.count - first - 1) / 2 + second - first - 1]
    }

    // MARK: - Files

    /// The comparison as JSON: the text of `comparison.json`.
    package var json: JSON {
        [
            "sets": .list(
                members.map { member in
                    var entry: JSONObject = [
                        "name": .string(member.name), "from": .string(member.from.rawValue),
                        "select": .string(member.select.rawValue), "seed": JSON(Int(member.seed)),
                    ]
                    for figure in member.statistics.json.object?.members ?? [] { entry[figure.name] = figure.value }
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

    /// The comparison as CSV (RFC 4180), the text of `comparison.csv`: a row for each set, and for every set two columns of what the row's shares with it.
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
            row += [figures.totalTokens, figures.teacherRight, figures.teacherWrong].map(String.init)
            row.append(number(figures.wrongShare))
            for other in members.indices {
                let pair = pair(place, other)
                row.append(String(other == place ? figures.size : pair?.shared ?? 0))
                row.append(number(other == place ? 1 : pair?.jaccard))
            }
            return row
        }
        // Names are letters, digits, '.', '_' and '-': nothing needs quotes.
        return ([head] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }
}
