import Bytes

/// A value to compare with: its kind, and its bytes as text or as compact JSON.
private final class WantedValue: Sendable {
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

    var unsharedCopy: WantedValue { WantedValue(kind, OwnedBytes(bytes.view)) }

    /// Compares numbers by value, texts as texts, and lists and objects by their compact JSON.
    ///
    /// In formats without types, every value is compared as it is written.
    func equals(_ value: FieldValue, _ row: Row) -> Bool {
        switch (value.kind, kind) {
        case (.null, .null), (.true, .true), (.false, .false): return true
        case (.number, .number):
            if value.bytes == bytes.view { return true }
            let number = Double(bytes.view.text)
            return Double(value.bytes.text) == number && number.map { abs($0) < 1e15 } == true
        case (.plain, .number), (.plain, .true), (.plain, .false):
            return row.isTextOnly && value.bytes == bytes.view
        case (.string, .text), (.plain, .text), (.list, .list), (.object, .object):
            return row.text(of: value) == bytes.view
        default: return false
        }
    }
}

/// The values with which a condition compares a field.
final class WantedValues: Sendable {
    private let values: [WantedValue]
    /// The values as sets, if there are many.
    private let manyValues: ManyValues?
    /// The number of values up to which they are compared one by one.
    private static let fewValues = 8

    /// Creates a set of values.
    convenience init(_ values: [JSON]) {
        self.init(values.map(WantedValue.init))
    }

    private init(_ values: [WantedValue]) {
        self.values = values
        manyValues = values.count > Self.fewValues ? ManyValues(values) : nil
    }

    /// A copy for use by a single thread.
    var unsharedCopy: WantedValues { WantedValues(values.map(\.unsharedCopy)) }

    /// Returns whether a value of a row equals one of the values.
    func contains(_ value: FieldValue, _ row: Row) -> Bool {
        if let manyValues { return manyValues.contains(value, row) }
        for index in values.indices where values[index].equals(value, row) { return true }
        return false
    }
}

/// A set of values to compare with, for fast lookup.
///
/// Their bytes are owned by the values.
private struct ManyValues: Sendable {
    private var kinds: Set<WantedValue.Kind> = []
    /// The bytes of the values by kind: texts, numbers as they are written, and lists and objects as compact JSON.
    private var bytes: [WantedValue.Kind: Set<ByteView>] = [:]
    private var numbers: Set<Double> = []
    /// Numbers and Booleans as they are written in formats without types.
    private var words: Set<ByteView> = []

    init(_ values: [WantedValue]) {
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

    /// Returns whether a value equals one of the values, by the rules of `WantedValue`.
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

    private func has(_ kind: WantedValue.Kind, _ text: ByteView) -> Bool {
        bytes[kind]?.contains(text) == true
    }
}
