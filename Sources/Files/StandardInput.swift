import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What is piped into the program.
package enum StandardInput {
    /// Reads it to its end.
    ///
    /// Throws `FileError` when that fails, or when there are more bytes than so many.
    package static func contents(atMost most: Int = .max) throws(FileError) -> [UInt8] {
        var contents: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = block.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError("read", "standard input")
            }
            if count == 0 { return contents }
            guard contents.count <= most - count else {
                throw FileError(.other, "read", "standard input", cause: "it has more than \(most) bytes")
            }
            contents += block[..<count]
        }
    }
}
