/// Which fields of a file's rows somebody looks at, so that a format that can do so leaves the others where they are.
package struct UsedFields: Equatable, Sendable {
    /// How a field is used.
    package enum Use: Sendable {
        /// It is asked for by its name.
        case named
        /// It is taken along with the rest of the row, where it is a text, a number or null.
        case inPassing
        /// Nobody looks at it.
        case none
    }

    /// Every field of a row, as if each were asked for by its name.
    package static let all = UsedFields(names: nil, includesRest: true)

    private let names: Set<[UInt8]>?
    /// Whether fields that nobody asks for are taken along with the rest of the row.
    package var includesRest: Bool

    /// The fields of these names, and the rest of the row or not.
    package init(_ names: Set<[UInt8]>, includesRest: Bool) {
        self.init(names: names, includesRest: includesRest)
    }

    private init(names: Set<[UInt8]>?, includesRest: Bool) {
        self.names = names
        self.includesRest = includesRest
    }

    /// How a field of this name is used.
    package func use(of name: [UInt8]) -> Use {
        guard let names, !names.contains(name) else { return .named }
        return includesRest ? .inPassing : .none
    }
}
