#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A fault of the file system, of SQLite or of libxml2: what was tried on which file, and what the system said.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// What kind of fault it is, for those who treat one apart.
    package enum Code: Equatable, Sendable {
        case notFound
        case notPermitted
        case noSpace
        case changedWhileRead
        case notThisFormat
        case other
    }

    /// What kind of fault it is.
    package let code: Code
    /// What was tried: "open", "read", "write".
    package let operation: String
    /// The file or folder, as the caller named it.
    package let path: String
    /// What the system or the library said.
    package let cause: String

    /// A fault that the caller has words for.
    package init(_ code: Code, _ operation: String, _ path: String, cause: String) {
        self.code = code
        self.operation = operation
        self.path = path
        self.cause = cause
    }

    /// The fault that `errno` tells of.
    package init(_ operation: String, _ path: String, number: Int32 = errno) {
        code =
            switch number {
            case ENOENT: .notFound
            case EACCES, EPERM, EROFS: .notPermitted
            case ENOSPC, EDQUOT, EFBIG: .noSpace
            default: .other
            }
        self.operation = operation
        self.path = path
        cause = String(cString: strerror(number))
    }

    /// The fault in one line: "cannot write data/runs/s1K/run.json: No space left on device".
    package var description: String { "cannot \(operation) \(path): \(cause)" }
}
