import Bytes
import Files
import Patterns
import Shapes

/// The test of a field's value: exactly one of the keys of a condition beside `field`.
final class FieldTest: Sendable {
    fileprivate enum Test: Sendable {
        case among(WantedValues), notAmong(WantedValues), present, absent
        case contains(OwnedBytes)
        case matches(Guarded<PatternMatcher>, Pattern)
        case longer(Int), shorter(Int)
        case greater(Double), less(Double)
    }

    private let test: Test

    private enum Presence: String, CaseIterable, Sendable {
        case present, absent
    }

    private static let equalsKey = SettingKey<JSON?>(
        .optional("equals", .anything, "the value it must have")
    ) { .some($0) }
    private static let inKey = SettingKey<[JSON]?>(
        .optional("in", .list(.anything, atLeast: 1), "the values of which it must have one")
    ) { .some($0?.list) }
    private static let notKey = SettingKey<[JSON]?>(
        .optional("not", .anything, "the value, or the list of values, it must not have")
    ) { not in .some(not.map { $0.list ?? [$0] }) }
    private static let isKey = SettingKey<Presence?>(
        .optional(
            "is", .choice(Presence.allCases.map(\.rawValue)), "whether it must be there and not null")
    ) { .some($0?.string.flatMap(Presence.init)) }
    private static let containsKey = SettingKey<String?>.text(
        "contains", .filled, "a part that its text must have, or the text of an element that its list must have")
    private static let matchesKey = SettingKey<String?>.text(
        "matches", .pattern, "a pattern that must be found in its text, or in an element of its list")
    private static let longerKey = SettingKey<Int?>.integer(
        "longer_than", 0...1_000_000_000, "the characters of its text, or the elements of its list, must be more")
    private static let shorterKey = SettingKey<Int?>.integer(
        "shorter_than", 1...1_000_000_000, "the characters of its text, or the elements of its list, must be fewer")
    private static let greaterKey = SettingKey<Double?>.number(
        "greater_than", -1e300...1e300, "the number that it must be greater than")
    private static let lessKey = SettingKey<Double?>.number(
        "less_than", -1e300...1e300, "the number that it must be less than")

    /// The keys, of which a condition has exactly one.
    static let keys = [
        equalsKey.key, inKey.key, notKey.key, isKey.key, containsKey.key, matchesKey.key, longerKey.key, shorterKey.key,
        greaterKey.key, lessKey.key,
    ]

    /// Reads the test of a validated condition.
    convenience init(_ settings: CheckedObject) {
        let test: Test =
            if let value = settings[Self.equalsKey] {
                .among(WantedValues([value]))
            } else if let values = settings[Self.inKey] {
                .among(WantedValues(values))
            } else if let values = settings[Self.notKey] {
                .notAmong(WantedValues(values))
            } else if let part = settings[Self.containsKey] {
                .contains(OwnedBytes(part.utf8))
            } else if let pattern = settings[Self.matchesKey] {
                .matches(checked: pattern)
            } else if let length = settings[Self.longerKey] {
                .longer(length)
            } else if let length = settings[Self.shorterKey] {
                .shorter(length)
            } else if let number = settings[Self.greaterKey] {
                .greater(number)
            } else if let number = settings[Self.lessKey] {
                .less(number)
            } else {
                settings[Self.isKey] == .present ? .present : .absent
            }
        self.init(test)
    }

    private init(_ test: Test) {
        self.test = test
    }

    /// A copy for use by a single thread.
    var unsharedCopy: FieldTest {
        switch test {
        case .among(let values): FieldTest(.among(values.unsharedCopy))
        case .notAmong(let values): FieldTest(.notAmong(values.unsharedCopy))
        case .contains(let part): FieldTest(.contains(OwnedBytes(part.view)))
        case .matches(_, let pattern): FieldTest(.matches(Guarded(PatternMatcher(pattern)), pattern))
        case .present, .absent, .longer, .shorter, .greater, .less: FieldTest(test)
        }
    }

    /// Returns whether one of several values passes; for a test that something is not there, whether all do.
    func passes(oneOf values: [FieldValue], _ row: Row) -> Bool {
        switch test {
        case .notAmong, .absent: values.isEmpty ? passes(.null, row) : values.allSatisfy { passes($0, row) }
        default: values.isEmpty ? passes(.null, row) : values.contains { passes($0, row) }
        }
    }

    /// Returns whether a value passes; null has no text, no length and no number.
    func passes(_ value: FieldValue, _ row: Row) -> Bool {
        switch test {
        case .present: return value.kind != .null
        case .absent: return value.kind == .null
        case .among(let values): return values.contains(value, row)
        case .notAmong(let values): return !values.contains(value, row)
        default: return value.kind != .null && passesAsText(value, row)
        }
    }

    private func passesAsText(_ value: FieldValue, _ row: Row) -> Bool {
        switch test {
        case .contains(let part):
            if let elements = row.elements(of: value) {
                return elements.contains { $0.kind != .null && row.text(of: $0) == part.view }
            }
            return row.text(of: value).firstIndex(of: part.view) != nil
        case .matches(let matcher, _):
            return matcher.withLock { matcher in
                guard let elements = row.elements(of: value) else { return matcher.matches(row.text(of: value)) }
                return elements.contains { $0.kind != .null && matcher.matches(row.text(of: $0)) }
            }
        case .longer(let length): return Self.length(of: value, row) > length
        case .shorter(let length): return Self.length(of: value, row) < length
        case .greater(let number): return Self.number(in: value, row).map { $0 > number } ?? false
        case .less(let number): return Self.number(in: value, row).map { $0 < number } ?? false
        case .present, .absent, .among, .notAmong: return false
        }
    }

    private static func length(of value: FieldValue, _ row: Row) -> Int {
        if let elements = row.elements(of: value) { return elements.count }
        let text = row.text(of: value)
        return UTF8Check.scalarCount(text, before: text.count)
    }

    /// Returns the number that a value is, or that its text writes as JSON does.
    private static func number(in value: FieldValue, _ row: Row) -> Double? {
        value.kind == .number || value.isText ? row.text(of: value).doubleNumber : nil
    }
}

extension FieldTest.Test {
    /// Returns the test for a pattern whose syntax was validated.
    fileprivate static func matches(checked text: String) -> Self {
        do throws(PatternError) {
            let pattern = try Pattern(text)
            return .matches(Guarded(PatternMatcher(pattern)), pattern)
        } catch {
            preconditionFailure("the pattern \"\(text)\" was not checked")
        }
    }
}

extension TextRule {
    /// The rule for patterns; a schema cannot tell them from other texts.
    package static let pattern = TextRule("pattern", schema: ["type": "string", "minLength": 1]) { text in
        if text.isEmpty { return "found an empty text; expected a pattern" }
        do throws(PatternError) {
            _ = try Pattern(text)
            return nil
        } catch {
            return "found the pattern \"\(text)\", which is none at character \(error.position): \(error.reason)"
        }
    }
}
