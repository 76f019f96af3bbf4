/// The fields of a file's rows that are used, so that a format can skip the others where possible.
package struct UsedFields: Equatable, Sendable {
    /// How a field is used.
    package enum Use: Sendable {
        /// Accessed by name.
        case named
        /// Copied with the rest of the row if it is a text, a number or null.
        case inPassing
        /// Not used.
        case none
    }

    /// All fields of a row, as if each were accessed by name.
    package static let all = UsedFields(names: nil, includesRest: true)

    private let names: Set<[UInt8]>?
    /// Whether fields that are not accessed by name are copied with the rest of the row.
    package var includesRest: Bool

    /// The elements of XML whose contents are used as a whole.
    package var wholeTexts: [XMLWholeText] = []

    /// Creates a set of fields with these names, with or without the rest of the row.
    package init(_ names: Set<[UInt8]>, includesRest: Bool) {
        self.init(names: names, includesRest: includesRest)
    }

    private init(names: Set<[UInt8]>?, includesRest: Bool) {
        self.names = names
        self.includesRest = includesRest
    }

    /// Returns how a field with this name is used.
    package func use(of name: [UInt8]) -> Use {
        guard let names, !names.contains(name) else { return .named }
        return includesRest ? .inPassing : .none
    }
}
