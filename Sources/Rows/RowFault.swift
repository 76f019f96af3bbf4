import Bytes
import Files

/// Why a row is rejected: in words that are the same for all rows of one fault.
package struct RowFault: Error, Equatable {
    /// What is wrong.
    package let reason: String
    /// The same in words in which nothing of the row stands.
    package let reasonWithoutText: String
    /// How many bytes behind the row's beginning it shows.
    package let offset: Int
    /// Whether it stands for what is left of the file, however many rows that may have been.
    package let isRest: Bool

    /// - Parameter other: the reason without what it quotes of the row; nil where it quotes nothing.
    package init(_ reason: String, withoutText other: String? = nil, offset: Int = 0, isRest: Bool = false) {
        self.reason = reason
        reasonWithoutText = other ?? reason
        self.offset = offset
        self.isRest = isRest
    }
}

// MARK: - In the recipe's words

// Readers know no recipe. Where one of its keys would help, what they say is worded here.

extension RowFault {
    /// The fault of a row that could not even be made.
    package init(_ fault: ReadingFault) {
        let reason =
            switch fault.code {
            case .longRow(let limit): "longer than the \(limit) bytes that \(Self.rowBytes) allows"
            case .longField(let limit): "a field is longer as JSON than the \(limit) bytes that \(Self.rowBytes) allows"
            case .unfinished(.noList(at: [])): "\(fault.reason): name the place of the list with \"record\""
            case .unfinished, .other: fault.reason
            }
        self.init(reason, withoutText: fault.reasonWithoutText, isRest: fault.isRest)
    }

    /// The fault of a row of which a text would be made that is longer than a row may be.
    package static func madeTooLong(_ longest: Int) -> RowFault {
        RowFault("a text made of its fields is longer than the \(longest) bytes that \(rowBytes) allows")
    }

    /// The fault of a row of which texts would be made that are together longer than so many rows may be.
    static func madeTooLong(times: Int, _ longest: Int) -> RowFault {
        RowFault(
            "the texts made of its fields are together longer than \(times) times the \(longest) bytes that \(rowBytes) "
                + "allows")
    }

    /// The fault of a row with HTML whose plain text is longer than a row may be.
    static func plainTextTooLong(_ longest: Int) -> RowFault {
        RowFault("its plain text is longer than the \(longest) bytes that \(rowBytes) allows")
    }

    /// The key of the recipe that says how long a row may be.
    private static let rowBytes = "limits.row_bytes"
}

extension SQLiteError {
    /// What is wrong, in the recipe's words.
    var words: String { isOutOfSteps ? Self.outOfSteps : message }

    /// The same in words in which nothing of the database stands.
    var wordsWithoutText: String { isOutOfSteps ? Self.outOfSteps : messageWithoutText }

    private static let outOfSteps = "the query takes more steps than limits.sqlite_steps allows"
}
