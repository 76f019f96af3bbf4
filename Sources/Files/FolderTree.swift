#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A folder of the program's, and whatever lies below it, reached without following links.
///
/// The folder itself may be reached through links: where it is kept is its owner's choice. A link below it is nobody's
/// choice but that of whoever handed the folder on, and could lead to any file of the user's. Places are paths relative to
/// the folder, such as `ingest/pool.jsonl`; the empty place is the folder itself.
package struct FolderTree: Equatable, Sendable {
    /// What stands at a place.
    package enum Kind: Equatable, Sendable {
        case file, folder, link
        /// A pipe, a socket or a device.
        case other
    }

    /// The folder's path, as it was given.
    package let path: String

    /// A tree whose folder need not exist yet.
    package init(_ path: String) {
        self.path = path
    }

    /// The path of a place, for messages and for those who may follow links.
    package func path(of place: String) -> String { place.isEmpty ? path : Folder.join(path, place) }

    /// Whether a text names a place below a folder: no `..` and no `.`, nothing empty, not absolute.
    package static func isPlace(_ text: String) -> Bool {
        !text.utf8.contains(0)
            && parts(of: text).allSatisfy { part in
                !part.isEmpty && part != "." && part != ".." && part.utf8.count <= Int(NAME_MAX)
            }
    }

    /// The names on the way to a place; an accent behind a slash does not hide it.
    private static func parts(of place: String) -> [String] {
        place.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// What stands at a place, or nil when nothing does.
    ///
    /// Throws `FileError` when a link stands on the way to it, or when it cannot be looked at.
    package func kind(of place: String) throws(FileError) -> Kind? { try status(of: place).map(Kind.init) }

    /// Whether a file stands at a place.
    ///
    /// Throws `FileError` when a link stands there or on the way to it.
    package func hasFile(_ place: String) throws(FileError) -> Bool {
        let kind = try kind(of: place)
        if kind == .link { throw Self.link("read", path(of: place)) }
        return kind == .file
    }

    /// The state of what stands at a place, or nil when nothing does.
    ///
    /// Throws `FileError` when a link stands there or on the way to it.
    package func stamp(of place: String) throws(FileError) -> FileStamp? {
        guard let status = try status(of: place) else { return nil }
        if Kind(status) == .link { throw Self.link("read", path(of: place)) }
        return FileStamp(status)
    }

    /// The names in a folder, in the order of their bytes.
    ///
    /// Throws `FileError` when there is no such folder, or when it cannot be read.
    package func names(in place: String = "") throws(FileError) -> [String] {
        let descriptor = try openFolder(place.isEmpty ? [] : Self.parts(of: place), "read")
        defer { close(descriptor) }
        guard let names = Self.names(in: descriptor) else { throw FileError("read", path(of: place)) }
        return names.map { String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) }
            .sorted { $0.precedesInBytes($1) }
    }

    /// Opens a file for reading.
    ///
    /// Throws `FileError` when there is none, or when a link stands there or on the way to it.
    package func file(_ place: String) throws(FileError) -> InputFile {
        let descriptor = try at(place, "open") { (folder, name) throws(FileError) in
            let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
            var descriptor = openat(folder, name, flags)
            // Another program may have the file on lease, and gives it back while it is waited for.
            if descriptor < 0, errno == EWOULDBLOCK { descriptor = openat(folder, name, flags & ~O_NONBLOCK) }
            guard descriptor >= 0 else { throw Self.fault("open", path(of: place), folder, name) }
            return descriptor
        }
        return try InputFile(path(of: place), descriptor)
    }

    /// The bytes of a whole file.
    package func contents(of place: String) throws(FileError) -> [UInt8] {
        let file = try file(place)
        return try file.bytes(at: 0, count: file.size)
    }

    // MARK: - Changing

    /// Makes a folder below this one, and those on the way to it; one that exists is fine.
    ///
    /// Throws `FileError` when a link or a file stands there.
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

    /// Makes a folder that was not there, for the program alone.
    ///
    /// Throws `FileError` when anything stands there.
    func makeNewFolder(_ place: String) throws(FileError) {
        try at(place, "make") { (folder, name) throws(FileError) in
            guard mkdirat(folder, name, 0o700) == 0 else { throw FileError("make", path(of: place)) }
        }
    }

    /// Removes a file or a link, not what that leads to; that there is none is fine.
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

    /// Removes a folder with all that is in it, or a file; links in it go, and what they lead to stays.
    ///
    /// That there is none is fine.
    package func remove(_ place: String) throws(FileError) {
        try at(place, "remove") { (folder, name) throws(FileError) in
            guard Self.remove(folder, Array(name.utf8CString)) else { throw FileError("remove", path(of: place)) }
        }
    }

    /// Gives what stands at any path a place in this folder, where it replaces a file or a link.
    package func move(_ path: String, to place: String) throws(FileError) {
        try at(place, "write") { (folder, name) throws(FileError) in
            guard renameat(AT_FDCWD, path, folder, name) == 0 else { throw FileError("write", self.path(of: place)) }
        }
    }

    /// Gives a file of the folder itself a second name there, unless something has it; returns 0 or the system's error.
    func link(_ name: String, as other: String) throws(FileError) -> Int32 {
        try at(name, "write") { (folder, name) in linkat(folder, name, folder, other, 0) == 0 ? 0 : errno }
    }

    /// Opens a file, as `flags` say, links not followed; a negative number with `errno` set where it fails.
    func open(_ place: String, _ flags: Int32, _ mode: mode_t = 0o666) throws(FileError) -> Int32 {
        try at(place, "open") { (folder, name) in openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC, mode) }
    }

    // MARK: - The way to a place

    /// Opens a folder of the tree, which the caller closes.
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

    /// Calls with the open folder in which a place is, and the last part of its name.
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
            // What is not there is named as it was asked for.
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

    /// What opening failed with, and that it was a link where it was one.
    private static func fault(_ operation: String, _ path: String, _ folder: Int32, _ name: String) -> FileError {
        let error = FileError(operation, path)
        var status = stat()
        let isLink = fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && Kind(status) == .link
        return isLink ? link(operation, path) : error
    }

    /// What is said of a link.
    static func link(_ operation: String, _ path: String) -> FileError {
        FileError(
            .other, operation, path, cause: "it is a link, and in a folder that curate works in it follows none")
    }

    // MARK: - Bytes of names, which need not be UTF-8

    /// The names in an open folder, as the system has them; nil, with `errno` set, when they cannot be read.
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

    /// Removes what stands under a name in an open folder; false, with `errno` set, where it could not.
    private static func remove(_ folder: Int32, _ name: [CChar]) -> Bool {
        if unlinkat(folder, name, 0) == 0 || errno == ENOENT { return true }
        // Linux says EISDIR of a folder, and POSIX EPERM.
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
    /// The bytes up to the zero that ends them, and that.
    fileprivate init(cString: UnsafePointer<CChar>) {
        self.init(UnsafeBufferPointer(start: cString, count: strlen(cString) + 1))
    }
}
