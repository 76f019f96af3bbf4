/// The fault of a file that ends in the middle of its rows.
package enum SplittingFault: Equatable, Sendable, CustomStringConvertible {
    /// A quoted field without a closing quote.
    case unclosedQuote
    /// A quoted field that runs over lines, each of which has as many fields as the header by itself.
    case ambiguousQuotes
    /// A list without its closing bracket.
    case unclosedList
    /// A value without its closing bracket.
    case unclosedValue
    /// The document ended before its list.
    case listNotBegun
    /// The document has no list at these names; if empty, at its top level.
    case noList(at: [String])
    /// Text after the list that is the whole document.
    case textAfterList

    /// The fault in words.
    package var description: String {
        switch self {
        case .unclosedQuote: "a quoted field is never closed"
        case .ambiguousQuotes:
            "a quoted field runs over lines that are rows by themselves, each with as many fields as the header"
        case .unclosedList: "the list is never closed: the file ends too early"
        case .unclosedValue: "a value is never closed: the file ends too early"
        case .listNotBegun: "the file ends before its list begins"
        case .noList(at: []): "the document has no list at its top level"
        case .noList(let names): "the document has no list at \"\(names.joined(separator: "."))\""
        case .textAfterList: "text after the end of the list"
        }
    }
}
