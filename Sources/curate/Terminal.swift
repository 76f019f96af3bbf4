import Bytes
import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc
import Messages
#endif

/// Standard output and standard error.
enum Terminal {
    /// The error when the reader of standard output has closed it.
    ///
    /// It is not a failure of the program.
    struct Closed: Error {}

    /// Whether standard error is a terminal, on which a line can be overwritten.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// The width of standard output in columns; 100 if it is not a terminal.
    static var columns: Int { width(of: STDOUT_FILENO) ?? 100 }

    /// The width of the status line on standard error in columns, at most 78: a line that wraps cannot be overwritten.
    static var statusColumns: Int { min(78, (width(of: STDERR_FILENO) ?? 79) - 1) }

    /// Returns the width of a terminal in columns, or nil if the descriptor is not one.
    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard isatty(descriptor) == 1, unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return max(20, Int(size.ws_col))
    }

    /// Opens standard streams that were closed when the program started.
    ///
    /// Otherwise the next file to be opened would get the descriptor, and messages would be written into it. The
    /// replacement is opened in the opposite direction, so that reading from a closed standard input and writing to a
    /// closed standard output still fail.
    static func openStandardStreams() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            guard unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) == descriptor else {
                printDiagnostic("curate: \(FileError("open", "/dev/null").description)")
                exit(1)
            }
        }
    }

    /// Throws `CurationError.failed` when standard output is not open for writing.
    static func demandOutput() throws {
        if fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE == O_RDONLY {
            throw CurationError.failed(
                "standard output is closed, so the answer cannot be printed; use >/dev/null to discard it")
        }
    }

    /// Writes lines to standard output, making hidden characters visible.
    ///
    /// Throws `Closed` when the reader has closed the pipe, as `head` does, and `FileError` when the lines cannot be
    /// written.
    static func write(lines: [String]) throws {
        try write(Array((lines.map(\.shown).joined(separator: "\n") + "\n").utf8), to: STDOUT_FILENO)
    }

    /// Writes JSON on one line to standard output, escaping hidden characters.
    ///
    /// Throws as `write(lines:)` does.
    static func write(json: JSON) throws {
        try write(jsonLines: Array((json.compactText + "\n").utf8))
    }

    /// Writes lines of JSON or of numbers to standard output, escaping hidden characters.
    ///
    /// Throws as `write(lines:)` does.
    static func write(jsonLines: [UInt8]) throws {
        var shown: [UInt8] = []
        shown.reserveCapacity(jsonLines.count)
        jsonLines.withByteView { shown.append(shownJSON: $0) }
        try write(shown, to: STDOUT_FILENO)
    }

    /// Writes a message to standard error, ignoring errors.
    static func printDiagnostic(_ message: Message) {
        try? write(Array((message.text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Overwrites the current line of standard error.
    static func overwrite(_ line: String) {
        try? write(Array(("\r\u{1B}[K" + line.shown).utf8), to: STDERR_FILENO)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { raw in
                let start = unsafe raw.baseAddress.map { unsafe $0 + written }
                #if canImport(Darwin)
                return unsafe Darwin.write(descriptor, start, raw.count - written)
                #else
                return unsafe Glibc.write(descriptor, start, raw.count - written)
                #endif
            }
            if count < 0 {
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    // A process that shares the pipe may have made it non-blocking.
                    var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    unsafe poll(&place, 1, -1)
                    continue
                case EPIPE: throw Closed()
                default: throw FileError("write", descriptor == STDOUT_FILENO ? "standard output" : "standard error")
                }
            }
            written += count
        }
    }
}
