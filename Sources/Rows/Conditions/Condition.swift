import Bytes
import Patterns
import Shapes

/// A condition of `where`, which determines the rows of a file that are used.
package final class Condition: SettingsSection, Sendable {
    private enum Test {
        case field(FieldPath, FieldTest)
        case any([Condition])
        case all([Condition])
        case none([Condition])
    }

    private let test: Test

    private static let fieldKey = SettingKey<String?>.text("field", .fieldPath, "the field that is looked at")
    private static let anyKey = conditions("any", "conditions of which one must hold")
    private static let allKey = conditions("all", "conditions that must all hold")
    private static let noneKey = conditions("none", "conditions of which none may hold")

    private static func conditions(_ name: String, _ summary: String) -> SettingKey<[Condition]?> {
        let shape = Shape.list(.named("condition") { .object(Condition.shape) }, atLeast: 1)
        return SettingKey(.optional(name, shape, summary)) {
            .some($0?.list?.map { Condition(CheckedObject($0)) })
        }
    }

    /// The keys of an element of `where`.
    package static let shape = {
        let groups = [anyKey.key, allKey.key, noneKey.key]
        let tests = FieldTest.keys + groups
        return ObjectShape(
            keys: [fieldKey.key] + tests,
            rules: [.exactlyOne(tests.map(\.name)), .required(fieldKey.key.name, unlessOneOf: groups.map(\.name))])
    }()

    /// The shape of the elements of `where`, which the schema declares once.
    package static let namedShape = Shape.named("condition") { .object(shape) }

    /// Reads a validated element.
    package convenience init(_ settings: CheckedObject) {
        let test: Test =
            if let conditions = settings[Self.anyKey] {
                .any(conditions)
            } else if let conditions = settings[Self.allKey] {
                .all(conditions)
            } else if let conditions = settings[Self.noneKey] {
                .none(conditions)
            } else {
                .field(
                    FieldPath(CheckedObject.require(settings[Self.fieldKey], Self.fieldKey.key.name)),
                    FieldTest(settings))
            }
        self.init(test)
    }

    private init(_ test: Test) {
        self.test = test
    }

    /// The fields that are examined, each with the place of its name within the condition.
    package var fields: [(place: String, path: FieldPath)] {
        func inner(_ key: SettingKey<[Condition]?>, _ conditions: [Condition]) -> [(String, FieldPath)] {
            conditions.enumerated().flatMap { number, condition in
                condition.fields.map { ("\(key.key.name).\(number).\($0.place)", $0.path) }
            }
        }
        return switch test {
        case .field(let path, _): [(Self.fieldKey.key.name, path)]
        case .any(let conditions): inner(Self.anyKey, conditions)
        case .all(let conditions): inner(Self.allKey, conditions)
        case .none(let conditions): inner(Self.noneKey, conditions)
        }
    }

    /// A copy for use by a single thread, which avoids contention between threads on the reference counts of shared
    /// objects.
    package var unsharedCopy: Condition {
        switch test {
        case .field(let path, let test): Condition(.field(FieldPath(path.text), test.unsharedCopy))
        case .any(let conditions): Condition(.any(conditions.map(\.unsharedCopy)))
        case .all(let conditions): Condition(.all(conditions.map(\.unsharedCopy)))
        case .none(let conditions): Condition(.none(conditions.map(\.unsharedCopy)))
        }
    }

    /// Returns whether a row meets the condition.
    ///
    /// A field that the row lacks counts as null. Of several values that a path chooses, one has to pass the test.
    package func matches(_ row: Row) -> Bool {
        switch test {
        case .field(let path, let test):
            path.choices.isEmpty
                ? test.passes(row.value(at: path) ?? .null, row) : test.passes(oneOf: row.values(at: path), row)
        case .any(let conditions): conditions.contains { $0.matches(row) }
        case .all(let conditions): conditions.allSatisfy { $0.matches(row) }
        case .none(let conditions): !conditions.contains { $0.matches(row) }
        }
    }
}
