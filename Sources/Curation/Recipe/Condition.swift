import Bytes

/// A condition of `where`: which rows of a file are taken.
struct Condition: Sendable {
    enum Demand: Sendable {
        case among([JSON])
        case notAmong([JSON])
        case present
        case absent
    }

    let field: FieldPath
    let demand: Demand

    init(_ settings: Settings) {
        field = FieldPath(settings.text("field"))
        if let value = settings.value("equals") {
            demand = .among([value])
        } else if let value = settings.value("in") {
            demand = .among(value.list ?? [])
        } else if let value = settings.value("not") {
            demand = .notAmong(value.list ?? [value])
        } else {
            demand = settings.text("is") == "present" ? .present : .absent
        }
    }

    /// True when the row is taken.
    ///
    /// A field that the row lacks counts as null.
    func holds(for row: Row) -> Bool {
        let value = row.value(at: field) ?? .null
        switch demand {
        case .present: return value.kind != .null
        case .absent: return value.kind == .null
        case .among(let wanted): return wanted.contains { Self.isEqual(value, $0, row) }
        case .notAmong(let unwanted): return !unwanted.contains { Self.isEqual(value, $0, row) }
        }
    }

    /// Numbers are compared as numbers, texts as texts, lists and objects as their compact JSON.
    ///
    /// In formats that know only texts every value is compared as it is written.
    private static func isEqual(_ value: FieldValue, _ wanted: JSON, _ row: Row) -> Bool {
        switch (value.kind, wanted) {
        case (.null, .null): return true
        case (.true, .bool(let flag)): return flag
        case (.false, .bool(let flag)): return !flag
        case (.number, .number(let digits)):
            let text = value.bytes.text
            return text == digits || Double(text) == Double(digits) && Double(digits).map { abs($0) < 1e15 } == true
        case (.string, .string(let text)), (.plain, .string(let text)):
            return text.withByteView { row.text(of: value) == $0 }
        case (.plain, .number), (.plain, .bool):
            return row.isTextOnly && wanted.compactText.withByteView { value.bytes == $0 }
        case (.list, .list), (.object, .object):
            return wanted.compactText.withByteView { row.text(of: value) == $0 }
        default: return false
        }
    }
}
