import Bytes

/// A condition of a rule of one's own: a test of a field, or several conditions in one.
///
/// It is asked in two ways. A question has a fault where a bound is not kept, or where something is found that is looked
/// for; a question meets the condition where the bounds are kept, or where something is found. A field that a question
/// lacks has no fault and meets no condition, unless it is asked whether the field is absent.
indirect enum RuleCondition: Sendable {
    case test(RuleField, TextTest)
    case any([RuleCondition])
    case all([RuleCondition])
    case not(RuleCondition)

    /// Whether a field is looked at that is in the line of the pool alone.
    var needsLine: Bool {
        switch self {
        case .test(let field, _): field.needsLine
        case .any(let conditions), .all(let conditions): conditions.contains(where: \.needsLine)
        case .not(let condition): condition.needsLine
        }
    }

    /// Returns the fault of a question, or nil if it has none: of `any` and `all` the first.
    func fault(of subject: RuleSubject) -> RuleFinding? {
        switch self {
        case .test(let field, let test): return Self.firstFinding(test, in: field, of: subject)
        case .any(let conditions):
            for condition in conditions {
                if let found = condition.fault(of: subject) { return found }
            }
            return nil
        case .all(let conditions):
            var first: RuleFinding?
            for condition in conditions {
                guard let found = condition.fault(of: subject) else { return nil }
                first = first ?? found
            }
            return first
        case .not(let condition):
            if condition.fault(of: subject) != nil { return nil }
            let (field, key) = condition.firstTest
            var finding = RuleFinding("not " + key)
            finding.field = field
            return finding
        }
    }

    /// Returns whether a question meets the condition.
    ///
    /// Of several traces, one has to have what is looked for, and all have to keep to the bounds.
    func holds(for subject: RuleSubject) -> Bool {
        switch self {
        case .test(let field, let test):
            guard test.isBound else { return Self.firstFinding(test, in: field, of: subject) != nil }
            var isPresent = false
            field.forEachText(of: subject) { _ in
                isPresent = true
                return false
            }
            return isPresent && Self.firstFinding(test, in: field, of: subject) == nil
        case .any(let conditions): return conditions.contains { $0.holds(for: subject) }
        case .all(let conditions): return conditions.allSatisfy { $0.holds(for: subject) }
        case .not(let condition): return !condition.holds(for: subject)
        }
    }

    private static func firstFinding(_ test: TextTest, in field: RuleField, of subject: RuleSubject) -> RuleFinding? {
        var (found, isPresent): (RuleFinding?, Bool) = (nil, false)
        field.forEachText(of: subject) { text in
            isPresent = true
            found = test.finding(in: text)
            return found == nil
        }
        if case .absent = test, !isPresent { found = RuleFinding(test.key) }
        found?.field = field.name
        return found
    }

    /// The field and the key of the first test.
    private var firstTest: (field: String?, key: String) {
        switch self {
        case .test(let field, let test): (field.name, test.key)
        case .any(let conditions), .all(let conditions): conditions.first?.firstTest ?? (nil, "")
        case .not(let condition): condition.firstTest
        }
    }
}

/// A rule that a recipe declares: the questions that it drops, and those that it keeps all the same.
struct OwnRule: Sendable {
    /// The name in decisions.
    let name: RuleName
    /// What a question is dropped for; nil if every question is, unless it is kept.
    let condition: RuleCondition?
    /// What a question is kept for whatever else it has.
    let exception: RuleCondition?

    /// Whether the rule looks at a field that is in the line of the pool alone.
    var needsLine: Bool { condition?.needsLine == true || exception?.needsLine == true }

    /// Returns what a question is dropped for, or nil if the rule keeps it.
    func fault(of subject: RuleSubject) -> RuleFinding? {
        guard let condition else {
            return exception?.holds(for: subject) == false ? RuleFinding("keep_if") : nil
        }
        guard let fault = condition.fault(of: subject), exception?.holds(for: subject) != true else { return nil }
        return fault
    }
}
