import Bytes

/// A condition of `where`: which rows of a file are taken.
final class Condition: Sendable {
    enum Demand: Sendable {
        case among([JSON])
        case notAmong([JSON])
        case present
        case absent
    }

    /// A value to compare with, and the bytes of its text or else of its compact JSON.
    private final class Wanted: Sendable {
        let json: JSON
        let bytes: HeldBytes

        init(_ json: JSON) {
            self.json = json
            bytes = HeldBytes((json.string ?? json.compactText).utf8)
        }
    }

    let field: FieldPath
    let demand: Demand
    private let values: [Wanted]

    convenience init(_ settings: Settings) {
        let demand: Demand
        if let value = settings.value("equals") {
            demand = .among([value])
        } else if let value = settings.value("in") {
            demand = .among(value.list ?? [])
        } else if let value = settings.value("not") {
            demand = .notAmong(value.list ?? [value])
        } else {
            demand = settings.text("is") == "present" ? .present : .absent
        }
        self.init(FieldPath(settings.text("field")), demand)
    }

    private init(_ field: FieldPath, _ demand: Demand) {
        self.field = field
        self.demand = demand
        switch demand {
        case .among(let values), .notAmong(let values): self.values = values.map(Wanted.init)
        case .present, .absent: values = []
        }
    }

    /// The same condition for one thread alone: threads that count references to one object wait for each other.
    var ownCopy: Condition { Condition(FieldPath(field.text), demand) }

    /// True when the row is taken.
    ///
    /// A field that the row lacks counts as null.
    func holds(for row: Row) -> Bool {
        let value = row.value(at: field) ?? .null
        switch demand {
        case .present: return value.kind != .null
        case .absent: return value.kind == .null
        case .among: return isWanted(value, row)
        case .notAmong: return !isWanted(value, row)
        }
    }

    private func isWanted(_ value: FieldValue, _ row: Row) -> Bool {
        for index in values.indices where Self.isEqual(value, values[index], row) { return true }
        return false
    }

    /// Numbers are compared as numbers, texts as texts, lists and objects as their compact JSON.
    ///
    /// In formats that know only texts every value is compared as it is written.
    private static func isEqual(_ value: FieldValue, _ wanted: Wanted, _ row: Row) -> Bool {
        switch (value.kind, wanted.json) {
        case (.null, .null): return true
        case (.true, .bool(let flag)): return flag
        case (.false, .bool(let flag)): return !flag
        case (.number, .number(let digits)):
            let text = value.bytes.text
            return text == digits || Double(text) == Double(digits) && Double(digits).map { abs($0) < 1e15 } == true
        case (.plain, .number), (.plain, .bool): return row.isTextOnly && value.bytes == wanted.bytes.view
        case (.string, .string), (.plain, .string), (.list, .list), (.object, .object):
            return row.text(of: value) == wanted.bytes.view
        default: return false
        }
    }
}
