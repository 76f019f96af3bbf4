import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The matches of a path or path pattern: the files to read, and everything else that matches, which must not be
/// ignored silently.
package struct FileMatches: Equatable, Sendable {
    /// A match that is not a readable file, or an obstacle to finding matches.
    package struct Fault: Equatable, Sendable {
        /// The matching path, with bytes that are not UTF-8 escaped; nil for the path or pattern itself.
        package let name: String?
        /// The description, as a predicate that follows the name: `is a folder`.
        package let words: String

        /// Returns the description, starting with the given name of the pattern: `"*.csv" matches "x.csv", which is a
        /// folder`.
        package func words(of pattern: String) -> String {
            name.map { "\(pattern) matches \"\($0)\", which \(words)" } ?? "\(pattern) \(words)"
        }
    }

    /// The matching files, in ascending byte order.
    package private(set) var files: [String] = []
    /// The faults of other matches.
    package private(set) var faults: [Fault] = []

    private let folder: [UInt8]
    private let isAbsolute: Bool

    /// Finds the matches of a path or a shell pattern (`*`, `?`, `[...]`) relative to a folder.
    ///
    /// A pattern that is also the exact name of an existing file means that file; it is a fault if the pattern matches
    /// others as well.
    package init(of pattern: String, in folder: String) {
        self.folder = folder.bytes
        isAbsolute = pattern.utf8.first == UInt8(ascii: "/")
        guard !pattern.utf8.contains(0) else {
            faults = [Fault(name: nil, words: "has a zero byte in it, and no path has")]
            return
        }
        let literal = PathEnd(of: place(of: pattern.bytes))
        guard pattern.utf8.contains(where: { "*?[\\".utf8.contains($0) }) else {
            take(literal, of: pattern.bytes, as: nil)
            return
        }
        let names = Self.names(in: pattern.bytes)
        if let words = Self.excess(of: names, pattern) {
            faults = [Fault(name: nil, words: words)]
            return
        }
        walk([], names[...])
        files.sort { $0.precedesInBytes($1) }
        settle(literal, pattern)
    }

    /// The maximum length of a pattern in bytes, the same as that of a path (`PATH_MAX`).
    private static let longest = 4096

    /// Returns why a pattern is rejected, as a predicate, or nil if it is accepted.
    ///
    /// Each `..` after a wildcard leads back to a folder that was already searched, once for every name in it, so that
    /// a few of them would take far too long.
    private static func excess(of names: [Name], _ pattern: String) -> String? {
        if pattern.utf8.count > longest { return "is longer than the \(longest) bytes that a path may have" }
        let behindMarks = names.drop { NamePattern($0.text).literal != nil }
        guard behindMarks.contains(where: { $0.text.elementsEqual([0x2E, 0x2E]) }) else { return nil }
        return "goes back with .. after a wildcard; expected a pattern without it"
    }

    /// Decides what a pattern means that is also the name of a file.
    private mutating func settle(_ literal: PathEnd, _ pattern: String) {
        let isItself = { (name: String) in name.utf8.elementsEqual(pattern.utf8) }
        switch literal {
        case .nothing: return
        case .file:
            let others = files.filter { !isItself($0) } + faults.compactMap(\.name)
            files = [pattern]
            faults = []
            guard let first = others.first else { return }
            let more = others.count > 1 ? " and \(others.count - 1) more" : ""
            files = []
            faults = [
                Fault(
                    name: nil,
                    words:
                        "is the name of a file, and a pattern that matches \"\(first)\"\(more), too; another name for the "
                        + "file, or brackets around its marks to mean it alone, as in [*], make clear what is meant")
            ]
        default:
            if files.isEmpty, faults.isEmpty { take(literal, of: pattern.bytes, as: nil) }
        }
    }

    /// Returns the folder in which a pattern starts to match, empty for the one it is relative to; nil for a path
    /// without wildcards.
    package static func folderBefore(_ pattern: String) -> String? {
        guard pattern.utf8.contains(where: { "*?[\\".utf8.contains($0) }) else { return nil }
        var folder: [UInt8] = []
        for name in names(in: pattern.bytes).dropLast() {
            guard let literal = NamePattern(name.text).literal else { break }
            folder += name.slashes + literal
        }
        let isRoot = folder.isEmpty && pattern.utf8.first == 0x2F
        return isRoot ? "/" : String(decoding: folder, as: UTF8.self)
    }

    // MARK: - Looking

    /// A component of a path, with the slashes before it.
    private typealias Name = (slashes: ArraySlice<UInt8>, text: ArraySlice<UInt8>)

    private static func names(in pattern: [UInt8]) -> [Name] {
        var names: [Name] = []
        var place = 0
        repeat {
            let name = pattern[place...].drop { $0 == 0x2F }
            let end = name.firstIndex(of: 0x2F) ?? pattern.count
            names.append((pattern[place..<name.startIndex], name[..<end]))
            place = end
        } while place < pattern.count
        return names
    }

    /// Returns the path at which the system finds what a pattern names.
    private func place(of name: [UInt8]) -> [UInt8] {
        if isAbsolute || folder.isEmpty { return name.isEmpty ? [0x2E] : name }
        return name.isEmpty ? folder : folder + [0x2F] + name
    }

    /// Matches the remaining components of a pattern below a path that matched the previous ones.
    private mutating func walk(_ path: [UInt8], _ names: ArraySlice<Name>) {
        guard let name = names.first else { return }
        let parent = path + name.slashes
        let pattern = NamePattern(name.text)
        let found: [[UInt8]]
        if let literal = pattern.literal {
            found = [literal]
        } else {
            do {
                found = try Folder.entries(in: place(of: parent)).filter(pattern.matches)
            } catch {
                faults.append(Fault(name: Folder.shown(parent), words: "cannot be looked into: \(error.cause)"))
                return
            }
        }
        for entry in found {
            let path = parent + entry
            let end = PathEnd(of: place(of: path))
            if names.count == 1 {
                take(end, of: path, as: Folder.shown(path))
                continue
            }
            switch end {
            case .folder: walk(path, names.dropFirst())
            // Anything that is not a folder contains no files.
            case .nothing, .file, .pipe, .socket, .device: continue
            case .brokenLink, .circularLink, .unknown: take(end, of: path, as: Folder.shown(path))
            }
        }
    }

    /// Records a match.
    ///
    /// - Parameter name: The name used in a fault; nil for the path itself.
    private mutating func take(_ end: PathEnd, of path: [UInt8], as name: String?) {
        switch end {
        case .nothing: return
        case .file:
            if path.withByteView({ UTF8Check.firstFault($0) }) == nil {
                files.append(String(decoding: path, as: UTF8.self))
            } else {
                faults.append(Fault(name: name, words: "has a name that is not UTF-8"))
            }
        case .folder, .pipe, .socket, .device:
            faults.append(Fault(name: name, words: name == nil ? "is not a regular file" : end.words))
        case .brokenLink, .circularLink, .unknown:
            faults.append(Fault(name: name, words: end.words))
        }
    }
}

