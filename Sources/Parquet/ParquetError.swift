/// Why a Parquet file, or what is left of it, cannot be read.
package struct ParquetError: Error, CustomStringConvertible {
    /// What kind of fault it is.
    package enum Code: Equatable, Sendable {
        /// The file is none, or only a part of one.
        case noParquet
        /// A Git LFS pointer stands in place of the file.
        case pointer
        /// The footer, or what it says of row groups and columns.
        case footer
        /// The schema, or a type that has no value in JSON.
        case schema
        /// A column that was asked for and is not there.
        case noColumn
        /// Encrypted.
        case encrypted
        /// A codec that is not read.
        case codec
        /// A page's header, size or checksum, or how it is compressed.
        case page
        /// An encoding that is not read.
        case encoding
        /// Repetition or definition levels.
        case levels
        /// Values: fewer, or others, than there should be.
        case values
        /// A dictionary, or an index into it.
        case dictionary
        /// Deltas or their lengths.
        case delta
        /// Columns that do not have the rows that their row group has.
        case rows
        /// There is no memory.
        case memory
        /// The file could not be read from the disk; `cause` says why.
        case source
    }

    /// Where it is; nil of what is not known or not meant.
    package struct Place: Equatable, Sendable {
        /// The row group, counted from 0.
        package var rowGroup: Int?
        /// The column's names from the outermost in, joined by dots.
        package var column: String?
        /// The page of the column's part of the row group, counted from 0.
        package var page: Int?
        /// How the page is compressed.
        package var codec: String?
        /// The offset in bytes in the file.
        package var offset: Int?
    }

    /// What kind of fault it is.
    package let code: Code
    /// What is wrong, in words that neither name the place nor quote the file.
    package let reason: String
    /// Where it is.
    package internal(set) var place = Place()
    /// What the source threw, where the code is `source`.
    package let cause: (any Error)?

    init(_ code: Code, _ reason: String, offset: Int? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.reason = reason
        self.cause = cause
        place.offset = offset
    }

    /// The place in words: "row group 1, column a.b, page 3 compressed by snappy, byte 4096"; the row group and the page
    /// counted from 1.
    ///
    /// - Parameter naming: whether a column may be named, whose name the file determines.
    package func location(naming: Bool = true) -> String {
        var parts: [String] = []
        if let group = place.rowGroup { parts.append("row group \(group + 1)") }
        if naming, let column = place.column { parts.append("column \(column)") }
        if let page = place.page {
            parts.append("page \(page + 1)" + (place.codec.map { " compressed by \($0)" } ?? ""))
        }
        if let offset = place.offset { parts.append("byte \(offset)") }
        return parts.joined(separator: ", ")
    }

    /// The fault and its place in one line.
    package var description: String {
        let location = location()
        return location.isEmpty ? reason : "\(reason) (\(location))"
    }
}
