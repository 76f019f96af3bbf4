import Bytes
import Shapes

/// A condition of `where`, which determines the rows of a file that are used.
package final class Condition: SettingsSection, Sendable {
    private enum Comparison {
        case among, notAmong, present, absent
    }

    /// A value to compare with: its kind, and its bytes as text or as compact JSON.
    fileprivate final class Wanted: Sendable {
        enum Kind {
            case null, `true`, `false`, number, text, list, object
        }

        let kind: Kind
        let bytes: OwnedBytes

        init(_ kind: Kind, _ bytes: OwnedBytes) {
            self.kind = kind
            self.bytes = bytes
        }

        convenience init(_ json: JSON) {
            let kind: Kind =
                switch json {
                case .null: .null
                case .bool(let flag): flag ? .true : .false
                case .number: .number
                case .string: .text
                case .list: .list
                case .object: .object
                }
            self.init(kind, OwnedBytes((json.string ?? json.compactText).utf8))
        }

        var unsharedCopy: Wanted { Wanted(kind, OwnedBytes(bytes.view)) }
    }

    /// The field that is examined.
    package let field: FieldPath
    private let comparison: Comparison
    private let values: [Wanted]
    /// The values as sets, if there are many.
    private let manyValues: WantedValues?
    /// The number of values up to which they are compared one by one.
    private static let fewValues = 8

    private enum Presence: String, CaseIterable, Sendable {
        case present, absent
    }

    private static let fieldKey = SettingKey<String>.text("field", .fieldPath, "the field that is looked at")
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

    /// The keys of an element of `where`.
    package static let shape = ObjectShape(
        keys: [fieldKey.key, equalsKey.key, inKey.key, notKey.key, isKey.key],
        rules: [.exactlyOne([equalsKey.key.name, inKey.key.name, notKey.key.name, isKey.key.name])])

    /// Reads a validated element.
    package convenience init(_ settings: CheckedObject) {
        let (comparison, values): (Comparison, [JSON]) =
            if let value = settings[Self.equalsKey] {
                (.among, [value])
            } else if let values = settings[Self.inKey] {
                (.among, values)
            } else if let values = settings[Self.notKey] {
                (.notAmong, values)
            } else {
                (settings[Self.isKey] == .present ? .present : .absent, [])
            }
        self.init(FieldPath(settings[Self.fieldKey]), comparison, values.map(Wanted.init))
    }

    private init(_ field: FieldPath, _ comparison: Comparison, _ values: [Wanted]) {
        self.field = field
        self.comparison = comparison
        self.values = values
        manyValues = values.count > Self.fewValues ? WantedValues(values) : nil
    }

    /// A copy for use by a single thread, which avoids contention between threads on the reference counts of shared
    /// objects.
    package var unsharedCopy: Condition { Condition(FieldPath(field.text), comparison, values.map(\.unsharedCopy)) }

    /// Returns whether a row meets the condition.
    ///
    /// A field that the row lacks counts as null.
    package func matches(_ row: Row) -> Bool {
        let value = row.value(at: field) ?? .null
        switch comparison {
        case .present: return value.kind != .null
        case .absent: return value.kind == .null
        case .among: return isWanted(value, row)
        case .notAmong: return !isWanted(value, row)
        }
    }

    private func isWanted(_ value: FieldValue, _ row: Row) -> Bool {
        if let manyValues { return manyValues.contains(value, row) }
        for index in values.indices where Self.isEqual(value, values[index], row) { return true }
        return false
    }

    /// Compares numbers by value, texts as texts, and lists and objects by their compact JSON.
    ///
    /// In formats without types, every value is compared as it is written.
    private static func isEqual(_ value: FieldValue, _ wanted: Wanted, _ row: Row) -> Bool {
        switch (value.kind, wanted.kind) {
        case (.null, .null), (.true, .true), (.false, .false): return true
        case (.number, .number):
            if value.bytes == wanted.bytes.view { return true }
            let number = Double(wanted.bytes.view.text)
            return Double(value.bytes.text) == number && number.map { abs($0) < 1e15 } == true
        case (.plain, .number), (.plain, .true), (.plain, .false):
            return row.isTextOnly && value.bytes == wanted.bytes.view
        case (.string, .text), (.plain, .text), (.list, .list), (.object, .object):
            return row.text(of: value) == wanted.bytes.view
        default: return false
        }
    }
}

/// A set of values to compare with, for fast lookup.
///
/// Their bytes are owned by the condition.
private struct WantedValues: Sendable {
    private var kinds: Set<Condition.Wanted.Kind> = []
    /// The bytes of the values by kind: texts, numbers as they are written, and lists and objects as compact JSON.
    private var bytes: [Condition.Wanted.Kind: Set<ByteView>] = [:]
    private var numbers: Set<Double> = []
    /// Numbers and Booleans as they are written in formats without types.
    private var words: Set<ByteView> = []

    init(_ values: [Condition.Wanted]) {
        for value in values {
            kinds.insert(value.kind)
            bytes[value.kind, default: []].insert(value.bytes.view)
            switch value.kind {
            case .number:
                words.insert(value.bytes.view)
                // Beyond this magnitude, different numbers may have the same nearest double.
                if let number = Double(value.bytes.view.text), abs(number) < 1e15 { numbers.insert(number) }
            case .true, .false: words.insert(value.bytes.view)
            case .null, .text, .list, .object: break
            }
        }
    }

    /// Returns whether a value equals one of the values, by the rules of `Condition`.
    func contains(_ value: FieldValue, _ row: Row) -> Bool {
        switch value.kind {
        case .null: return kinds.contains(.null)
        case .true: return kinds.contains(.true)
        case .false: return kinds.contains(.false)
        case .number:
            return has(.number, value.bytes) || Double(value.bytes.text).map(numbers.contains) == true
        case .plain: return has(.text, value.bytes) || row.isTextOnly && words.contains(value.bytes)
        case .string: return has(.text, row.text(of: value))
        case .list: return has(.list, row.text(of: value))
        case .object: return has(.object, row.text(of: value))
        }
    }

    private func has(_ kind: Condition.Wanted.Kind, _ text: ByteView) -> Bool {
        bytes[kind]?.contains(text) == true
    }
}
