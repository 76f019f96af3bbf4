import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Shapes
@testable import Stages

@Suite("Rules of one's own")
struct OwnRuleTests {
    /// A question with a line of the pool.
    struct Subject: Sendable {
        var question = "What is it?"
        var solution: JSON = .null
        var traces: JSON = []
        var attempt: JSON = .null
        var metadata: JSON = .null
        var item = QuestionList.Item("")

        var line: JSON {
            [
                "id": "0", "source": "s", "question": .string(question), "solution": solution, "cot_type": "math",
                "metadata": metadata == .null ? .null : .string(metadata.compactText), "cot": .null,
                "thinking_trajectories": traces, "attempt": attempt,
            ]
        }
    }

    /// Reads a rule that the shape accepts.
    static func rule(_ members: JSONObject) throws -> OwnRule {
        var object: JSONObject = ["name": "own"]
        for member in members.members { object[member.name] = member.value }
        var problems: [RecipeProblem] = []
        OwnRule.shape.check(object, at: "rule", &problems)
        try #require(problems == [], "\(JSON.object(object).compactText)")
        return OwnRule(CheckedObject(.object(object)))
    }

    /// The evidence of a rule, or nil for a question that it keeps.
    static func fault(_ members: JSONObject, _ subject: Subject, readsLine: Bool? = nil) throws -> String? {
        let rule = try rule(members)
        if let readsLine { #expect(rule.needsLine == readsLine) }
        var item = subject.item
        item.text = subject.question
        let list = QuestionList([item])
        let index = try #require(list.facts.all.first)
        return subject.question.withByteView { text in
            subject.line.compactText.withByteView { line in
                let question = Question(facts: list.facts, index: index, text: text, line: line)
                let texts = rule.needsLine ? QuestionTexts(question) : nil
                return rule.fault(of: RuleSubject(question: question, texts: texts))
                    .map { RecordedEvidence($0).json.compactText }
            }
        }
    }

    static let ofQuestions: [(JSONObject, String, String?)] = [
        // Bounds say what a good text has.
        (["words": ["min": 3]], "one two", #"{"field":"question","test":"words","count":2,"min":3}"#),
        (["words": ["min": 3]], "one  two\nthree", nil),
        (
            ["words": ["min": 2, "max": 2]], "a\u{3000}b c",
            #"{"field":"question","test":"words","count":3,"min":2,"max":2}"#
        ),
        (["words": ["max": 0]], " \n ", nil),
        (["characters": ["max": 3]], "日本語", nil),
        (["characters": ["max": 3]], "日本語x", #"{"field":"question","test":"characters","count":4,"max":3}"#),
        (["lines": ["max": 1]], "a\n", nil),
        (["lines": ["max": 1]], "a\nb", #"{"field":"question","test":"lines","count":2,"max":1}"#),
        (["lines": ["min": 1]], "", #"{"field":"question","test":"lines","count":0,"min":1}"#),
        (["script": "Latin", "share": .number("0.5")], "ab дг", nil),
        (
            ["script": "Latin", "share": .number("0.8")], "1 ab\nдв",
            #"{"field":"question","test":"script","found":"д","offset":5,"line":2,"of":"Latin","count":2,"total":4,"min":0.8}"#
        ),
        (["script": "Cyrillic", "share": 1], "12 + 3 = ?", nil),
        (["script": "Han", "share": .number("0.25")], "题 abc", nil),
        (["ratio": ["of": "digits", "max": .number("0.5")]], "1a2b", nil),
        (
            ["ratio": ["of": "digits", "max": .number("0.5")]], "12a",
            #"{"field":"question","test":"ratio","of":"digits","count":2,"total":3,"max":0.5}"#
        ),
        (["ratio": ["of": "letters", "min": .number("0.5")]], "", nil),
        // What is looked for is a fault.
        (
            ["matches": "(?i)prove\\b"], "é\nProve it",
            #"{"field":"question","test":"matches","found":"Prove","offset":2,"line":2}"#
        ),
        (["matches": "^b"], "ab", nil),
        (
            ["contains": ["x.y", "(*)"]], "a (*) x.y",
            #"{"field":"question","test":"contains","found":"(*)","offset":2,"line":1}"#
        ),
        (["contains": "x.y"], "xzy", nil), (["contains": ["a", "b"]], "AB", nil),
        (
            ["repeats": ["ngram": 2, "times": 2]], "a b\na  b",
            #"{"field":"question","test":"repeats","found":"a b","offset":0,"line":1,"times":2}"#
        ),
        (["repeats": ["ngram": 2, "times": 2]], "a a a", nil),
        (["equals": "x"], "x", #"{"field":"question","test":"equals","found":"x","offset":0,"line":1}"#),
        (["in": ["x", "y"]], "y", #"{"field":"question","test":"in","found":"y","offset":0,"line":1}"#),
        (["in": ["x", "y"]], "xy", nil),
        (["equals": 4], "4.0", #"{"field":"question","test":"equals","found":"4.0","offset":0,"line":1}"#),
        (["equals": 4], "four", nil),
        (["greater_than": 3], "3", nil), (["less_than": 3], "x", nil),
        (["less_than": 3], "-1e2", #"{"field":"question","test":"less_than","found":"-1e2","offset":0,"line":1}"#),
        (["is": "absent"], "x", nil),
    ]

    @Test("on a question", arguments: ofQuestions)
    func ofQuestion(_ members: JSONObject, _ text: String, _ expected: String?) throws {
        var rule = members
        rule["field"] = "question"
        #expect(try Self.fault(rule, Subject(question: text), readsLine: false) == expected)
    }

    private static let rich = Subject(
        question: "What is 2+2?", solution: "It is 4.", traces: ["First a", "Then b b"], attempt: "4",
        metadata: ["url": "https://x", "n": 12, "a": ["b": ["c", "d"]], "x.y": "dotted", "no": .null],
        item: QuestionList.Item(
            "", source: "src", sourceType: "qq/AIME", label: "Algebra", traceTokens: 7,
            outcomes: ["m": .right, "w": .wrong]))

    static let ofFields: [(String, JSONObject, Bool, String?)] = [
        ("solution", ["words": ["min": 4]], true, #"{"field":"solution","test":"words","count":3,"min":4}"#),
        ("trace", ["contains": "b b"], true, #"{"field":"trace","test":"contains","found":"b b","offset":5,"line":1}"#),
        ("trace", ["words": ["max": 2]], true, #"{"field":"trace","test":"words","count":3,"max":2}"#),
        ("thinking_trajectories", ["words": ["min": 2, "max": 3]], true, nil),
        ("attempt", ["equals": 4], true, #"{"field":"attempt","test":"equals","found":"4","offset":0,"line":1}"#),
        (
            "cot_type", ["equals": "math"], true,
            #"{"field":"cot_type","test":"equals","found":"math","offset":0,"line":1}"#
        ),
        ("cot", ["is": "absent"], true, #"{"field":"cot","test":"is"}"#), ("cot", ["words": ["min": 1]], true, nil),
        ("source", ["equals": "src"], false, #"{"field":"source","test":"equals","found":"src","offset":0,"line":1}"#),
        (
            "source_type", ["matches": "AI.E$"], false,
            #"{"field":"source_type","test":"matches","found":"AIME","offset":3,"line":1}"#
        ),
        (
            "domain", ["in": ["Algebra"]], false,
            #"{"field":"domain","test":"in","found":"Algebra","offset":0,"line":1}"#
        ),
        (
            "trace_tokens", ["less_than": 8], false,
            #"{"field":"trace_tokens","test":"less_than","found":"7","offset":0,"line":1}"#
        ),
        (
            "outcomes.m", ["equals": true], false,
            #"{"field":"outcomes.m","test":"equals","found":"true","offset":0,"line":1}"#
        ),
        ("outcomes.w", ["equals": true], false, nil),
        ("outcomes.z", ["is": "absent"], false, #"{"field":"outcomes.z","test":"is"}"#),
        (
            "metadata.url", ["contains": "://"], true,
            #"{"field":"metadata.url","test":"contains","found":"://","offset":5,"line":1}"#
        ),
        (
            "metadata.n", ["greater_than": 11], true,
            #"{"field":"metadata.n","test":"greater_than","found":"12","offset":0,"line":1}"#
        ),
        (
            "metadata.a.b.1", ["equals": "d"], true,
            #"{"field":"metadata.a.b.1","test":"equals","found":"d","offset":0,"line":1}"#
        ),
        (
            "metadata.x.y", ["equals": "dotted"], true,
            #"{"field":"metadata.x.y","test":"equals","found":"dotted","offset":0,"line":1}"#
        ),
        ("metadata.no", ["is": "absent"], true, #"{"field":"metadata.no","test":"is"}"#),
        ("metadata.a.z", ["is": "present"], true, nil), ("metadata.a.b.2", ["is": "present"], true, nil),
        (
            "metadata", ["contains": "dotted"], true,
            #"{"field":"metadata","test":"contains","found":"dotted","offset":53,"line":1}"#
        ),
    ]

    @Test("on every field, reading the line of the pool only where the field is there", arguments: ofFields)
    func ofField(_ field: String, _ members: JSONObject, _ readsLine: Bool, _ expected: String?) throws {
        var rule = members
        rule["field"] = .string(field)
        let found = try Self.fault(rule, Self.rich, readsLine: readsLine)
        #expect(found == expected)
    }

    private static let short: JSON = ["field": "question", "words": ["min": 3]]
    private static let proof: JSON = ["field": "question", "matches": "[Pp]rove"]
    private static let aime: JSON = ["field": "source_type", "contains": "AIME"]

    static let compositions: [(JSONObject, String, String, String?)] = [
        (["any": [short, proof]], "Prove it", "t", "words"), (["any": [proof, short]], "Prove it", "t", "matches"),
        (["any": [short, proof]], "What is it?", "t", nil), (["all": [short, proof]], "Prove it", "t", "words"),
        (["all": [short, proof]], "Prove that it is", "t", nil), (["not": proof], "What is it?", "t", "not matches"),
        (["not": proof], "Prove it", "t", nil), (["not": short], "What is it?", "t", "not words"),
        (["not": ["not": proof]], "Prove it", "t", "not matches"),
        (["not": ["any": [proof]]], "What?", "t", "not matches"),
        // A condition for keeping is met where a bound is kept and where something is found.
        (["field": "question", "matches": "[Pp]rove", "keep_if": aime], "Prove it", "AIME", nil),
        (["field": "question", "matches": "[Pp]rove", "keep_if": aime], "Prove it", "t", "matches"),
        (["field": "question", "matches": "it", "keep_if": short], "What is it?", "t", nil),
        (["field": "question", "matches": "it", "keep_if": short], "it", "t", "matches"),
        (["keep_if": ["all": [short, proof]]], "Prove that it is", "t", nil),
        (["keep_if": ["all": [short, proof]]], "What is it?", "t", "keep_if"),
        (["keep_if": ["any": [aime, ["not": proof]]]], "Prove it", "AIME", nil),
        (["keep_if": ["any": [aime, ["not": proof]]]], "Prove it", "t", "keep_if"),
    ]

    @Test("any, all, not and keep_if", arguments: compositions)
    func composed(_ members: JSONObject, _ text: String, _ type: String, _ expected: String?) throws {
        let subject = Subject(question: text, item: QuestionList.Item("", sourceType: type))
        let found = try Self.fault(members, subject).flatMap { try JSON(parsing: $0)["test"]?.string }
        #expect(found == expected)
    }

    @Test("a field that a question lacks has no fault and meets no condition")
    func lacking() throws {
        let solution: JSON = ["field": "solution", "words": ["min": 3]]
        #expect(try Self.fault(["field": "solution", "words": ["min": 3]], Subject()) == nil)
        #expect(try Self.fault(["keep_if": solution], Subject()) == #"{"test":"keep_if"}"#)
        #expect(try Self.fault(["keep_if": solution], Subject(solution: "one two three")) == nil)
    }

    @Test("of several traces, one has what is looked for, and all keep to the bounds")
    func traces() throws {
        let subject = Subject(traces: ["one", "one two"])
        #expect(try Self.fault(["keep_if": ["field": "trace", "contains": "two"]], subject) == nil)
        #expect(try Self.fault(["keep_if": ["field": "trace", "words": ["min": 2]]], subject) != nil)
        #expect(try Self.fault(["keep_if": ["field": "trace", "words": ["min": 1]]], subject) == nil)
    }

    static let refused: [(JSON, String, String)] = [
        (["name": "x"], "", "has none of words"),
        (["name": "x", "field": "question"], "", "has none of words"),
        (["name": "x", "words": ["min": 1]], "field", "missing; the field"),
        (["name": "x", "field": "question", "words": ["min": 1], "matches": "x"], "", "has 2 of words"),
        (
            ["name": "x", "field": "question", "any": [["field": "question", "is": "absent"]]], "field",
            "without a test"
        ),
        (["name": "image", "field": "question", "is": "absent"], "name", "the name of a built-in rule"),
        (["name": "missing", "field": "question", "is": "absent"], "name", "the name of a built-in rule"),
        (["name": "a b", "field": "question", "is": "absent"], "name", "expected letters"),
        (["name": "x", "field": "questoin", "is": "absent"], "field", "did you mean \"question\"?"),
        (["name": "x", "field": "metadata.", "is": "absent"], "field", "found the text \"metadata.\""),
        (["name": "x", "field": "question", "script": "Latin"], "share", "missing; the least share"),
        (["name": "x", "field": "question", "share": 1, "is": "absent"], "script", "missing; the script"),
        (["name": "x", "field": "question", "script": "latin", "share": 1], "script", "did you mean \"Latin\"?"),
        (["name": "x", "field": "question", "matches": "("], "matches", "which is none at character"),
        (["name": "x", "field": "question", "words": [:]], "words", "has none of min or max"),
        (["name": "x", "field": "question", "contains": 4], "contains", "expected a text or a list"),
        (
            ["name": "x", "field": "question", "contains": .string(String(repeating: "x", count: 20_000))], "contains",
            "20,001 bytes"
        ),
        (["name": "x", "not": ["name": "y", "field": "question", "is": "absent"]], "not.name", "unknown key"),
        (
            ["name": "x", "field": "question", "repeats": ["ngram": 0, "times": 2]], "repeats.ngram",
            "found the number 0"
        ),
    ]

    @Test("refuses what is no rule, with the place", arguments: refused)
    func refuses(_ rule: JSON, _ place: String, _ words: String) {
        var problems: [RecipeProblem] = []
        Shape.object(OwnRule.shape).check(rule, at: "rule", &problems)
        let found = problems.first { $0.path == (place.isEmpty ? "rule" : "rule.\(place)") }
        #expect(found?.message.contains(words) == true, "\(problems)")
    }

    @Test(
        "evidence is read as it was written", arguments: ofFields.compactMap { $0.3 } + ofQuestions.compactMap { $0.2 })
    func evidence(_ text: String) throws {
        let finding = try RuleFinding(reading: EvidenceReader(try JSON(parsing: text)))
        #expect(RecordedEvidence(finding).json.compactText == text)
    }
}

extension JSON {
    /// Reads a text as JSON.
    fileprivate init(parsing text: String) throws {
        self = try Array(text.utf8).withByteView { view in try JSON(parsing: view) }
    }
}
