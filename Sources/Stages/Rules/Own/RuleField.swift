import Bytes
import Messages
import Pools
import Rows
import Shapes

/// A question with its texts, as rules of one's own look at it.
struct RuleSubject {
    /// The question.
    let question: Question
    /// The texts of its line of the pool; nil if no rule asks for them.
    let texts: QuestionTexts?
}

/// What a rule of one's own looks at: a text of the question, or another of its columns as text.
struct RuleField: Sendable, Equatable {
    private enum Place: Equatable {
        case question, source, sourceType, domain, traceTokens
        case outcome(model: String)
        /// A column of the line of the pool.
        case line(QuestionColumn)
        /// A member of the metadata.
        case member([[UInt8]], whole: [UInt8])
    }

    /// The name, as the recipe has it.
    let name: String
    private let place: Place

    /// The names of the fields, without those of members of the metadata and of outcomes.
    static let names =
        ["question", "solution", traceName, "attempt"]
        + [QuestionColumn.cot, .cotType, .source, .sourceType, .domain, .traceTokens, .metadata].map(\.name)
    /// The name of the traces, as `quality.require` has it.
    private static let traceName = MissingRule.trace
    private static let memberPrefix = QuestionColumn.metadata.name + "."

    /// Creates the field with a name; returns nil if there is none.
    init?(_ name: String) {
        self.name = name
        if name == Self.traceName {
            place = .line(.trajectories)
        } else if let column = QuestionColumn(named: name) {
            switch column {
            case .question: place = .question
            case .source: place = .source
            case .sourceType: place = .sourceType
            case .domain: place = .domain
            case .traceTokens: place = .traceTokens
            case .solution, .attempt, .cot, .cotType, .trajectories, .metadata: place = .line(column)
            default: return nil
            }
        } else if Target.isOutcome(name), case .outcome(let model) = Target(name) {
            place = .outcome(model: model)
        } else {
            guard name.hasPrefix(Self.memberPrefix), name != Self.memberPrefix else { return nil }
            let path = FieldPath(String(name.dropFirst(Self.memberPrefix.count)))
            place = .member(path.names, whole: path.whole)
        }
    }

    /// Whether the field is in the line of the pool alone.
    var needsLine: Bool {
        switch place {
        case .line, .member: true
        case .question, .source, .sourceType, .domain, .traceTokens, .outcome: false
        }
    }

    /// Calls `body` with each text of the field until it returns false; not at all if the question lacks the field.
    func forEachText(of subject: RuleSubject, _ body: (ByteView) -> Bool) {
        let question = subject.question
        switch place {
        case .question: _ = body(question.text)
        case .source: visit(question.facts.sourceName(of: question.index), body)
        case .sourceType: visit(question.facts.sourceType(of: question.index), body)
        case .domain: visit(question.label, body)
        case .traceTokens: visit(question.traceTokens.map(String.init), body)
        case .outcome(let model):
            switch question.outcome(of: question.facts.model(named: model)) {
            case .unknown: return
            case let outcome: visit(outcome == .right ? "true" : "false", body)
            }
        case .line(.metadata):
            guard let metadata = subject.texts?.metadata, !metadata.isEmpty else { return }
            _ = metadata.withByteView(body)
        case .line(let column):
            for part in subject.texts?.parts ?? [] where part.column == column {
                if !part.text.withByteView(body) { return }
            }
        case .member(let names, let whole):
            guard let text = subject.texts.flatMap({ Self.member(names, whole: whole, of: $0.metadata) }) else {
                return
            }
            _ = text.withByteView(body)
        }
    }

    private func visit(_ text: String?, _ body: (ByteView) -> Bool) {
        if let text { _ = text.withByteView(body) }
    }

    /// Returns the text of a member of the metadata: a string decoded, any other value as JSON; nil for null.
    private static func member(_ names: [[UInt8]], whole: [UInt8], of metadata: [UInt8]) -> [UInt8]? {
        metadata.withByteView { json in
            var index = JSONIndex()
            guard (try? index.index(json)) != nil, index.root.kind == .object else { return nil }
            // A member whose name equals the whole path, including dots, takes precedence.
            let named = whole.withByteView { index.value(named: $0) }
            let found = named ?? names.reduce(index.root) { value, name in value.flatMap { inner(of: $0, name) } }
            guard let value = found, value.kind != .null else { return nil }
            var text: [UInt8] = []
            text.append(text: value)
            return text
        }
    }

    /// Returns a member of an object, or an element of a list by its zero-based index.
    private static func inner(of value: FieldValue, _ name: [UInt8]) -> FieldValue? {
        guard value.kind == .object || value.kind == .list else { return nil }
        var index = JSONIndex()
        guard (try? index.index(value.bytes)) != nil else { return nil }
        if value.kind == .object { return name.withByteView { index.value(named: $0) } }
        guard let place = Int(String(decoding: name, as: UTF8.self)), index.fields.indices.contains(place) else {
            return nil
        }
        return index.fields[place].value
    }
}

extension TextRule {
    /// The rule for the field that a rule of one's own looks at.
    static let ruleField = TextRule(
        "name of a field",
        schema: [
            "type": "string",
            "anyOf": [
                ["enum": .strings(RuleField.names + [QuestionColumn.trajectories.name])],
                ["pattern": #"^(metadata|outcomes)\.[\s\S]"#],
            ],
        ]
    ) { text in
        if RuleField(text) != nil { return nil }
        return "found the text \"\(text)\"; \(expectedOne(of: RuleField.names + ["metadata.NAME", "outcomes.MODEL"]))"
            + Suggestion(for: text, among: RuleField.names).ending
    }
}
