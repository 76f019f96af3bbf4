import Bytes
import Messages
import Stages

/// A note on a stage of a run, which is shown in the run's answer and on the dataset card.
package struct RunNote: Equatable, Sendable {
    /// The stage.
    package let stage: StageName
    /// What was noted.
    package let note: StageNote

    /// Returns the note as a sentence without its full stop, in which names and texts from files are written as given.
    ///
    /// - Parameters:
    ///   - name: writes a name, such as that of a source.
    ///   - text: writes words of a question, or the name of a file.
    func words(name: (String) -> String, text: (String) -> String) -> String {
        switch note {
        case .emptiedSource(let source, let entered):
            return "\(stage) dropped all \(Wording.counted(entered, "question")) of the source \(name(source))"
        case .commonItem(let benchmark, let place, let count):
            return "\(stage) dropped \(Wording.counted(count, "question")) for one item of \(name(benchmark)): "
                + "\(text(place.file)), \(place.unit.rawValue) \(place.number)"
        case .commonWords(let words, let rule, let count):
            return "\(stage) dropped \(Wording.counted(count, "question")) for the words \(text(words)) alone "
                + "(\(name(rule.rawValue)))"
        case .unusedRules(let rules):
            let names = listed(rules.map { name($0.rawValue) }, "and")
            return "\(stage) found nothing by the rule\(rules.count == 1 ? "" : "s") \(names)"
        }
    }

    /// The note as a sentence without its full stop.
    package var words: String { words(name: { "\"\($0)\"" }, text: { "\"\($0)\"" }) }

    /// The note in the form of the manifest, with its stage and its description.
    package var json: JSON {
        var object: JSONObject = ["stage": .string(stage.rawValue)]
        for member in (note.json.object ?? [:]).members { object[member.name] = member.value }
        object["words"] = .string(words)
        return .object(object)
    }
}

extension Manifest {
    /// The notes on all stages on record, in order.
    package var notes: [RunNote] {
        order.names.flatMap { stage in
            (stages[stage]?.counts["notes"]?.list ?? []).compactMap { note in
                StageNote(note).map { RunNote(stage: stage, note: $0) }
            }
        }
    }
}

/// A stage that kept none of the questions that entered it.
package struct EmptiedStage: Equatable, Sendable {
    /// The number of questions that a rule dropped.
    package struct RuleCount: Equatable, Sendable {
        /// The rule.
        package let rule: RuleName
        /// The number of questions.
        package let count: Int

        /// Creates a count.
        package init(_ rule: RuleName, _ count: Int) {
            (self.rule, self.count) = (rule, count)
        }
    }

    /// The stage.
    package let stage: StageName
    /// The number of questions that entered; for ingest, of rows that were read.
    package let entered: Int
    /// The rules that dropped questions, the commonest first.
    package let rules: [RuleCount]

    /// Creates a description of a stage.
    package init(_ stage: StageName, entered: Int, rules: [RuleCount]) {
        (self.stage, self.entered, self.rules) = (stage, entered, rules)
    }
}

extension Funnel {
    /// The first stage that kept no question although some entered, if there is one.
    package var emptied: EmptiedStage? {
        guard let step = steps.first(where: { $0.entered > 0 && $0.kept == 0 }) else { return nil }
        let rules = step.rules.filter { $0.count > 0 }.enumerated()
            .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .map { EmptiedStage.RuleCount($0.element.name, $0.element.count) }
        return EmptiedStage(step.stage, entered: step.entered, rules: rules)
    }
}
