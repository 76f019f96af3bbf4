import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The place in the file system to which a path leads: the absolute path without links, `.` and `..`.
package struct Location: Equatable, Sendable {
    private let path: [UInt8]

    /// Resolves a path; returns nil if it leads nowhere.
    ///
    /// - Parameter mayBeMissing: Whether the last components of the path may not exist yet. A broken link is not
    ///   accepted.
    package init?(of path: String, mayBeMissing: Bool = false) {
        guard !path.utf8.contains(0), let found = Self.find(path.bytes, mayBeMissing) else { return nil }
        self.path = found
    }

    private static func find(_ path: [UInt8], _ mayBeMissing: Bool) -> [UInt8]? {
        let path = path.isEmpty ? [0x2E] : path
        let (real, reason) = path.withPath { path in
            let real = realpath(path, nil)
            return (real, errno)
        }
        if let real {
            defer { free(real) }
            return Array(UnsafeBufferPointer(start: real, count: strlen(real))).map { UInt8(bitPattern: $0) }
        }
        guard mayBeMissing, reason == ENOENT else { return nil }
        let whole = Array(path.reversed().drop { $0 == 0x2F }.reversed())
        guard PathEnd(of: whole) == .nothing else { return nil }
        let slash = whole.lastIndex(of: 0x2F)
        let name = whole[(slash.map { $0 + 1 } ?? 0)...]
        // The parent of something that does not exist is unknown.
        guard name != [0x2E], name != [0x2E, 0x2E] else { return nil }
        let parent = slash.map { $0 == 0 ? [0x2F] : Array(whole[..<$0]) } ?? [0x2E]
        guard let above = find(parent, true) else { return nil }
        return above == [0x2F] ? above + name : above + [0x2F] + name
    }

    /// Returns whether it is in a folder, at any depth; a folder is not inside itself.
    package func isInside(_ folder: Location) -> Bool {
        let beginning = folder.path == [0x2F] ? folder.path : folder.path + [0x2F]
        return path.count > beginning.count && path.starts(with: beginning)
    }

    /// The path for display.
    package var shown: String { Folder.shown(path) }
}
