import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The program's standard input.
package enum StandardInput {
    /// Reads standard input to its end.
    ///
    /// Throws `FileError` if that fails, or if there are more than `most` bytes.
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
