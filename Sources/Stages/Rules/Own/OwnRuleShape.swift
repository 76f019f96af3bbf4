import Bytes
import Messages
import Patterns
import Rows
import Shapes

/// The keys of the tests of a condition.
private enum TestKeys {
    static let words = SettingKey<CountBounds?>.optionalSection(
        "words", "the bounds of its number of words, which are what lies between white space")
    static let characters = SettingKey<CountBounds?>.optionalSection(
        "characters", "the bounds of its number of characters (code points)")
    static let lines = SettingKey<CountBounds?>.optionalSection("lines", "the bounds of its number of lines")
    static let matches = SettingKey<String?>.text("matches", .pattern, "a pattern that is looked for in it")
    static let contains = SettingKey<[String]?>(
        .optional(
            "contains", .textOr(.text(.filled), .list(.text(.filled), atLeast: 1)),
            "a text, or texts of which any, that is looked for in it")
    ) { value in .some(value.map { $0.list?.compactMap(\.string) ?? [$0.string ?? ""] }) }
    static let repeats = SettingKey<RepeatedWords?>.optionalSection(
        "repeats", "consecutive words that it repeats, as a loop does")
    static let script = SettingKey<String?>(
        .optional("script", .choice(Script.all.map(\.name)), "the script of which `share` of its letters must be")
    ) { .some($0?.string) }
    static let share = SettingKey<Double?>.number("share", 0...1, "the least share of its letters that are of `script`")
    static let ratio = SettingKey<ClassRatio?>.optionalSection(
        "ratio", "the bounds of a class's share of its characters")
    static let equals = SettingKey<JSON?>(.optional("equals", .anything, "the value that it is")) { .some($0) }
    static let among = SettingKey<[JSON]?>(
        .optional("in", .list(.anything, atLeast: 1), "the values of which it is one")
    ) { .some($0?.list) }
    static let greater = SettingKey<Double?>.number(
        "greater_than", -1e300...1e300, "the number that it is greater than")
    static let less = SettingKey<Double?>.number("less_than", -1e300...1e300, "the number that it is less than")
    static let presence = SettingKey<String?>(
        .optional("is", .choice(["present", "absent"]), "whether it is there and not null")
    ) { .some($0?.string) }

    static let all = [
        words.key, characters.key, lines.key, matches.key, contains.key, repeats.key, script.key, ratio.key, equals.key,
        among.key, greater.key, less.key, presence.key,
    ]
}

extension TextTest {
    /// Reads the test of a validated condition; nil if it has none.
    init?(_ settings: CheckedObject) {
        if let bounds = settings[TestKeys.words] {
            self = .words(bounds)
        } else if let bounds = settings[TestKeys.characters] {
            self = .characters(bounds)
        } else if let bounds = settings[TestKeys.lines] {
            self = .lines(bounds)
        } else if let pattern = settings[TestKeys.matches] {
            self = .pattern(PatternMatchers(checked: pattern), key: TestKeys.matches.key.name)
        } else if let texts = settings[TestKeys.contains] {
            self = .pattern(
                PatternMatchers(checked: PatternMatchers.source(ofAny: texts)), key: TestKeys.contains.key.name)
        } else if let run = settings[TestKeys.repeats] {
            self = .repeats(run)
        } else if let script = settings[TestKeys.script].flatMap(Script.named) {
            self = .script(script, least: settings[TestKeys.share] ?? 1)
        } else if let ratio = settings[TestKeys.ratio] {
            self = .ratio(ratio)
        } else if let value = settings[TestKeys.equals] {
            self = .among([value], key: TestKeys.equals.key.name)
        } else if let values = settings[TestKeys.among] {
            self = .among(values, key: TestKeys.among.key.name)
        } else if let bound = settings[TestKeys.greater] {
            self = .greater(bound)
        } else if let bound = settings[TestKeys.less] {
            self = .less(bound)
        } else if let presence = settings[TestKeys.presence] {
            self = presence == "present" ? .present : .absent
        } else {
            return nil
        }
    }
}

extension RuleCondition: SettingsSection {
    private static let fieldKey = SettingKey<String?>.text("field", .ruleField, "the field that is looked at")
    private static let anyKey = list("any", "conditions of which one must hold")
    private static let allKey = list("all", "conditions that must all hold")
    private static let notKey = SettingKey<RuleCondition?>(
        .optional("not", namedShape, "a condition that must not hold")
    ) {
        .some($0.map { RuleCondition(CheckedObject($0)) })
    }

    private static func list(_ name: String, _ summary: String) -> SettingKey<[RuleCondition]?> {
        SettingKey(.optional(name, .list(namedShape, atLeast: 1), summary)) {
            .some($0?.list?.map { RuleCondition(CheckedObject($0)) })
        }
    }

    /// The shape of a condition, which the schema declares once.
    static var namedShape: Shape { .named("rule_condition") { .object(RuleCondition.shape) } }

    private static let groups = [anyKey.key, allKey.key, notKey.key]
    /// The keys of a condition.
    fileprivate static let keys = [fieldKey.key] + TestKeys.all + [TestKeys.share.key] + groups
    /// The keys of which a condition has one.
    fileprivate static let tests = TestKeys.all + groups

