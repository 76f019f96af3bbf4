import Bytes
import Files

/// The reason that a row is rejected, in words that are the same for all rows with the same fault.
package struct RowFault: Error, Equatable {
    /// The reason.
    package let reason: String
    /// The reason without any text of the row.
    package let reasonWithoutText: String
    /// The offset of the fault in bytes from the beginning of the row.
    package let offset: Int
    /// Whether the fault stands for the rest of the file, which may contain any number of rows.
    package let isRest: Bool

    /// Creates a fault.
    ///
    /// - Parameter other: the reason without text that it quotes from the row; nil if it quotes nothing.
    package init(_ reason: String, withoutText other: String? = nil, offset: Int = 0, isRest: Bool = false) {
        self.reason = reason
        reasonWithoutText = other ?? reason
        self.offset = offset
        self.isRest = isRest
    }
}

// MARK: - In the recipe's words

// Readers are independent of the recipe. Their faults are worded here if a key of the recipe would help.

extension RowFault {
    /// Creates the fault of a row that could not be assembled.
    package init(_ fault: ReadingFault) {
        var reason = fault.reason(limitedBy: Self.rowBytes)
        reason += Self.remedy(for: fault.code)
        self.init(reason, withoutText: fault.reasonWithoutText, isRest: fault.isRest)
    }

    /// Returns the key of the recipe that would help, as the end of a message.
    private static func remedy(for code: ReadingFault.Code) -> String {
        switch code {
        case .unfinished(.noList(at: [])): ": name the place of the list with \"record\""
        case .unfinished(.ambiguousQuotes):
            ": set \"quote\": null if quotes are ordinary characters, or \"quote\": \"\\\"\" if they are not"
        case .unfinished(.textAfterList): ": set \"format\": \"jsonl\" if there is one value per line"
        default: ""
        }
    }

    /// Returns the fault of a derived text that exceeds the maximum size of a row.
    package static func madeTooLong(_ longest: Int) -> RowFault {
        RowFault("a text made of its fields is longer than the \(longest) bytes that \(rowBytes) allows")
    }

    /// Returns the fault of derived texts whose total size exceeds a multiple of the maximum size of a row.
    static func madeTooLong(times: Int, _ longest: Int) -> RowFault {
        RowFault(
            "the texts made of its fields are together longer than \(times) times the \(longest) bytes that \(rowBytes) "
                + "allows")
    }

    /// Returns the fault of HTML whose plain text exceeds the maximum size of a row.
    static func plainTextTooLong(_ longest: Int) -> RowFault {
        RowFault("its plain text is longer than the \(longest) bytes that \(rowBytes) allows")
    }

    /// Creates the fault of a row that lacks a required field, or in which it is null.
    init(noField path: FieldPath, _ value: FieldValue = .null) {
        self.init("no field \"\(path.text)\"" + (value.nonFiniteWord.map { ": it is \($0), which is no JSON" } ?? ""))
    }

    /// Creates the fault of a path that was meant to find one value and found several.
    init(severalAt path: String) {
        self.init("several values at \"\(path)\"; |first, |last, |lines or |join:MARK makes one of them")
    }

    /// Creates the fault of a field whose text holds no value that a filter can read.
    ///
    /// - Parameters:
    ///   - what: what it should hold.
    ///   - reasonWithoutText: the reason without any text of the row.
    init(noValue what: String, at path: FieldPath, _ reason: String, _ reasonWithoutText: String) {
        let beginning = "the text of \"\(path.text)\" is no \(what): "
        self.init(beginning + reason, withoutText: beginning + reasonWithoutText)
    }

    /// The key of the recipe for the maximum size of a row.
    private static let rowBytes = "limits.row_bytes"
}

extension SQLiteError {
    /// The message, in terms of the recipe.
    var words: String { isOutOfSteps ? Self.outOfSteps : message }

    /// The message without any text of the database.
    var wordsWithoutText: String { isOutOfSteps ? Self.outOfSteps : messageWithoutText }

    private static let outOfSteps = "the query takes more steps than limits.sqlite_steps allows"
}
