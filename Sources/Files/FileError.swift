#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// An error of the file system, SQLite or libxml2: the operation, the file, and the system's message.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// The kind of an error, for callers that handle some kinds separately.
    package enum Code: Equatable, Sendable {
        case notFound
        case notPermitted
        case noSpace
        case changedWhileRead
        case notThisFormat
        case other
    }

    /// The kind of error.
    package let code: Code
    /// The operation that failed: "open", "read", "write".
    package let operation: String
    /// The file or folder, as named by the caller.
    package let path: String
    /// The message of the system or the library.
    package let cause: String

    /// Creates an error with the caller's own message.
    package init(_ code: Code, _ operation: String, _ path: String, cause: String) {
        self.code = code
        self.operation = operation
        self.path = path
        self.cause = cause
    }

    /// Creates an error from `errno`.
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

    /// The error in one line: "cannot write data/runs/s1K/run.json: No space left on device".
    package var description: String { "cannot \(operation) \(path): \(cause)" }
}