extension Folder {
    /// Returns the files that match a path or path pattern, in ascending byte order.
    ///
    /// Throws `FileError` if it matches anything else as well.
    package static func demandFiles(matching pattern: String, in folder: String) throws(FileError) -> [String] {
        let matches = FileMatches(of: pattern, in: folder)
        if let fault = matches.faults.first {
            throw FileError(.other, "read", join(folder, pattern), cause: fault.words(of: "it"))
        }
        return matches.files
    }

    /// Returns a path for display: unchanged if it is UTF-8, otherwise with `\xHH` for invalid bytes and `\\` for `\`.
    static func shown(_ path: [UInt8]) -> String {
        var shown: [UInt8] = []
        var rest = path[...]
        if path.withByteView({ UTF8Check.firstFault($0) }) == nil { return String(decoding: path, as: UTF8.self) }
        while let fault = Array(rest).withByteView({ UTF8Check.firstFault($0) }) {
            append(rest.prefix(fault), to: &shown)
            let digits = String(rest[rest.startIndex + fault], radix: 16, uppercase: true)
            shown += "\\x\(digits)".utf8
            rest = rest.dropFirst(fault + 1)
        }
        append(rest, to: &shown)
        return String(decoding: shown, as: UTF8.self)
    }

    private static func append(_ text: ArraySlice<UInt8>, to shown: inout [UInt8]) {
        for byte in text { shown += byte == UInt8(ascii: "\\") ? [byte, byte] : [byte] }
    }

    /// Returns the names in a folder as the system reports them, in ascending byte order; empty if there is no such
    /// folder.
    ///
    /// Throws `FileError` if the folder cannot be read.
    static func entries(in path: [UInt8]) throws(FileError) -> [[UInt8]] {
        let (opened, reason) = path.withPath { path in
            let folder = opendir(path)
            return (folder, errno)
        }
        guard let folder = opened else {
            if reason == ENOENT || reason == ENOTDIR { return [] }
            throw FileError("read", shown(path), number: reason)
        }
        defer { closedir(folder) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                if errno != 0 { throw FileError("read", shown(path)) }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                let length = strlen(name)
                return name.withMemoryRebound(to: UInt8.self, capacity: length) {
                    Array(UnsafeBufferPointer(start: $0, count: length))
                }
            }
            if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
