import Messages
import Pools

/// The parts of a question that the export needs, which are checked before questions are drawn.
package struct TrainingNeeds: Equatable, Sendable {
    /// A part that some of the questions to draw from lack.
    package struct Lack: Equatable, Sendable {
        /// The name of the part, as in `quality.require`.
        package let name: String
        /// The number of questions that lack it.
        package let count: Int
    }

    /// What needs the parts: the first format that does, or the key that limits the length of rows; nil if nothing does.
    let reason: String?
    /// Whether rows are measured by the lengths of traces on record.
    let needsLengths: Bool

    /// Determines the needs of an export.
    package init(of plan: ExportPlan) {
        let format = plan.export.formats.first { !$0.hasPublishedColumns }
        let measures = plan.tokenizer != nil && plan.train.maxTokens != nil
        needsLengths = plan.tokenizer == nil && plan.train.maxTokens != nil
        reason = format.map { "the format \($0.rawValue)" } ?? (measures ? "train.max_tokens" : nil)
    }

    private static let parts: [(name: String, column: QuestionColumn, part: PresentParts)] = [
        (QuestionColumn.attempt.name, .attempt, .attempt), (MissingRule.trace, .trajectories, .trace),
    ]

    /// Throws `CurationError.failed` when no question can have one of the parts, which is known before anything is read.
    package func demand(of inputs: Inputs) throws(CurationError) {
        guard let reason else { return }
        let names = Self.parts.filter { !inputs.canGive($0.column) }.map(\.name)
        guard !names.isEmpty else { return }
        throw .failed(
            "neither a source nor a recording gives \(listed(names, "or")), which \(reason) needs in every row; add "
                + "\(names.count == 1 ? "it" : "them") to the map of a source, or to what a recording sets")
    }

    /// Returns the parts that questions lack, with the numbers of these questions.
    package func lacks(among questions: [QuestionIndex], of facts: QuestionFacts) -> [Lack] {
        guard reason != nil else { return [] }
        return Self.parts.compactMap { name, _, part in
            let count = questions.count { !facts.parts(of: $0).contains(part) }
            return count == 0 ? nil : Lack(name: name, count: count)
        }
    }

    /// Throws `CurationError.failed` when any of the questions to draw from lacks a part.
    package func demand(of questions: [QuestionIndex], _ facts: QuestionFacts) throws(CurationError) {
        if needsLengths { try Self.demandLengths(of: questions, facts) }
        let lacks = lacks(among: questions, of: facts)
        guard let reason, !lacks.isEmpty else { return }
        let counts = lacks.map { "\(Wording.grouped($0.count)) \($0.count == 1 ? "has" : "have") no \($0.name)" }
        let names = lacks.map { "\"\($0.name)\"" }
        throw .failed(
            "of \(Wording.counted(questions.count, "question")) to draw from, \(listed(counts, "and")), which \(reason) "
                + "needs in every row; add \(listed(names, "and")) to quality.require")
    }

    /// Throws `CurationError.failed` when the length of a trace, by which `train.max_tokens` measures rows without a
    /// tokenizer, is unknown.
    static func demandLengths(of questions: [QuestionIndex], _ facts: QuestionFacts) throws(CurationError) {
        let count = questions.count { facts.traceTokens[$0] < 0 }
        guard count > 0 else { return }
        let name = QuestionColumn.traceTokens.name
        throw .failed(
            "\(Wording.grouped(count)) of \(Wording.counted(questions.count, "question")) to draw from lack \(name), which "
                + "\(TrainRecipe.limitPath) is compared with where no tokenizer counts; use \(TraceTokens.remedy), or add "
                + "\"\(name)\" to quality.require")
    }
}
