import Bytes
import Messages
import Pools

/// The last gate: looks at the final set once more, whatever the stages before have done.
///
/// No question may share a run of words with a benchmark item, by the rule of decontaminate; no two questions may be
/// equal; each must have what `quality.require` names; and there must be as many as the target says. Items that have
/// fewer words than a run are beyond that rule: they are compared as whole texts, lower-cased and with white space
/// folded, and the questions that are one of them are listed, in the passage on record, in the dataset card and to
/// whoever runs it.
package struct ExportGate {
    /// The file in which the passage is put on record.
    package static let fileName = "gate.json"

    let settings: GateSettings
    let benchmarks: Benchmarks
    let questions: any Questions

    /// A gate before some questions.
    package init(settings: GateSettings, benchmarks: Benchmarks, questions: any Questions) {
        self.settings = settings
        self.benchmarks = benchmarks
        self.questions = questions
    }

    /// A passage of the gate: what was looked at, and what it was held against.
    package struct Passage {
        /// The passage as it is put on record.
        package let json: JSON
        /// How many benchmark items there are, and how many of them are too short for the rule.
        package let items: Int
        /// How many items are too short for the rule.
        package let shortItems: Int
        /// The questions that are a short item, word for word, and which.
        package let shortMatches: [(id: String, item: String)]
    }

    private struct Fault {
        /// What the questions do that they must not.
        package let what: String
        var questions: [String] = []
    }

    /// Lets some questions pass.
    ///
    /// Throws `CurationError.failed` with all that does not hold, naming the questions.
    package func pass(_ chosen: [QuestionIndex]) throws -> Passage {
        let length = settings.ngram
        let short = benchmarks.items.filter { $0.words.count < length }
        let shortTexts = Dictionary(short.map { ($0.words.whole, $0) }, uniquingKeysWith: { first, _ in first })
        var shared = Fault(what: "share \(length) words in a row with a benchmark item")
        var shortMatches: [(id: String, item: String)] = []
        var equal = Fault(what: "stand in the set twice")
        var lacking = Fault(what: "lack what quality.require names")
        let facts = questions.facts
        let missing = MissingRule(settings.require, outcomesOf: settings.models, facts)
        let runs = WordRuns(length: length)
        var seen: Set<UInt64> = []
        for question in chosen {
            let text = try questions.text(of: question)
            let id = facts.id(of: question).description
            text.withByteView { text in
                runs.read(text)
                if let match = benchmarks.match(in: runs) {
                    shared.questions.append("\(id) (\(match.item.place): \"\(match.words)\")")
                } else if runs.words.count < length, let item = shortTexts[runs.words.whole] {
                    shortMatches.append((id, "\(item.place): \"\(item.words.whole)\"".shown))
                }
                let lacks = missing.missing(in: Question(facts: facts, index: question, text: text))
                if !lacks.isEmpty { lacking.questions.append("\(id) (\(lacks.joined(separator: ", ")))") }
            }
            // Two texts of one id would have ended decontaminate.
            if !seen.insert(facts.ids[question]).inserted { equal.questions.append(id) }
        }
        var faults = [shared, equal, lacking].filter { !$0.questions.isEmpty }.map(Self.words)
        let target = settings.target
        if chosen.count < target, !settings.allowsShort {
            faults.append("the target is \(target), and the set has \(chosen.count) questions")
        }
        guard faults.isEmpty else {
            throw CurationError.failed(
                .joined(["the last gate does not hold, and nothing was exported:"] + faults, by: "\n  ")
                    + "\n\"where\" in a source leaves a row out")
        }
        return passage(chosen.count, short, shortMatches)
    }

    private static func words(for fault: Fault) -> Message {
        let most = 20
        let some = fault.questions.prefix(most).joined(separator: "; ")
        let count = fault.questions.count
        return "questions that \(fault.what) (\(Wording.grouped(count))): \(some)"
            + (count > most ? "; and \(Wording.grouped(count - most)) more" : "")
    }

    private func passage(
        _ count: Int, _ short: [Benchmarks.Item], _ matches: [(id: String, item: String)]
    ) -> Passage {
        var sets: [(name: String, items: Int, short: Int)] = []
        var places: [String: Int] = [:]
        for name in settings.benchmarks where places[name] == nil {
            places[name] = sets.count
            sets.append((name, 0, 0))
        }
        for item in benchmarks.items {
            guard let place = places[item.benchmark] else { continue }
            sets[place].items += 1
            if item.words.count < settings.ngram { sets[place].short += 1 }
        }
        let json: JSON = [
            "questions": JSON(count), "target": JSON(settings.target),
            "require": .strings(settings.require), "ngram": JSON(settings.ngram),
            "benchmarks": .list(
                sets.map { ["name": .string($0.name), "items": JSON($0.items), "short": JSON($0.short)] }),
            "short_items": .list(
                short.map { item in
                    [
                        "benchmark": .string(item.benchmark), "file": .string(item.file),
                        item.origin.unit.rawValue: JSON(item.origin.number), "text": .string(item.words.whole),
                    ]
                }),
            "short_matches": .list(matches.map { ["id": .string($0.id), "item": .string($0.item)] }),
        ]
        return Passage(
            json: json, items: benchmarks.items.count, shortItems: short.count, shortMatches: matches)
    }
}

extension Benchmarks.Item {
    /// The item in words: its benchmark, file and line or row.
    fileprivate var place: String {
        "\(benchmark), \(file), \(origin.unit.rawValue) \(origin.number)"
    }
}

extension Words {
    /// All words, lower-cased, with single spaces between.
    var whole: String { joined(0..<count) }
}

/// What the last gate asks of a set.
package struct GateSettings: Sendable {
    /// How many words in a row make an overlap with a benchmark item.
    let ngram: Int
    /// The names of `quality.require`.
    let require: [String]
    /// The models whose outcomes `outcomes` stands for.
    let models: [String]
    /// How many questions there are to be.
    let target: Int
    /// Whether there may be fewer.
    let allowsShort: Bool
    /// The benchmarks' names, in the order of the recipe.
    let benchmarks: [String]

    /// What a recipe asks of the set.
    package init(ngram: Int, require: [String], models: [String], target: Int, allowsShort: Bool, benchmarks: [String])
    {
        self.ngram = ngram
        self.require = require
        self.models = models
        self.target = target
        self.allowsShort = allowsShort
        self.benchmarks = benchmarks
    }
}
