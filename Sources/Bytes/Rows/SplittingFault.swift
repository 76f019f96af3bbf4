/// The fault of a file that ends in the middle of its rows.
package enum SplittingFault: Equatable, Sendable, CustomStringConvertible {
    /// A quoted field without a closing quote.
    case unclosedQuote
    /// A list without its closing bracket.
    case unclosedList
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
        case .unclosedList: "the list is never closed: the file ends too early"
        case .listNotBegun: "the file ends before its list begins"
        case .noList(at: []): "the document has no list at its top level"
        case .noList(let names): "the document has no list at \"\(names.joined(separator: "."))\""
        case .textAfterList: "text after the end of the list"
        }
    }
}
