import Bytes
import Rows
import Shapes

/// Questions that are chosen before the draw.
package struct Preselection: SettingsSection, Sendable {
    /// Which outcomes of the teacher qualify.
    private enum Teacher: String, DocumentedChoice {
        case right, any

        var meaning: String {
            switch self {
            case .right: "only questions that the teacher solved"
            case .any: "whether or not the teacher solved it"
            }
        }
    }

    private static let sourceTypeKey = SettingKey<String?>.text(
        "source_type", .filled, "the source type, a pattern in which * matches any characters")
    private static let longerThanKey = SettingKey<Int?>.integer(
        "longer_than", 0...1_000_000_000, "only questions whose trace is longer than this, in the unit of `length`")
    private static let whereKey = Stratum.conditions("conditions on the question's columns, which must all hold")
    private static let teacherKey = SettingKey<Teacher>.choice(
        "teacher", default: .right, fillsDefault: false, "which outcomes of the teacher qualify")
    private static let mostKey = SettingKey<Int?>.integer(
        "most", 1...1_000_000_000, "at most this many questions: those with the longest traces")

    /// The keys of an element of `preselect`.
    package static let shape = ObjectShape(
        keys: [sourceTypeKey.key, longerThanKey.key, whereKey.key, teacherKey.key, mostKey.key],
        rules: [.atLeastOne([sourceTypeKey.key.name, whereKey.key.name])])

    /// The pattern of the source types; nil if any qualifies.
    package let sourceType: Wildcard?
    /// The length that a trace must exceed; nil if any length qualifies.
    package let longerThan: Int?
    /// Conditions that must all hold.
    package let conditions: [Condition]
    /// Whether the teacher must have solved the question.
    package let needsRightTeacher: Bool
    /// The maximum number of questions; nil if there is none.
    package let most: Int?

    /// Reads a validated element.
    package init(_ settings: CheckedObject) {
        sourceType = settings[Self.sourceTypeKey].map { Wildcard($0) }
        longerThan = settings[Self.longerThanKey]
        conditions = settings[Self.whereKey] ?? []
        needsRightTeacher = settings[Self.teacherKey] == .right
        most = settings[Self.mostKey]
    }

    /// Whether it is told by the columns of facts alone, and takes all questions that it is about.
    package var isSimple: Bool { conditions.isEmpty && most == nil && needsRightTeacher }
}
