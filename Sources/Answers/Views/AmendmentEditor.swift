import Bytes
import Files
import Messages
import Pools
import Runs
import Stages

/// An editor of the amendments of a finished run.
package struct AmendmentEditor {
    private let run: RecordedRun
    /// The amendments of the run when it was opened.
    package let before: [Amendment]
    /// The amendments including the edits so far.
    package private(set) var amendments: [Amendment]

    /// Creates an editor for a run.
    ///
    /// Throws `RunRefusal` when the run has not reached the stage sample, or is not up to date.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - isUndoing: whether an amendment is to be undone. It may be one that sample could not apply.
    package init(_ run: RecordedRun, isUndoing: Bool = false) throws {
        let (selecting, before) = (run.stages.selector.name, run.stages.beforeSelection)
        try run.demand(selecting)
        try run.demandCurrent(isUndoing ? before : selecting)
        self.run = run
        self.before = try run.amendments()
        amendments = self.before
    }

    /// Adds one amendment of several questions, some to be dropped and some to be held.
    ///
    /// Throws `CurationError.usage` for an id that is unknown, given twice, or already held for the same reason, and for a
    /// question to be held that did not reach the stage sample; `RunRefusal` for a question to be dropped that is not in
    /// the final set.
    package mutating func add(drop: [String], keep: [String], reason: String?) throws {
        let number = (amendments.last?.number ?? 0) + 1
        guard number <= Amendment.highestNumber else {
            throw CurationError.usage(
                "\(run.folder): the last amendment has the number \(number - 1), the highest possible"
            )
        }
        let last = Dictionary(amendments.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var seen: Set<UInt64> = []
        for (action, prefixes) in [(Amendment.Action.drop, drop), (.keep, keep)] {
            for prefix in prefixes {
                let id = try id(prefix, for: action)
                guard seen.insert(id.value).inserted else {
                    throw CurationError.usage("\(id): given twice")
                }
                if let last = last[id], action == .keep, last.action == .keep,
                    reason == nil || reason == last.reason
                {
                    throw CurationError.usage("\(id): already held")
                }
                amendments.append(Amendment(number: number, id: id, action: action, reason: reason))
            }
        }
    }

    /// Undoes the last amendment for all of its questions.
    ///
    /// Throws `CurationError.usage` when there are no amendments.
    package mutating func undo() throws {
        guard let last = amendments.last?.number else {
            throw CurationError.usage("\(run.folder): there is no amendment to undo")
        }
        amendments.removeAll { $0.number == last }
    }

    private func id(_ prefix: String, for action: Amendment.Action) throws -> QuestionID {
        let questions = try run.questions(named: prefix)
        let id = run.pool.id(of: questions[0])
        let place =
            action == .drop ? try run.kept(by: run.stages.selector.name) : try run.kept(by: run.stages.beforeSelection)
        guard !questions.contains(where: { place.firstIndexOfSorted($0) != nil }) else { return id }
        let drops = try run.drops(of: questions)
        let drop = questions.lazy.compactMap { drops[$0] }.first
        let fate = drop.map { "\($0.stage.rawValue) dropped it" + ($0.rule.map { " (\($0))" } ?? "") } ?? ""
        let selecting = run.stages.selector.name
        if action == .drop { throw RunRefusal.notSelected(id, fate: fate, by: selecting) }
        throw CurationError.usage(
            "\(id): did not reach the stage \(selecting): \(fate); only questions that did can be held")
    }
}
