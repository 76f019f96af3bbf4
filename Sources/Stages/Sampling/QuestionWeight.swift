import Bytes
import Shapes

/// The weights with which the questions of a domain are drawn.
///
/// All of them are computed by multiplication of doubles alone, which gives the same bits on every machine and in NumPy;
/// a power function may not. With `n` questions, their `ranks` (0 for the longest) and `lengths`, NumPy's arrays are:
///
/// - by rank: `np.cumprod(np.r_[1.0, np.full(n - 1, decay)])[ranks]`;
/// - uniform: `np.ones(n)`;
/// - by length: `w = np.ones(n)`, then `power` times `w = w * lengths`; `np.ones(n)` if all are 0.
package enum QuestionWeight: Equatable, Sendable {
    /// A power of a number by the rank of the question's trace, the longest first.
    case rank(decay: Double)
    /// The same for all.
    case uniform
    /// A power of the length of the trace.
    case length(power: Int)

    /// The weights of s1, `2^-rank`.
    package static let s1 = QuestionWeight.rank(decay: 0.5)

    /// Returns the weights of questions.
    ///
    /// - Parameters:
    ///   - lengths: the lengths of their traces.
    ///   - ranks: their ranks, a permutation of their indices.
    func weights(lengths: [Int32], ranks: [Int]) -> [Double] {
        switch self {
        case .uniform: return Array(repeating: 1, count: lengths.count)
        case .rank(let decay):
            var powers: [Double] = []
            powers.reserveCapacity(lengths.count)
            for rank in lengths.indices { powers.append(rank == 0 ? 1 : powers[rank - 1] * decay) }
            return ranks.map { powers[$0] }
        case .length(let power):
            let weights = lengths.map { length in
                (0..<power).reduce(1.0) { weight, _ in weight * Double(length) }
            }
            return weights.allSatisfy { $0 == 0 } ? Array(repeating: 1, count: lengths.count) : weights
        }
    }
}

/// A value of `sample.weight`: `rank`, `uniform`, or a unit of length with a power, such as `tokens^1`.
package struct WeightText: Equatable, Sendable {
    /// The unit and the power of weights by length; nil for other weights.
    let length: (unit: LengthUnit, power: Int)?
    /// Whether all weights are the same.
    let isUniform: Bool

    private static let (rank, uniform) = ("rank", "uniform")
    private static let powers = 1...9
    /// The value for weights by rank.
    static let byRank = rank

    /// Reads a text; returns nil if it is none of the values.
    init?(_ text: String) {
        isUniform = text == Self.uniform
        guard text != Self.rank, !isUniform else {
            length = nil
            return
        }
        let parts = text.split(separator: "^", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let unit = LengthUnit(rawValue: parts[0]), let power = Int(parts[1]),
            Self.powers.contains(power), String(power) == parts[1]
        else { return nil }
        length = (unit, power)
    }

    /// Returns whether two values are the same.
    package static func == (a: WeightText, b: WeightText) -> Bool {
        a.isUniform == b.isUniform && a.length?.unit == b.length?.unit && a.length?.power == b.length?.power
    }

    /// The rule for such texts.
    static let rule = TextRule(
        "weight",
        schema: [
            "type": "string",
            "pattern": .string(
                "^(?:rank|uniform|(?:\(LengthUnit.allCases.map(\.rawValue).joined(separator: "|")))\\^[1-9])$(?!\\n)"),
        ]
    ) { text in
        WeightText(text) == nil
            ? "found the text \"\(text)\"; expected rank, uniform, or a unit and a power from 1 to 9, such as tokens^1"
            : nil
    }
}
