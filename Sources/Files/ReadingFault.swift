import Bytes

/// Why a row could not be read, or what is left of a broken file.
package struct ReadingFault: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    package enum Code: Equatable, Sendable {
        /// A row longer than the so many bytes that it may have.
        case longRow(Int)
        /// A field that as JSON is longer than the so many bytes that it may have.
        case longField(Int)
        /// A file that ends where its rows do not.
        case unfinished(SplittingFault)
        /// Something that a format has words for; the same in words in which nothing of the file stands, or nil where nothing
        /// does anyhow.
        case other(String, withoutText: String? = nil)
    }

    /// What is wrong.
    package let code: Code
    /// The offset in bytes in the file, where that is known.
    package let offset: Int?
    /// Whether it stands for what is left of the file, however many rows that may have been.
    package let isRest: Bool

    /// A fault.
    package init(_ code: Code, at offset: Int? = nil, isRest: Bool = false) {
        self.code = code
        self.offset = offset
        self.isRest = isRest
    }

    /// What is wrong, in words that name neither the place nor what sets a limit.
    package var reason: String {
        switch code {
        case .longRow(let limit): "longer than the \(limit) bytes that it may have"
        case .longField(let limit): "a field is longer as JSON than the \(limit) bytes that it may have"
        case .unfinished(let fault): fault.description
        case .other(let reason, _): reason
        }
    }

    /// The same in words in which nothing of the file stands; nil where nothing does anyhow.
    package var reasonWithoutText: String? { if case .other(_, let reason) = code { reason } else { nil } }

    /// The same as `reason`.
    package var description: String { reason }
}
