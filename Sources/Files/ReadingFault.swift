import Bytes

/// The reason a row, or the rest of a damaged file, could not be read.
package struct ReadingFault: Error, Equatable {
    /// The kind of fault.
    package enum Code: Equatable, Sendable {
        /// A row longer than the limit, in bytes.
        case longRow(Int)
        /// A field that is longer than the limit as JSON, in bytes.
        case longField(Int)
        /// A file that ends in the middle of a row.
        case unfinished(SplittingFault)
        /// A fault described by the format, and the description without contents of the file; the latter is nil if the
        /// description contains none.
        case other(String, withoutText: String? = nil)
    }

    /// The kind of fault.
    package let code: Code
    /// The offset in the file in bytes, if the reader needs it.
    let offset: Int?
    /// Whether it stands for the rest of the file, however many rows that may be.
    package let isRest: Bool

    /// Creates a fault.
    package init(_ code: Code, at offset: Int? = nil, isRest: Bool = false) {
        self.code = code
        self.offset = offset
        self.isRest = isRest
    }

    /// The description, without the place and without the setting behind a limit.
    package var reason: String { reason(limitedBy: nil) }

    /// Returns the description, without the place.
    ///
    /// - Parameter setting: the name of the setting behind a limit; nil to leave it out.
    package func reason(limitedBy setting: String?) -> String {
        let allowance = setting.map { "\($0) allows" } ?? "it may have"
        return switch code {
        case .longRow(let limit): "longer than the \(limit) bytes that \(allowance)"
        case .longField(let limit): "a field is longer as JSON than the \(limit) bytes that \(allowance)"
        case .unfinished(let fault): fault.description
        case .other(let reason, _): reason
        }
    }

    /// The description without contents of the file; nil if `reason` contains none.
    package var reasonWithoutText: String? { if case .other(_, let reason) = code { reason } else { nil } }
}
