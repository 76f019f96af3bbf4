import Bytes
import Messages
import Pools
import Shapes
import Stages

/// A recipe for files of which nothing is known but what they show.
package struct RecipeGuess: Sendable {
    /// What the recipe of s1K needs and the files do not give.
    package enum Gap: Hashable, Sendable {
        /// No field tells the question of a file by its name; the one with the longest texts is taken.
        case questionName(file: String)
        /// A file has no traces.
        case trace(file: String)
        /// A file has no lengths of traces in tokens, and there is no tokenizer, so that the draw ranks by bytes.
        case traceTokens(file: String)
        /// A file has no domains.
        case domain(file: String)
        /// It is unknown for all files whether the teacher was right.
        case teacher
        /// No model's success tells that a question is too easy.
        case solvers
        /// There is no evaluation set.
        case benchmarks
    }

    /// The recipe.
    package private(set) var document: JSON = .null
    /// The files that are sources, in order.
    package private(set) var sources: [FileGuess] = []
    /// The files that are recordings of attempts, in order.
    package private(set) var recordings: [FileGuess] = []
    /// What is missing, in the order of the stages.
    package private(set) var gaps: [Gap] = []

    /// The domain of questions that have none.
    package static let onlyDomain = "all"

    /// Makes a recipe for files in the current folder.
    ///
    /// - Parameters:
    ///   - files: what is known of each.
    ///   - tokenizer: the path of the tokenizer's vocabulary, if there is one.
    package init(_ files: [FileGuess], tokenizer: String?) {
        let attempts = files.filter { $0.map.attempt != nil }
        recordings = attempts.count < files.count ? attempts : []
        sources = files.filter { file in !recordings.contains { $0.path == file.path } }
        gaps = sources.filter { !$0.map.isNamed }.map { .questionName(file: $0.path) }
        let (trace, length, domain) = (
            QuestionColumn.trajectories.name, QuestionColumn.traceTokens.name, QuestionColumn.domain.name
        )
        func lacking(_ target: String) -> [FileGuess] { sources.filter { !$0.map.targets.contains(target) } }
        gaps += lacking(trace).map { .trace(file: $0.path) }
        if tokenizer == nil { gaps += lacking(length).map { .traceTokens(file: $0.path) } }
        gaps += lacking(domain).map { .domain(file: $0.path) }

        let models = recordings.flatMap { $0.map.attempt?.models ?? [] } + sources.flatMap(\.map.solvers)
        let solvers = Set(models).subtracting([Self.teacher]).sorted()
        // What only some of the sources have is not demanded of the others.
        func areRequired(_ target: String) -> Bool { lacking(target).isEmpty }
        let knowsTeacher = areRequired("outcomes.\(Self.teacher)")
        if !knowsTeacher { gaps.append(.teacher) }
        if solvers.isEmpty { gaps.append(.solvers) }
        gaps.append(.benchmarks)

        var required = areRequired(trace) ? ["trace"] : []
        if areRequired(length) || tokenizer != nil && areRequired(trace) { required.append(length) }
        if areRequired(domain) { required.append(domain) }
        if knowsTeacher { required.append("outcomes.\(Self.teacher)") }

        var document: JSONObject = ["name": .string(Self.runName(sources.first?.sourceName ?? ""))]
        document[Inputs.sourcesKey.key.name] = .list(Self.named(sources).map(Self.source))
        if !recordings.isEmpty {
            document[Inputs.recordingsKey.key.name] = .list(Self.named(recordings).map(Self.recording))
        }
        if let tokenizer { document[TokenizerRecipe.section.key.name] = ["path": .string(tokenizer)] }
        document[QualityRecipe.section.key.name] = ["require": .strings(required)]
        if !solvers.isEmpty {
            let unknown: JSON = lacking("outcomes.\(solvers[0])").isEmpty ? "drop" : "keep"
            document[DifficultyRecipe.section.key.name] = ["solvers": .strings(solvers), "unknown": unknown]
        }
        document[SampleRecipe.section.key.name] =
            gaps.contains { if case .traceTokens = $0 { true } else { false } }
            ? ["target": 1000, "length": .string(LengthUnit.bytes.rawValue), "short": "allow"]
            : ["target": 1000, "short": "allow"]
        self.document = .object(document)
    }

    private static var teacher: String { SampleRecipe.teacherKey.defaultValue }

    /// Returns files with names: those of the same name that are not parts of one dataset get a number behind it.
    private static func named(_ files: [FileGuess]) -> [(name: String, file: FileGuess)] {
        var shapes: [String: [String]] = [:]
        return files.map { file in
            let name = file.sourceName.allSatisfy(\.isWhitespace) ? "source" : file.sourceName
            let shape = "\(file.format) \(file.map.map.map { $0.map { "\($0)=\($1)" } } ?? [])"
            let known = shapes[name, default: []]
            let place = known.firstIndex(of: shape) ?? known.count
            if place == known.count { shapes[name, default: []].append(shape) }
            return (place == 0 ? name : "\(name)-\(place + 1)", file)
        }
    }

    /// Returns a name for the run that may be that of a folder.
    private static func runName(_ name: String) -> String {
        let letters = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }
        let start = String(letters.drop { !$0.isLetter && !$0.isNumber }.prefix(60))
        return start.isEmpty ? "mine" : start
    }

    static func input(_ name: String, _ file: FileGuess) -> JSONObject {
        var input: JSONObject = [
            "name": .string(name), "format": .string(file.format), "path": .string(file.recipePath),
        ]
        for option in file.options.members { input[option.name] = option.value }
        return input
    }

    private static func source(_ name: String, _ file: FileGuess) -> JSON {
        var source = input(name, file)
        guard let templates = file.map.map else { return .object(source) }
        var map = JSONObject()
        for (target, template) in templates { map[target] = .string(template) }
        if map[QuestionColumn.domain.name] == nil { map[QuestionColumn.domain.name] = .string(onlyDomain) }
        if let sparse = file.map.sparseQuestion {
            let field = JSON.string(sparse.field)
            source["where"] = [
                sparse.isBlank ? ["field": field, "matches": "\\S"] : ["field": field, "is": "present"]
            ]
        }
        source["map"] = .object(map)
        return .object(source)
    }

    private static func recording(_ name: String, _ file: FileGuess) -> JSON {
        var recording = input(name, file)
        let question = file.map.map?.first { $0.target == QuestionColumn.question.name }?.template ?? ""
        recording["question"] = .string(question)
        if let attempt = file.map.attempt {
            recording["outcome"] = ["model": .string(attempt.model), "correct": .string(attempt.correct)]
        }
        return .object(recording)
    }
}
