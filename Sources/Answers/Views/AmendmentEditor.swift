import Bytes
import Files
import Messages
import Pools
import Stages

/// Takes up what a reviewer says by hand of a finished run's questions.
package struct AmendmentEditor {
    private let run: RecordedRun
    /// The amendments as the run had them when it was opened.
    package let before: [Amendment]
    /// The amendments so far and those taken up since.
    package private(set) var amendments: [Amendment]

    /// Throws `RunRefusal` when the run has not come as far as sample, or is not up to date.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - isUndoing: whether an amendment is to be taken back, which may be one that sample could not follow.
    package init(_ run: RecordedRun, isUndoing: Bool = false) throws {
        let (selecting, before) = (run.stages.selector.name, run.stages.beforeSelection)
        try run.demand(selecting)
        try run.demandCurrent(isUndoing ? before : selecting)
        self.run = run
        self.before = try run.amendments()
        amendments = self.before
    }

    /// Takes up one amendment of several questions, some to be taken out and some to be held.
    ///
    /// Throws `CurationError.usage` for an id that is unknown, that stands twice, that is held already for the same reason, or
    /// that is not where it would have to be: what is taken out in the final set, what is held among the questions that
    /// reached the stage sample.
    package mutating func add(drop: [String], keep: [String], reason: String?) throws {
        let number = (amendments.last?.number ?? 0) + 1
        guard number <= Amendment.highestNumber else {
            throw CurationError.usage(
                "\(run.folder): the last amendment has the number \(number - 1), the highest there can be"
            )
        }
        let last = Dictionary(amendments.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var seen: Set<UInt64> = []
        for (action, prefixes) in [(Amendment.Action.drop, drop), (.keep, keep)] {
            for prefix in prefixes {
                let id = try id(prefix, for: action)
                guard seen.insert(id.value).inserted else {
                    throw CurationError.usage("\(id): it stands twice; once is right")
                }
                if let last = last[id], action == .keep, last.action == .keep,
                    reason == nil || reason == last.reason
                {
                    throw CurationError.usage("\(id): it is held already")
                }
                amendments.append(Amendment(number: number, id: id, action: action, reason: reason))
            }
        }
    }

    /// Takes the last amendment back, all of its questions.
    ///
    /// Throws `CurationError.usage` when there is none.
    package mutating func undo() throws {
        guard let last = amendments.last?.number else {
            throw CurationError.usage("\(run.folder): there is no amendment to take back")
        }
        amendments.removeAll { $0.number == last }
    }

    private func id(_ prefix: String, for action: Amendment.Action) throws -> QuestionID {
        let questions = try run.questions(withID: prefix)
        let id = run.pool.id(of: questions[0])
        let place =
            action == .drop ? try run.kept(by: run.stages.selector.name) : try run.kept(by: run.stages.beforeSelection)
        guard !questions.contains(where: { place.firstIndexOfSorted($0) != nil }) else { return id }
        let drops = try run.drops(of: questions)
        let drop = questions.lazy.compactMap { drops[$0] }.first
        let fate = drop.map { "\($0.stage.rawValue) dropped it" + ($0.rule.map { " (\($0))" } ?? "") } ?? ""
        throw CurationError.usage(
            action == .drop
                ? "\(id): it is not in the final set: \(fate); curate inspect sample shows what is"
                : "\(id): it did not reach the stage sample: \(fate); only what did can be held")
    }
}
