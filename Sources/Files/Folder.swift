import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Folders and paths.
package enum Folder {
    /// Creates a folder and its missing parents; does nothing if it exists.
    package static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST && exists(path) { return }
        guard errno == ENOENT, let parent = parent(of: path), parent != path else { throw FileError("make", path) }
        try make(parent)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError("make", path) }
    }

    /// Returns whether the path leads to a folder.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Returns whether the path leads to a regular file.
    package static func hasFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Opens a file for reading; does not wait for the other end of a pipe.
    ///
    /// Returns a descriptor, or a negative number with `errno` set by the system.
    static func openForReading(_ path: String) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        // Another program may hold a lease on the file, which it releases while a blocking open waits.
        let isOnLease = descriptor < 0 && errno == EWOULDBLOCK && hasFile(path)
        return isOnLease ? open(path, O_RDONLY | O_CLOEXEC) : descriptor
    }

    /// Returns the state of a file, or nil if it cannot be determined.
    package static func stamp(of path: String) -> FileStamp? {
        var status = stat()
        return stat(path, &status) == 0 ? FileStamp(status) : nil
    }

    /// Returns the state of a file.
    ///
    /// Throws `FileError` if the file does not exist or its state cannot be determined.
    package static func demandStamp(of path: String) throws(FileError) -> FileStamp {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError("open", path) }
        return FileStamp(status)
    }

    /// Removes a file; does nothing if it does not exist.
    package static func removeFile(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError("remove", path) }
    }

    /// Renames a file or folder.
    package static func rename(_ path: String, to other: String) throws(FileError) {
        guard systemRename(path, other) == 0 else { throw FileError("rename", path) }
    }

    /// Returns the path without links, `.` and `..`, or nil if it leads nowhere.
    package static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Returns the path of the enclosing folder, or nil for a bare name.
    package static func parent(of path: String) -> String? {
        // By bytes: in a Swift string, a slash followed by a combining accent is a different character.
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return slash == path.startIndex ? "/" : String(decoding: path.utf8[..<slash], as: UTF8.self)
    }

    /// Returns the path relative to a folder, or the path itself if it is absolute.
    package static func join(_ folder: String, _ path: String) -> String {
        let isWhole = path.utf8.first == UInt8(ascii: "/") || folder.isEmpty
        return isWhole ? path : folder.utf8.last == UInt8(ascii: "/") ? folder + path : folder + "/" + path
    }

    /// Returns the names in a folder, in ascending byte order; empty if the folder does not exist or cannot be read.
    package static func names(in path: String) -> [String] {
        ((try? entries(in: path.bytes)) ?? []).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Returns the files that match a path or a shell pattern (`*`, `?`, `[...]`) relative to a folder, in ascending
    /// byte order.
    ///
    /// Other matches are ignored; `FileMatches` reports them.
    package static func files(matching pattern: String, in folder: String) -> [String] {
        FileMatches(of: pattern, in: folder).files
    }
}

private func systemRename(_ path: String, _ other: String) -> Int32 { rename(path, other) }