    static let shape = ObjectShape(
        keys: keys, rules: [.exactlyOne(tests.map(\.name))] + [fieldRule, shareRule, containsRule].map { .own($0) })

    /// A test looks at a field, and a field is there for a test.
    fileprivate static let fieldRule = ObjectConstraint(
        "A test of a text needs `field`, and `field` needs one.",
        schema: [
            "if": ["anyOf": .list(TestKeys.all.map { ["required": .strings([$0.name])] })],
            "then": ["required": .strings([fieldKey.key.name])],
            "else": ["not": ["required": .strings([fieldKey.key.name])]],
        ]
    ) { object in
        let name = fieldKey.key.name
        let hasTest = TestKeys.all.contains { object[$0.name] != nil }
        if hasTest == (object[name] != nil) { return nil }
        return hasTest
            ? (name, "missing; \(fieldKey.key.summary)")
            : (name, "without a test of it; expected one of \(listed(TestKeys.all.map(\.name)))")
    }

    fileprivate static let shareRule = ObjectConstraint(
        "`script` and `share` are given together.",
        schema: [
            "if": ["anyOf": [["required": ["script"]], ["required": ["share"]]]],
            "then": ["required": ["script", "share"]],
        ]
    ) { object in
        let names = [TestKeys.script.key, TestKeys.share.key]
        let missing = names.filter { object[$0.name] == nil }
        guard missing.count == 1 else { return nil }
        return (missing[0].name, "missing; \(missing[0].summary)")
    }

    private static let mostContained = 10_000

    fileprivate static let containsRule = ObjectConstraint(
        "The texts of `contains` have at most \(Wording.grouped(mostContained)) bytes together."
    ) { object in
        let name = TestKeys.contains.key.name
        let texts = (object[name]?.list ?? []) + [object[name] ?? .null]
        let size = texts.compactMap(\.string).reduce(0) { $0 + $1.utf8.count + 1 }
        if size <= mostContained { return nil }
        return (
            name, "found texts of \(Wording.grouped(size)) bytes; expected at most \(Wording.grouped(mostContained))"
        )
    }

    init(_ settings: CheckedObject) {
        self = CheckedObject.require(RuleCondition(ifAny: settings), "a test")
    }

    /// Reads a validated condition; returns nil if there is none.
    fileprivate init?(ifAny settings: CheckedObject) {
        if let conditions = settings[Self.anyKey] {
            self = .any(conditions)
        } else if let conditions = settings[Self.allKey] {
            self = .all(conditions)
        } else if let condition = settings[Self.notKey] {
            self = .not(condition)
        } else if let field = settings[Self.fieldKey].flatMap(RuleField.init), let test = TextTest(settings) {
            self = .test(field, test)
        } else {
            return nil
        }
    }
}

extension OwnRule: SettingsSection {
    private static let nameKey = SettingKey<String>.text(
        "name", .ruleName, "the rule's name in decisions, counts and `--rule`")
    private static let exceptionKey = SettingKey<RuleCondition?>(
        .optional(
            "keep_if", RuleCondition.namedShape,
            "a condition under which a question is kept all the same; alone, all other questions are dropped")
    ) { .some($0.map { RuleCondition(CheckedObject($0)) }) }

    static let shape = ObjectShape(
        keys: [nameKey.key] + RuleCondition.keys + [exceptionKey.key],
        rules: [.own(testRule)]
            + [RuleCondition.fieldRule, RuleCondition.shareRule, RuleCondition.containsRule].map { .own($0) })

    private static let testRule: ObjectConstraint = {
        let names = RuleCondition.tests.map(\.name)
        let exception = exceptionKey.key.name
        let one: [JSON] = names.map { ["required": .strings([$0])] }
        return ObjectConstraint(
            "At most one of \(listed(names.map { "`\($0)`" }, "and")) may be given; without one, `\(exception)` must be.",
            schema: [
                "if": ["anyOf": .list(one)], "then": ["oneOf": .list(one)],
                "else": ["required": .strings([exception])],
            ]
        ) { object in
            let count = names.count { object[$0] != nil }
            if count == 1 || count == 0 && object[exception] != nil { return nil }
            return ("", "has \(count == 0 ? "none" : "\(count)") of \(listed(names)); expected exactly one")
        }
    }()

    init(_ settings: CheckedObject) {
        self.init(
            name: RuleName(rawValue: settings[Self.nameKey]), condition: RuleCondition(ifAny: settings),
            exception: settings[Self.exceptionKey])
    }
}

extension TextRule {
    /// The rule for the name of a rule of one's own, which is none of the built-in ones.
    static let ruleName: TextRule = {
        let taken = [MissingRule.name.rawValue] + QualityRules.all.map { $0.name.rawValue }
        return TextRule(
            "name of a rule",
            schema: ["allOf": [.object(TextRule.fileName.schema), ["not": ["enum": .strings(taken)]]]]
        ) { text in
            if taken.contains(text) { return "found \"\(text)\", the name of a built-in rule; expected another name" }
            return TextRule.fileName.fault(in: text)
        }
    }()
}
