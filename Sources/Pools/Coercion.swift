import Bytes
import Rows

/// What a value of a row becomes where the pool wants a text, a list of texts, a count or an outcome.
extension Row {
    /// A text or null: numbers, truth values, lists and objects become their compact JSON.
    func textOrNull(_ value: FieldValue) -> FieldValue {
        switch value.kind {
        case .null, .string, .plain: value
        case .true, .false, .number, .list, .object: .plain(text(of: value))
        }
    }

    /// The list of texts of a column: a text alone is a list of one, null is an empty list.
    ///
    /// Throws `RowFault` for a list that holds anything else, and for values that are neither.
    package func texts(_ value: FieldValue, of column: QuestionColumn) throws(RowFault) -> FieldValue {
        switch value.kind {
        case .null:
            return FieldValue(.list, ByteView("[]"))
        case .list:
            guard Self.holdsOnlyTexts(value.bytes) else {
                throw RowFault("\(column.name): a list with something else than texts in it")
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
            throw RowFault("\(column.name): neither a list of texts nor a text nor null")
        }
    }

    /// Whether a list of valid JSON holds nothing but texts: without looking into them, which was done when the row was
    /// read.
    private static func holdsOnlyTexts(_ list: ByteView) -> Bool {
        var offset = 1
        while true {
            while list[offset].isASCIIWhiteSpace || list[offset] == UInt8(ascii: ",") { offset += 1 }
            if list[offset] == UInt8(ascii: "]") { return true }
            guard list[offset] == UInt8(ascii: "\"") else { return false }
            offset = JSONIndex.endOfString(list, openedAt: offset) + 1
        }
    }

    /// The whole number of a column, or nil for null and for a blank text: a number, or a text that writes one as JSON does.
    ///
    /// Throws `RowFault` for anything but a whole number from 0 to 2,147,483,646.
    package func wholeNumber(_ value: FieldValue, of column: QuestionColumn) throws(RowFault) -> Int32? {
        if value.isBlank { return nil }
        let found = value.kind == .number || value.isText ? text(of: value).wholeNumber : nil
        guard let number = found.flatMap(Int32.init(exactly:)), number >= 0, number < .max else {
            throw RowFault("\(column.name): not a whole number from 0 on")
        }
        return number
    }

    /// An outcome: true and false, also as texts and as 1 and 0; null and a blank text are unknown.
    ///
    /// Throws `RowFault` for anything else.
    package func outcome(_ value: FieldValue) throws(RowFault) -> Outcome {
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
        throw RowFault("an outcome that is neither true, false nor null")
    }
}
