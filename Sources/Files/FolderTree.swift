#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A folder that the program works in, with its contents, accessed without following links.
///
/// The path of the folder itself may contain links: its owner chose where to keep it. A link below it may come from
/// another person who passed the folder on, and could lead to any of the user's files. Places are paths relative to the
/// folder, such as `ingest/pool.jsonl`; the empty place is the folder itself.
package struct FolderTree: Equatable, Sendable {
    /// The kind of file at a place.
    package enum Kind: Equatable, Sendable {
        case file, folder, link
        /// A pipe, a socket or a device.
        case other
    }

    /// The path of the folder, as given.
    package let path: String

    /// Creates a tree whose folder need not exist yet.
    package init(_ path: String) {
        self.path = path
    }

    /// Returns the path of a place, for messages and for callers that may follow links.
    package func path(of place: String) -> String { place.isEmpty ? path : Folder.join(path, place) }

    /// Returns whether a string names a place below a folder: relative, without `..`, `.` or empty parts.
    package static func isPlace(_ text: String) -> Bool {
        !text.utf8.contains(0)
            && parts(of: text).allSatisfy { part in
                !part.isEmpty && part != "." && part != ".." && part.utf8.count <= Int(NAME_MAX)
            }
    }

    /// Splits a place at its slashes, byte by byte, so that a combining accent after a slash does not hide it.
    private static func parts(of place: String) -> [String] {
        place.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// Returns the kind of file at a place, or nil if there is no file.
    ///
    /// Throws `FileError` if a link is on the way to the place, or if its status cannot be read.
    package func kind(of place: String) throws(FileError) -> Kind? { try status(of: place).map(Kind.init) }

    /// Returns whether there is a regular file at a place.
    ///
    /// Throws `FileError` if the place is a link or a link is on the way to it.
    package func hasFile(_ place: String) throws(FileError) -> Bool {
        let kind = try kind(of: place)
        if kind == .link { throw Self.link("read", path(of: place)) }
        return kind == .file
    }

    /// Returns the state of the file at a place, or nil if there is no file.
    ///
    /// Throws `FileError` if the place is a link or a link is on the way to it.
    package func stamp(of place: String) throws(FileError) -> FileStamp? {
        guard let status = try status(of: place) else { return nil }
        if Kind(status) == .link { throw Self.link("read", path(of: place)) }
        return FileStamp(status)
    }

    /// Returns the names in a folder, in ascending byte order.
    ///
    /// Throws `FileError` if the folder does not exist or cannot be read.
    package func names(in place: String = "") throws(FileError) -> [String] {
        let descriptor = try openFolder(place.isEmpty ? [] : Self.parts(of: place), "read")
        defer { close(descriptor) }
        guard let names = Self.names(in: descriptor) else { throw FileError("read", path(of: place)) }
        return names.map { String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) }
            .sorted { $0.precedesInBytes($1) }
    }

    /// Opens a file for reading.
    ///
    /// Throws `FileError` if it does not exist, if it is a link, or if a link is on the way to it.
    package func file(_ place: String) throws(FileError) -> InputFile {
        let descriptor = try at(place, "open") { (folder, name) throws(FileError) in
            let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
            var descriptor = openat(folder, name, flags)
            // Another program may hold a lease on the file, which it releases while a blocking open waits.
            if descriptor < 0, errno == EWOULDBLOCK { descriptor = openat(folder, name, flags & ~O_NONBLOCK) }
            guard descriptor >= 0 else { throw Self.fault("open", path(of: place), folder, name) }
            return descriptor
        }
        return try InputFile(path(of: place), descriptor)
    }

    /// Returns the contents of a file.
    package func contents(of place: String) throws(FileError) -> [UInt8] {
        let file = try file(place)
        return try file.bytes(at: 0, count: file.size)
    }

    // MARK: - Changing

    /// Creates a folder below this one, and the folders on the way to it; does nothing if it exists.
    ///
    /// Throws `FileError` if a link or a file is in the way.
    package func makeFolder(_ place: String) throws(FileError) {
        let above = Self.parts(of: place).dropLast()
        if !above.isEmpty { try makeFolder(above.joined(separator: "/")) }
        try at(place, "make") { (folder, name) throws(FileError) in
            if mkdirat(folder, name, 0o777) == 0 { return }
            var status = stat()
            guard errno == EEXIST, fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw FileError("make", path(of: place))
            }
            switch Kind(status) {
            case .folder: return
            case .link: throw Self.link("make", path(of: place))
            default: throw FileError("make", path(of: place), number: EEXIST)
            }
        }
    }

    /// Creates a new folder that only the current user can access.
    ///
    /// Throws `FileError` if the place is taken.
    func makeNewFolder(_ place: String) throws(FileError) {
        try at(place, "make") { (folder, name) throws(FileError) in
            guard mkdirat(folder, name, 0o700) == 0 else { throw FileError("make", path(of: place)) }
        }
    }

    /// Removes a file or a link, but not the target of a link; does nothing if it does not exist.
    package func removeFile(_ place: String) throws(FileError) {
        do throws(FileError) {
            try at(place, "remove") { (folder, name) throws(FileError) in
                guard unlinkat(folder, name, 0) == 0 || errno == ENOENT else {
                    throw FileError("remove", path(of: place))
                }
            }
        } catch {
            if error.code != .notFound { throw error }
        }
    }

    /// Removes a file, or a folder with its contents; links are removed, their targets are not.
    ///
    /// Does nothing if it does not exist.
    package func remove(_ place: String) throws(FileError) {
        try at(place, "remove") { (folder, name) throws(FileError) in
            guard Self.remove(folder, Array(name.utf8CString)) else { throw FileError("remove", path(of: place)) }
        }
    }

    /// Moves the file at any path to a place in this folder, replacing a file or a link.
    package func move(_ path: String, to place: String) throws(FileError) {
        try at(place, "write") { (folder, name) throws(FileError) in
            guard renameat(AT_FDCWD, path, folder, name) == 0 else { throw FileError("write", self.path(of: place)) }
        }
    }

    /// Creates a hard link to a file in the folder itself; returns 0 or the system's error number, such as `EEXIST`.
    func link(_ name: String, as other: String) throws(FileError) -> Int32 {
        try at(name, "write") { (folder, name) in linkat(folder, name, folder, other, 0) == 0 ? 0 : errno }
    }

    /// Opens a file with `flags`, without following links; returns a negative number with `errno` set on failure.
    func open(_ place: String, _ flags: Int32, _ mode: mode_t = 0o666) throws(FileError) -> Int32 {
        try at(place, "open") { (folder, name) in openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC, mode) }
    }

    // MARK: - The way to a place

    /// Opens a folder of the tree; the caller closes it.
    private func openFolder(_ parts: some Collection<String>, _ operation: String) throws(FileError) -> Int32 {
        var descriptor = openRoot()
        guard descriptor >= 0 else { throw FileError(operation, path) }
        var passed = path
        for part in parts {
            passed = Folder.join(passed, part)
            let next = openat(descriptor, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            let fault = next < 0 ? Self.fault(operation, passed, descriptor, part) : nil
            close(descriptor)
            if let fault { throw fault }
            descriptor = next
        }
        return descriptor
    }

    private func openRoot() -> Int32 {
        #if canImport(Darwin)
        Darwin.open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        #else
        Glibc.open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        #endif
    }

    /// Calls `body` with the open folder that contains a place, and the last part of its name.
    private func at<Result>(
        _ place: String, _ operation: String, _ body: (Int32, String) throws(FileError) -> Result
    ) throws(FileError) -> Result {
        guard Self.isPlace(place) else {
            throw FileError(.other, operation, path(of: place), cause: "it is no place in \(path)")
        }
        let parts = Self.parts(of: place)
        let folder: Int32
        do throws(FileError) {
            folder = try openFolder(parts.dropLast(), operation)
        } catch {
            // A missing file is reported under the name it was asked for.
            throw error.code == .notFound ? FileError(.notFound, operation, path(of: place), cause: error.cause) : error
        }
        defer { close(folder) }
        return try body(folder, parts.last ?? "")
    }

    private func status(of place: String) throws(FileError) -> stat? {
        do throws(FileError) {
            return try at(place, "read") { (folder, name) throws(FileError) in
                var status = stat()
                if fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return status }
                throw FileError("read", path(of: place))
            }
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Returns the error of a failed open; if a link was in the way, an error that says so.
    private static func fault(_ operation: String, _ path: String, _ folder: Int32, _ name: String) -> FileError {
        let error = FileError(operation, path)
        var status = stat()
        let isLink = fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && Kind(status) == .link
        return isLink ? link(operation, path) : error
    }

    /// Returns the error for a link.
    static func link(_ operation: String, _ path: String) -> FileError {
        FileError(
            .other, operation, path, cause: "it is a link, and in a folder that curate works in it follows none")
    }

    // MARK: - Bytes of names, which need not be UTF-8

    /// Returns the names in an open folder as the system reports them, or nil with `errno` set if they cannot be read.
    private static func names(in descriptor: Int32) -> [[CChar]]? {
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { return nil }
        guard let folder = fdopendir(own) else {
            close(own)
            return nil
        }
        defer { closedir(folder) }
        var names: [[CChar]] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { Array(cString: $0) }
            }
            if name != Array(cString: "."), name != Array(cString: "..") { names.append(name) }
        }
        return names
    }

    /// Removes a file, or a folder with its contents, from an open folder; returns false with `errno` set on failure.
    private static func remove(_ folder: Int32, _ name: [CChar]) -> Bool {
        if unlinkat(folder, name, 0) == 0 || errno == ENOENT { return true }
        // For a folder, Linux reports EISDIR and POSIX specifies EPERM.
        guard errno == EISDIR || errno == EPERM else { return false }
        let descriptor = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT }
        let names = names(in: descriptor)
        let isEmpty = names?.allSatisfy { remove(descriptor, $0) } ?? false
        let number = errno
        close(descriptor)
        errno = number
        return isEmpty && (unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
    }
}

extension FolderTree.Kind {
    fileprivate init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .link
        default: self = .other
        }
    }
}

extension [CChar] {
    /// Creates an array of the bytes up to and including the terminating zero.
    fileprivate init(cString: UnsafePointer<CChar>) {
        self.init(UnsafeBufferPointer(start: cString, count: strlen(cString) + 1))
    }
}
