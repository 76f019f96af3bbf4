import Bytes
import Rows

/// Conversions of a row's values to the types of the pool: texts, lists of texts, counts and outcomes.
extension Row {
    /// Returns a text or null; numbers, Booleans, lists and objects are converted to compact JSON.
    func textOrNull(_ value: FieldValue) -> FieldValue {
        switch value.kind {
        case .null, .string, .plain: value
        case .true, .false, .number, .list, .object: .plain(text(of: value))
        }
    }

    /// Returns a label: a text without white space around it; null for null and blank text.
    ///
    /// A text without white space around it is returned as it is written.
    func label(_ value: FieldValue) -> FieldValue {
        if value.isBlank { return .null }
        let label = textOrNull(value)
        let text = text(of: label)
        let trimmed = text.trimmedOfWhiteSpace
        return trimmed.count == text.count ? label : .plain(trimmed)
    }

    /// Returns the list of texts for a column; a single text becomes a list of one, null an empty list.
    ///
    /// Throws `RowFault` for a list with other elements, and for values of other types.
    package func texts(_ value: FieldValue, of column: QuestionColumn) throws(RowFault) -> FieldValue {
        switch value.kind {
        case .null:
            return FieldValue(.list, ByteView("[]"))
        case .list:
            guard Self.holdsOnlyTexts(value.bytes) else {
                throw RowFault("\(column.name): a list that contains something other than texts")
            }
            return value
        case .string, .plain:
            return FieldValue(
                .list,
                try compose { (bytes) throws(RowFault) in
                    try bytes.append(UInt8(ascii: "["))
                    try bytes.append(json: value)
                    try bytes.append(UInt8(ascii: "]"))
                })
        case .true, .false, .number, .object:
            throw RowFault("\(column.name): neither a list of texts, a text nor null")
        }
    }

    /// Returns whether a list of valid JSON contains only texts.
    ///
    /// The texts themselves were validated when the row was read.
    private static func holdsOnlyTexts(_ list: ByteView) -> Bool {
        var offset = 1
        while true {
            while list[offset].isASCIIWhiteSpace || list[offset] == UInt8(ascii: ",") { offset += 1 }
            if list[offset] == UInt8(ascii: "]") { return true }
            guard list[offset] == UInt8(ascii: "\"") else { return false }
            offset = JSONIndex.endOfString(list, openedAt: offset) + 1
        }
    }

    /// Returns the integer for a column, or nil for null and blank text.
    ///
    /// Accepts a number, or a text in the form of a JSON number.
    ///
    /// Throws `RowFault` for anything other than an integer from 0 to 2,147,483,646.
    package func wholeNumber(_ value: FieldValue, of column: QuestionColumn) throws(RowFault) -> Int32? {
        if value.isBlank { return nil }
        let found = value.kind == .number || value.isText ? text(of: value).wholeNumber : nil
        guard let number = found.flatMap(Int32.init(exactly:)), number >= 0, number < .max else {
            throw RowFault("\(column.name): not a whole number of at least 0")
        }
        return number
    }

    private static func noOutcome(_ text: ByteView, _ field: String, _ column: QuestionColumn?) -> RowFault {
        let beginning = text[..<min(text.count, 200)].text
        let value = beginning.count > 40 ? beginning.prefix(40) + "…" : beginning
        let rest = "an outcome is true, false or null, or 1 or 0"
        return RowFault(
            "\(field): found \(value); \(rest)",
            withoutText: "\(column?.name ?? field): found no outcome; \(rest)")
    }

    /// Returns an outcome for true or false, including as text and as 1 or 0; null and blank text are unknown.
    ///
    /// Throws `RowFault` for anything else.
    ///
    /// - Parameters:
    ///   - field: returns the field that gives the outcome, for the message.
    ///   - column: the part of its name that is not text of the row; nil if all of it is the recipe's.
    package func outcome(
        _ value: FieldValue, of field: @autoclosure () -> String, in column: QuestionColumn? = nil
    ) throws(RowFault) -> Outcome {
        switch value.kind {
        case .true: return .right
        case .false: return .wrong
        case .null: return .unknown
        case .number, .string, .plain:
            if value.isBlank { return .unknown }
            switch text(of: value).text {
            case "true", "True", "TRUE", "1", "1.0": return .right
            case "false", "False", "FALSE", "0", "0.0": return .wrong
            case "null", "None", "NaN", "nan": return .unknown
            default: break
            }
        case .list, .object: break
        }
        throw Self.noOutcome(text(of: value), field(), column)
    }
}

extension RowFault {
    /// Returns the fault of a row without a question, which names what stands in its place if JSON does not have it.
    static func noQuestion(_ value: FieldValue) -> RowFault {
        RowFault("the question is empty" + (value.nonFiniteWord.map { ": it is \($0), which is no JSON" } ?? ""))
    }
}
