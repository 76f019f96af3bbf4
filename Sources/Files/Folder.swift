import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Folders and paths.
package enum Folder {
    /// Makes a folder and those above it.
    ///
    /// One that exists is fine.
    package static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST && exists(path) { return }
        guard errno == ENOENT, let parent = parent(of: path), parent != path else { throw FileError("make", path) }
        try make(parent)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError("make", path) }
    }

    /// True when the path leads to a folder.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// True when the path leads to a file.
    package static func hasFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Opens a file for reading; a pipe, too, without waiting for its other end.
    ///
    /// Returns a descriptor, or a negative number with `errno` as the system left it.
    static func openForReading(_ path: String) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        // Another program may have the file on lease, and gives it back while it is waited for.
        let isOnLease = descriptor < 0 && errno == EWOULDBLOCK && hasFile(path)
        return isOnLease ? open(path, O_RDONLY | O_CLOEXEC) : descriptor
    }

    /// The state of a file, or nil when there is none.
    package static func stamp(of path: String) -> FileStamp? {
        var status = stat()
        return stat(path, &status) == 0 ? FileStamp(status) : nil
    }

    /// The state of a file.
    ///
    /// Throws `FileError` when there is none, or nobody tells.
    package static func demandStamp(of path: String) throws(FileError) -> FileStamp {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError("open", path) }
        return FileStamp(status)
    }

    /// Removes a file; that there is none is fine.
    package static func removeFile(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError("remove", path) }
    }

    /// Gives a file or folder another name.
    package static func rename(_ path: String, to other: String) throws(FileError) {
        guard systemRename(path, other) == 0 else { throw FileError("rename", path) }
    }

    /// The path without links, `.` and `..`, or nil when it leads nowhere.
    package static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The path of the folder a path lies in, or nil of a bare name's.
    package static func parent(of path: String) -> String? {
        // By bytes: to Swift a slash with an accent behind it is another character.
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return slash == path.startIndex ? "/" : String(decoding: path.utf8[..<slash], as: UTF8.self)
    }

    /// A path taken relative to a folder, unless it is absolute.
    package static func join(_ folder: String, _ path: String) -> String {
        let isWhole = path.utf8.first == UInt8(ascii: "/") || folder.isEmpty
        return isWhole ? path : folder.utf8.last == UInt8(ascii: "/") ? folder + path : folder + "/" + path
    }

    /// The names in a folder, in the order of their bytes; none when there is no such folder.
    package static func names(in path: String) -> [String] {
        ((try? entries(in: path.bytes)) ?? []).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The files that a path or a path pattern names (`*`, `?`, `[...]`, as the shell reads them), taken relative to
    /// a folder, in the order of their bytes.
    ///
    /// Whatever else it matches is passed over: `FileMatches` tells of it.
    package static func files(matching pattern: String, in folder: String) -> [String] {
        FileMatches(of: pattern, in: folder).files
    }
}

private func systemRename(_ path: String, _ other: String) -> Int32 { rename(path, other) }
