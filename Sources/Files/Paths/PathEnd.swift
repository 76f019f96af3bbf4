#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The kind of file that a path leads to when links are followed.
package enum PathEnd: Equatable, Sendable {
    case nothing
    case file
    case folder
    case pipe
    case socket
    case device
    /// A link to a missing target.
    case brokenLink(to: String)
    /// A link that leads back to itself, directly or through others.
    case circularLink
    /// A file whose kind the system does not report, with the system's error message.
    case unknown(String)

    /// Finds out where a path leads.
    package init(of path: String) {
        self.init(of: path.bytes)
    }

    init(of path: [UInt8]) {
        self = path.withPath { path in
            var status = stat()
            if stat(path, &status) == 0 { return PathEnd(status) }
            let reason = errno
            guard lstat(path, &status) == 0 else {
                switch errno {
                case ENOENT, ENOTDIR: return .nothing
                case ELOOP: return .circularLink
                default: return .unknown(String(cString: strerror(errno)))
                }
            }
            switch reason {
            case ELOOP: return .circularLink
            case ENOENT, ENOTDIR: return .brokenLink(to: Self.target(of: path))
            default: return .unknown(String(cString: strerror(reason)))
            }
        }
    }

    private init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        case S_IFIFO: self = .pipe
        case S_IFSOCK: self = .socket
        default: self = .device
        }
    }

    private static func target(of link: UnsafePointer<CChar>) -> String {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &target, target.count)
        return Folder.shown(target.prefix(max(0, count)).map { UInt8(bitPattern: $0) })
    }

    /// What prevents the path from being followed, as a predicate; nil if nothing does, or if there is no file.
    package var obstacle: String? {
        switch self {
        case .brokenLink, .circularLink, .unknown: words
        case .nothing, .file, .folder, .pipe, .socket, .device: nil
        }
    }

    /// The kind, as a predicate that follows the name: `is a folder`.
    package var words: String {
        switch self {
        case .nothing: "is not there"
        case .file: "is a file"
        case .folder: "is a folder"
        case .pipe: "is a pipe"
        case .socket: "is a socket"
        case .device: "is a device"
        case .brokenLink(let target): "is a link that leads nowhere: \"\(target)\" is not there"
        case .circularLink: "is a link that leads back to itself"
        case .unknown(let reason): "cannot be looked at: \(reason)"
        }
    }
}

extension [UInt8] {
    /// Calls `body` with the bytes as a null-terminated C string.
    func withPath<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try (self + [0]).withUnsafeBufferPointer { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { chars in
                // Never empty: the last byte is the zero.
                guard let start = chars.baseAddress else { preconditionFailure("a path without its end") }
                return try body(start)
            }
        }
    }
}
