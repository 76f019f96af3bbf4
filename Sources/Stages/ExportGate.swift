import Bytes
import Messages
import Pools

/// The final check of the chosen set, independent of the stages before it.
///
/// No question may share an n-gram with a benchmark item, by the rule of decontaminate; no two questions may be equal;
/// each must have what `quality.require` names; and there must be as many as the target asks for. Items with fewer
/// words than an n-gram are not covered by that rule: they are compared as whole texts, lowercased and with white space
/// collapsed, and the questions that match one are listed in the recorded report, in the dataset card and on the
/// terminal.
package struct ExportGate {
    /// The name of the file that records the report.
    package static let fileName = "gate.json"

    let settings: GateSettings
    let benchmarks: EvaluationSets
    let questions: any Questions

    /// Creates a gate for the given questions.
    package init(settings: GateSettings, benchmarks: EvaluationSets, questions: any Questions) {
        self.settings = settings
        self.benchmarks = benchmarks
        self.questions = questions
    }

    /// The report of a set that passed: what was checked, and against what.
    package struct Passage {
        /// The report as it is recorded.
        package let json: JSON
        /// The number of benchmark items.
        package let items: Int
        /// The number of items that are too short for the n-gram rule.
        package let shortItems: Int
        /// The questions that equal a short item word for word, each with that item.
        package let shortMatches: [(id: String, item: String)]
    }

    private struct Fault {
        /// The forbidden property that the questions have, as a verb phrase.
        package let what: String
        var questions: [String] = []
    }

    /// Checks the chosen questions.
    ///
    /// Throws `CurationError.failed` with all violations and the questions that cause them.
    package func pass(_ chosen: [QuestionIndex], threads: Int = 1) throws -> Passage {
        let length = settings.ngram
        let containment = settings.containment
        let matcher = try containment.map { containment in
            try ContainmentSearch(
                benchmarks, among: questions, ignoredPhrases: containment.ignoredPhrases, threads: threads
            ).makeMatcher()
        }
        // By containment, short items are compared as wholes.
        let short = containment == nil ? benchmarks.items.filter { $0.words.count < length } : []
        let shortTexts = Dictionary(short.map { ($0.words.whole, $0) }, uniquingKeysWith: { first, _ in first })
        var shared = Fault(
            what: containment == nil
                ? "share \(length) words in a row with a benchmark item" : "overlap with a benchmark item")
        var shortMatches: [(id: String, item: String)] = []
        var equal = Fault(what: "are in the set twice")
        var lacking = Fault(what: "lack what quality.require names")
        let facts = questions.facts
        let missing = MissingRule(settings.require, outcomesOf: settings.models, facts)
        let runs = NGrams(length: length)
        var seen: Set<UInt64> = []
        for question in chosen {
            let text = try questions.text(of: question)
            let id = facts.id(of: question).description
            text.withByteView { text in
                runs.read(text)
                if let containment, let matcher {
                    let match = matcher.match(
                        text, threshold: containment.threshold, same: containment.benchmark == .drop,
                        templates: containment.benchmarkTemplate == .drop)
                    if let match {
                        let score = Wording.significant(Double(match.score) / 1000)
                        shared.questions.append("\(id) (\(benchmarks.items[match.item].place): \(score))")
                    }
                } else if let match = benchmarks.match(in: runs) {
                    shared.questions.append("\(id) (\(match.item.place): \"\(match.words)\")")
                } else if runs.words.count < length, let item = shortTexts[runs.words.whole] {
                    shortMatches.append((id, "\(item.place): \"\(item.words.whole)\"".shown))
                }
                let lacks = missing.missing(in: Question(facts: facts, index: question, text: text))
                if !lacks.isEmpty { lacking.questions.append("\(id) (\(lacks.joined(separator: ", ")))") }
            }
            // Decontaminate has already failed if two different texts have the same id.
            if !seen.insert(facts.ids[question]).inserted { equal.questions.append(id) }
        }
        var faults = [shared, equal, lacking].filter { !$0.questions.isEmpty }.map(Self.words)
        let target = settings.target
        if chosen.count < target, !settings.allowsShort {
            faults.append("the target is \(target), and the set has \(chosen.count) questions")
        }
        guard faults.isEmpty else {
            throw CurationError.failed(
                .joined(["the final check failed, and nothing was exported:"] + faults, by: "\n  ")
                    + "\nuse \"where\" in a source to leave out a row")
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
        _ count: Int, _ short: [EvaluationSets.Item], _ matches: [(id: String, item: String)]
    ) -> Passage {
        var sets: [(name: String, items: Int, short: Int)] = []
        var places: [ByteKey: Int] = [:]
        for name in settings.benchmarks where places[ByteKey(name)] == nil {
            places[ByteKey(name)] = sets.count
            sets.append((name, 0, 0))
        }
        for item in benchmarks.items {
            guard let place = places[ByteKey(item.benchmark)] else { continue }
            sets[place].items += 1
            if settings.containment == nil, item.words.count < settings.ngram { sets[place].short += 1 }
        }
        var report: JSONObject = [
            "questions": JSON(count), "target": JSON(settings.target), "require": .strings(settings.require),
        ]
        if let containment = settings.containment {
            report["method"] = .string(containment.method.rawValue)
            report["threshold"] = JSON(Double(containment.threshold) / 1000)
        } else {
            report["ngram"] = JSON(settings.ngram)
        }
        report["benchmarks"] = .list(
            sets.map { ["name": .string($0.name), "items": JSON($0.items), "short": JSON($0.short)] })
        report["short_items"] = .list(
            short.map { item in
                [
                    "benchmark": .string(item.benchmark), "file": .string(item.file),
                    item.origin.unit.rawValue: JSON(item.origin.number), "text": .string(item.words.whole),
                ]
            })
        report["short_matches"] = .list(matches.map { ["id": .string($0.id), "item": .string($0.item)] })
        return Passage(
            json: .object(report), items: benchmarks.items.count, shortItems: short.count, shortMatches: matches)
    }
}

extension EvaluationSets.Item {
    /// The location of the item: its benchmark, file, and line or row.
    fileprivate var place: String {
        "\(benchmark), \(file), \(origin.unit.rawValue) \(origin.number)"
    }
}

extension Words {
    /// All words, lowercased and separated by single spaces.
    var whole: String { joined(0..<count) }
}

/// The requirements of the final check.
package struct GateSettings: Sendable {
    /// The number of consecutive words that make an overlap with a benchmark item.
    let ngram: Int
    /// The settings of the comparison by containment; nil if words are compared.
    let containment: DecontaminateRecipe?
    /// The names of `quality.require`.
    let require: [String]
    /// The models that `outcomes` stands for.
    let models: [String]
    /// The number of questions that the set must have.
    let target: Int
    /// Whether the set may have fewer.
    let allowsShort: Bool
    /// The names of the benchmarks, in the order of the recipe.
    let benchmarks: [String]

    /// Creates settings from the values of a recipe.
    package init(
        decontaminate: DecontaminateRecipe, require: [String], models: [String], target: Int, allowsShort: Bool,
        benchmarks: [String]
    ) {
        ngram = decontaminate.ngram
        containment = decontaminate.method == .containment ? decontaminate : nil
        self.require = require
        self.models = models
        self.target = target
        self.allowsShort = allowsShort
        self.benchmarks = benchmarks
    }
}
