import Bytes
import Pools

/// Which fields of a file hold what a question needs, as far as their names and values tell.
///
/// Names that datasets have in common come first; values decide where names say nothing: lists of messages, texts with
/// `<think>`, lists that were stored as text, HTML.
package struct MapGuess: Sendable {
    /// The map of a source: targets with their templates; nil for rows that have the columns of the pool.
    package private(set) var map: [(target: String, template: String)]? = []
    /// The targets that have a value, with or without a map.
    package private(set) var targets: Set<String> = []
    /// The models whose outcomes are known, without the teacher.
    package private(set) var solvers: [String] = []
    /// Whether a name or a list of messages tells which field is the question.
    package private(set) var isNamed = true
    /// The fields of a conversation with several turns, of which only the first is taken.
    package private(set) var severalTurns: String?
    /// The field whose numbers exceed the bytes of the traces, of which it cannot be the length in tokens.
    package private(set) var impossibleLength: String?
    /// The share of responses without the end of their reasoning, if some have it.
    package private(set) var responsesCut: (field: String, count: Int, of: Int)?
    /// The field of the question, if rows of the sample lack it, so that they are no questions, and whether its text is
    /// blank in some.
    package private(set) var sparseQuestion: (field: String, isBlank: Bool)?
    /// The fields that are kept only as metadata.
    package private(set) var unused: [String] = []
    /// The templates of the model and the outcome of rows that are attempts; nil if they are questions.
    package private(set) var attempt: (model: String, correct: String, models: [String])?

    /// The field that names the model, of rows that are attempts.
    private(set) var modelField: String?

    /// The number of rows.
    private let count: Int
    private let fields: [SampledField]
    private let conversations: [SampledMessages]
    private var used: Set<String> = []

    /// Looks at rows; without a field with texts, the map is empty.
    ///
    /// - Parameters:
    ///   - rows: the first rows of a file.
    ///   - areAll: whether the file has no others, of which some may lack a field that all of these have.
    package init(rows: [JSON], areAll: Bool = true) {
        count = rows.count
        fields = SampledField.all(of: rows, areAll: areAll)
        conversations = fields.compactMap(SampledMessages.init)
        if rows.contains(where: { $0.string != nil }) {
            // Rows that are plain texts.
            isNamed = false
            add("question", "{.}")
        } else if KnownNames.published.allSatisfy({ name in fields.contains { $0.path == name } }) {
            takePublished()
        } else if addQuestion() {
            addTraceAndAnswers()
            addLabels()
            addLength()
            addOutcomes()
            findAttempts()
            unused = fields.map(\.path).filter { !used.contains($0) && !$0.contains(".") }
            map?.sort { Self.place(of: $0.target) < Self.place(of: $1.target) }
        }
    }

    private static func place(of target: String) -> Int {
        QuestionColumn(named: target)?.rawValue ?? QuestionColumn.outcomes.rawValue
    }

    private mutating func add(_ target: String, _ template: String) {
        map?.append((target, template))
        targets.insert(target)
    }

    private mutating func add(_ column: QuestionColumn, _ field: SampledField, _ filters: [String] = []) {
        used.insert(field.path)
        add(column.name, field.placeholder(filters))
    }

    /// Returns the field with the first of some names that passes a test and is not used yet.
    private func field(
        named names: [String], endings: [String] = [], where isFitting: (SampledField) -> Bool
    ) -> SampledField? {
        let free = fields.filter { !used.contains($0.path) && !$0.values.isEmpty && isFitting($0) }
        for isInObject in [false, true] {
            let fields = free.filter { $0.isInObject == isInObject }
            for name in names { if let field = fields.first(where: { $0.name == name }) { return field } }
            // An ending says little of a field within an object, which is about something else.
            let ending = fields.first { field in endings.contains { field.name.hasSuffix($0) } }
            if let ending, !isInObject { return ending }
        }
        return nil
    }

    private mutating func takePublished() {
        map = nil
        let names: [(String, String)] =
            QuestionColumn.all.map { ($0.name, $0.name) }
            + [("gemini_length", QuestionColumn.traceTokens.name), ("isgeminicorrect", "outcomes.teacher")]
        for (name, target) in names where fields.contains(where: { $0.path == name && !$0.values.isEmpty }) {
            targets.insert(target)
        }
        let models = fields.filter { $0.path.hasPrefix("outcomes.") }.map { String($0.path.dropFirst(9)) }
        for (name, model) in [("isqwen7bcorrect", "qwen2.5-7b-instruct"), ("isqwen32bcorrect", "qwen2.5-32b-instruct")]
        where fields.contains(where: { $0.path == name && !$0.values.isEmpty }) { solvers.append(model) }
        solvers += models.filter { $0 != "teacher" }
        targets.formUnion((solvers + models.filter { $0 == "teacher" }).map { "outcomes.\($0)" })
    }

    // MARK: - The question

    /// Adds the question; returns whether there is one.
    private mutating func addQuestion() -> Bool {
        let field =
            field(named: KnownNames.question, endings: Array(KnownNames.question.prefix(5))) { $0.isText }
        // A prompt may be a list of messages, too; a text that is only one of several likely ones is not looked for then.
        if field == nil || !KnownNames.question.prefix(5).contains(field?.name ?? ""),
            let conversation = conversations.first(where: { $0.asker != nil }), let asker = conversation.asker
        {
            if !conversation.isInEveryRow { sparseQuestion = (conversation.path, isBlank: false) }
            if conversation.hasSeveralTurns { severalTurns = conversation.path }
            used.insert(conversation.path)
            add(QuestionColumn.question.name, conversation.placeholder(of: asker))
            return true
        }
        if let field {
            if field.texts.count < count {
                sparseQuestion = (field.path, isBlank: field.texts.count < field.values.count)
            }
            used.insert(field.path)
            add(QuestionColumn.question.name, composed(field))
            return true
        }
        isNamed = false
        let longest = fields.filter(\.isText).max { Self.length($0) < Self.length($1) }
        guard let longest else { return false }
        used.insert(longest.path)
        add(QuestionColumn.question.name, longest.placeholder([], .required))
        return true
    }

    private static func length(_ field: SampledField) -> Int { field.texts.reduce(0) { $0 + $1.utf8.count } }

    /// Returns the template of a question with what belongs to it: a passage, an input, the text below a title, options.
    private mutating func composed(_ field: SampledField) -> String {
        var pieces = [field.placeholder([], .required)]
        func part(_ names: [String], _ test: (SampledField) -> Bool) -> SampledField? {
            self.field(named: names, where: test)
        }
        if let context = part(KnownNames.context, \.isText) {
            used.insert(context.path)
            pieces.insert(context.placeholder([], .optional), at: 0)
        }
        let below = field.name == "instruction" ? ["input"] : field.name == "title" ? ["body", "text", "content"] : []
        if let rest = part(below, \.isText) {
            used.insert(rest.path)
            pieces.append(rest.placeholder([], .optional))
        }
        var template = pieces.joined(separator: "\n\n")
        if let options = part(KnownNames.options, \.isListOfTexts) {
            used.insert(options.path)
            template += "\n" + options.placeholder(["lines"], .optional)
        }
        return template
    }

    // MARK: - Reasoning and answers

    private static let (thought, answer) = (["after:<think>", "before:</think>", "trim"], ["after:</think>", "trim"])

    private mutating func addTraceAndAnswers() {
        let solution = field(named: KnownNames.solution) { field in
            !field.values.contains { $0.object != nil } && !field.mostContain("</think>")
        }
        if let solution { add(.solution, solution) }
        // The marks tell more than a name, so that any name will do.
        let marked = field(named: KnownNames.response + KnownNames.trace, endings: [""]) {
            ($0.isText || $0.isListOfTexts) && $0.mostContain("</think>")
        }
        if let marked {
            noteCut(marked)
            let first = marked.isListOfTexts ? ["first"] : []
            add(.trajectories, marked, first + Self.thought)
            add(.attempt, marked, first + Self.answer)
            return
        }
        let trace = field(named: KnownNames.trace, endings: KnownNames.traceEndings) { $0.isText || $0.isListOfTexts }
        if let trace { add(.trajectories, trace) }
        if let response = field(named: KnownNames.response, endings: KnownNames.responseEndings, where: \.isText) {
            // What answers without a trace of its own is as good a solution as any.
            add(trace == nil && solution == nil ? .solution : .attempt, response)
        } else {
            addMessages(hasTrace: trace != nil)
        }
    }

    /// Adds what the first answer of a conversation has.
    private mutating func addMessages(hasTrace: Bool) {
        guard let conversation = conversations.first(where: { $0.answerer != nil }), let role = conversation.answerer
        else {
            return
        }
        used.insert(conversation.path)
        let texts = conversation.texts(of: role)
        let reasoning = KnownNames.messageReasoning.first { !conversation.texts(of: role, $0).isEmpty }
        let isMarked = 2 * texts.count { $0.contains("</think>") } >= texts.count && !texts.isEmpty
        if isMarked {
            add(QuestionColumn.trajectories.name, conversation.placeholder(of: role, nil, Self.thought))
            add(QuestionColumn.attempt.name, conversation.placeholder(of: role, nil, Self.answer))
            return
        }
        if let reasoning, !hasTrace {
            add(QuestionColumn.trajectories.name, conversation.placeholder(of: role, reasoning))
        }
        let isSolution = !hasTrace && reasoning == nil && !targets.contains(QuestionColumn.solution.name)
        add((isSolution ? QuestionColumn.solution : .attempt).name, conversation.placeholder(of: role))
    }

    private mutating func noteCut(_ field: SampledField) {
        let texts = field.values.compactMap { $0.string ?? $0.list?.first?.string }
        let cut = texts.count { !$0.contains("</think>") }
        if cut > 0 { responsesCut = (field.path, cut, texts.count) }
    }

    // MARK: - Labels, lengths and outcomes

    private mutating func addLabels() {
        let sourceType = field(named: KnownNames.sourceType, where: \.isText)
        if let sourceType { add(.sourceType, sourceType) }
        let domain = field(named: KnownNames.domain) { field in
            let labels = field.values.compactMap { $0.string ?? $0.list?.first?.string }
            let distinct = Set(labels).count
            // A label is short, and other questions have it, too.
            return (field.isText || field.isListOfTexts) && labels.allSatisfy { $0.utf8.count <= 200 }
                && (labels.count < 20 || 2 * distinct <= labels.count)
        }
        guard let domain else { return }
        add(.domain, domain, domain.isListOfTexts ? ["first"] : [])
    }

    private mutating func addLength() {
        let field = field(named: KnownNames.traceTokens, endings: ["tokens"]) {
            $0.wholeNumbers?.allSatisfy { $0 >= 0 } == true
        }
        guard let field, let numbers = field.wholeNumbers else { return }
        add(.traceTokens, field)
        let traces = (map ?? []).filter { $0.target == QuestionColumn.trajectories.name }.map(\.template)
        let traced = fields.filter { field in
            (field.isText || field.isListOfTexts) && used.contains(field.path)
                && traces.contains { $0.dropFirst().hasPrefix(field.path) }
        }
        guard !traced.isEmpty else { return }
        let bytes = traced.flatMap(\.values).reduce(0) { sum, value in
            sum + (value.list ?? [value]).reduce(0) { $0 + ($1.string?.utf8.count ?? 0) }
        }
        // A token is at least a byte. Subtracted, since a sum of any numbers may be none that fits.
        var left = bytes
        let isBeyond = numbers.contains { number in
            left -= max(0, number)
            return left < 0
        }
        if isBeyond { impossibleLength = field.path }
    }

    private mutating func addOutcomes() {
        let outcomes = fields.filter { field in
            guard !used.contains(field.path), field.isOutcome || field.isListOfOutcomes,
                !KnownNames.isNegated(field.spelledName)
            else { return false }
            // What is true or false of a model is whether it was right.
            return KnownNames.outcomeMarks.contains { field.name.contains($0) }
                || field.name.hasSuffix("model") && field.values.allSatisfy { $0.bool != nil }
        }
        var models: Set<String> = []
        for field in outcomes {
            let model = model(of: field)
            guard models.insert(model).inserted else { continue }
            used.insert(field.path)
            add("outcomes.\(model)", field.placeholder(field.isListOfOutcomes ? ["first"] : []))
            if model != Self.teacher { solvers.append(model) }
        }
    }

    private static let teacher = "teacher"

    /// Returns the model that the name of an outcome tells: the teacher, if it names nobody or whoever wrote the trace.
    private func model(of field: SampledField) -> String {
        if field.isListOfOutcomes { return Self.teacher }
        var words = field.spelledName.split { $0 == "_" || $0 == "-" || $0 == " " || $0 == "." }.map(String.init)
        if words.count == 1, let word = words.first?.lowercased(), word.hasSuffix("correct") {
            words = [String(word.dropLast(7))]
            if words[0].hasPrefix("is") { words[0].removeFirst(2) }
        }
        let rest = words.filter { !$0.isEmpty && !KnownNames.outcomeWords.contains($0.lowercased()) }
        let name = rest.joined(separator: "-").lowercased()
        let known = name.filter { $0.isLetter || $0.isNumber }
        let traces = map?.filter { $0.target == QuestionColumn.trajectories.name }.map(\.template) ?? []
        let isTeacher = traces.contains {
            $0.lowercased().filter { $0.isLetter || $0.isNumber }.hasPrefix(known)
        }
        return rest.isEmpty || isTeacher ? Self.teacher : name
    }

    /// Finds out whether the rows are attempts of models named in each row, which is what recordings hold.
    private mutating func findAttempts() {
        guard let model = field(named: KnownNames.model, where: \.isText),
            let outcome = map?.first(where: { $0.target == "outcomes.\(Self.teacher)" }),
            !targets.contains(QuestionColumn.trajectories.name)
        else { return }
        attempt = (model.placeholder(), outcome.template, Set(model.texts).sorted())
        modelField = model.path
    }

    /// Adds models that further rows of the file name to those of the attempts.
    mutating func add(models: Set<String>) {
        let all = models.union(attempt?.models ?? []).sorted()
        attempt?.models = all
    }
}
