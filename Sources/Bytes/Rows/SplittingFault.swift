/// What is wrong with a file that ends where its rows do not.
package enum SplittingFault: Equatable, Sendable, CustomStringConvertible {
    /// A field began with a quote, and no other came.
    case unclosedQuote
    /// The list began, and its closing bracket did not come.
    case unclosedList
    /// The document has not come to its list.
    case listNotBegun
    /// The document has no list at these names; without names, at its top level.
    case noList(at: [String])
    /// Something stands behind the list that is the whole document.
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
