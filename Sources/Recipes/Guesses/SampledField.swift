import Bytes
import Rows
import Shapes

/// A field of the rows of a sample, at the top or one object below, with its values.
struct SampledField {
    /// The path as it stands in a placeholder.
    let path: String
    /// The last name of the path in lower case, letters and digits only, by which it is known; the one before it if the last
    /// says only that there is a text.
    let name: String
    /// The last name of the path as it is written.
    let spelledName: String
    /// The values that are not null.
    fileprivate(set) var values: [JSON] = []
    /// The number of rows that have the field, including those in which it is null.
    fileprivate(set) var count = 0
    /// Whether every row of the file is known to have it.
    fileprivate(set) var isInEveryRow = false
    /// Whether it is within an object.
    fileprivate(set) var isInObject = false

    /// Returns the fields of some rows that a placeholder can name, in the order of first occurrence, those at the top
    /// before those within objects.
    ///
    /// - Parameter areAll: whether these are all rows of their file; if not, any field may be missing in another row.
    static func all(of rows: [JSON], areAll: Bool = true) -> [SampledField] {
        var (fields, places): ([SampledField], [String: Int]) = ([], [:])
        func take(_ value: JSON, at path: String, _ name: String) {
            guard let place = places[path] else {
                // No placeholder can name the others.
                guard TextRule.template.fault(in: "{\(path)}") == nil, !path.hasSuffix("?"), !path.contains("|"),
                    FieldPath(path).text == path
                else { return }
                places[path] = fields.count
                fields.append(
                    SampledField(path: path, name: name.lowercased().filter(\.isKnownLetter), spelledName: name))
                return take(value, at: path, name)
            }
            fields[place].count += 1
            if value != .null { fields[place].values.append(value) }
        }
        for row in rows {
            guard let members = row.object?.members else { continue }
            for member in members { take(member.value, at: member.name, member.name) }
        }
        let atTop = fields.count
        for row in rows {
            for member in row.object?.members ?? JSONObject().members where !member.name.contains(".") {
                for inner in member.value.object?.members ?? JSONObject().members where !inner.name.contains(".") {
                    let name = ["text", "#text", "value", "content"].contains(inner.name) ? member.name : inner.name
                    take(inner.value, at: "\(member.name).\(inner.name)", name)
                }
            }
        }
        for place in fields.indices {
            fields[place].isInEveryRow = areAll && fields[place].count == rows.count
            fields[place].isInObject = place >= atTop
        }
        return fields
    }
}

extension SampledField {
    /// The values that are texts and not blank.
    var texts: [String] { values.compactMap(\.string).filter { !$0.allSatisfy(\.isWhitespace) } }

    /// Whether it holds texts, and nothing else.
    var isText: Bool { !texts.isEmpty && values.allSatisfy { $0.string != nil } }

    /// Whether it holds lists of texts, some of which are not empty.
    var isListOfTexts: Bool {
        values.contains { $0.list?.isEmpty == false }
            && values.allSatisfy { $0.list?.allSatisfy { $0.string != nil } == true }
    }

    /// Whether it holds outcomes: `true` and `false`, as values or as texts, or 1 and 0.
    var isOutcome: Bool { !values.isEmpty && values.allSatisfy(\.isOutcome) }

    /// Whether it holds lists of outcomes.
    var isListOfOutcomes: Bool {
        values.contains { $0.list?.isEmpty == false } && values.allSatisfy { $0.list?.allSatisfy(\.isOutcome) == true }
    }

    /// Its values as whole numbers; nil if one of them is none.
    var wholeNumbers: [Int]? {
        let numbers = values.map { $0.integer ?? $0.string?.withByteView { $0.wholeNumber } }
        return numbers.isEmpty ? nil : numbers.reduce(into: []) { $1 == nil ? $0 = nil : $0?.append($1 ?? 0) }
    }

    /// Whether at least half of the texts, or of the first texts of lists, have a part.
    func mostContain(_ part: String) -> Bool {
        let texts = values.compactMap { $0.string ?? $0.list?.first?.string }
        return !texts.isEmpty && 2 * texts.count { $0.contains(part) } >= texts.count
    }

    /// Whether a row needs a field.
    enum Need {
        /// A row without it is rejected.
        case required
        /// A row may lack it unless all rows of the file are known to have it.
        case asSampled
        case optional
    }

    /// Returns the placeholder of the field with some filters behind those that its values need.
    func placeholder(_ filters: [String] = [], _ need: Need = .asSampled) -> String {
        let mark = need == .required || need == .asSampled && isInEveryRow ? "" : "?"
        return "{" + ([path + mark] + ownFilters + filters).joined(separator: "|") + "}"
    }

    /// The filters that make texts of its values: of lists that were stored as text, and of HTML.
    private var ownFilters: [String] {
        if !texts.isEmpty, texts.allSatisfy({ $0.isListOfTexts { try JSON(parsing: $0) } }) { return ["json"] }
        if !texts.isEmpty, texts.allSatisfy(\.isPythonList) { return ["python"] }
        return mostContain("</p>") || mostContain("<br") || mostContain("</div>") ? ["text"] : []
    }
}

extension JSON {
    /// Whether it is `true`, `false`, or one of both as a text or number.
    fileprivate var isOutcome: Bool {
        switch self {
        case .bool, .null: true
        case .number(let digits): ["0", "1", "0.0", "1.0"].contains(digits)
        case .string(let text): ["true", "false", "0", "1", "0.0", "1.0", ""].contains(text.lowercased())
        case .list, .object: false
        }
    }
}

extension Character {
    /// Whether a known name may consist of it.
    fileprivate var isKnownLetter: Bool { isLetter || isNumber }
}

extension String {
    /// Returns whether it is the text of a list of texts.
    fileprivate func isListOfTexts(_ read: (ByteView) throws -> JSON) -> Bool {
        guard hasPrefix("["), let list = withByteView({ try? read($0) })?.list else { return false }
        return !list.isEmpty && list.allSatisfy { $0.string != nil }
    }

    /// Whether it looks like a list of texts as Python prints it.
    fileprivate var isPythonList: Bool {
        (hasPrefix("['") || hasPrefix("[\"")) && (hasSuffix("']") || hasSuffix("\"]"))
    }
}
