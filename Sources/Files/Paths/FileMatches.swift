import Bytes

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What a path, or a pattern of paths, names: files to be read, and whatever else it matches, of which nothing must be
/// passed over in silence.
package struct FileMatches: Equatable, Sendable {
    /// Something that is matched and is no file that can be read, or that stands in the way of finding out.
    package struct Fault: Equatable, Sendable {
        /// What is matched, with bytes that are not UTF-8 written out; nil when it is the path or pattern itself.
        package let name: String?
        /// What it is, in words that go on from its name: `is a folder`.
        package let words: String

        /// The fault in words, beginning with how the path or pattern is called: `"*.csv" matches "x.csv", which is a folder`.
        package func words(of pattern: String) -> String {
            name.map { "\(pattern) matches \"\($0)\", which \(words)" } ?? "\(pattern) \(words)"
        }
    }

    /// The files, as the pattern matches them, in the order of their bytes.
    package private(set) var files: [String] = []
    /// What is wrong with other things that are matched.
    package private(set) var faults: [Fault] = []

    private let folder: [UInt8]
    private let isAbsolute: Bool

    /// Looks what a path or a pattern (`*`, `?`, `[...]`, as the shell reads them) names, relative to a folder.
    ///
    /// A path that exists to the letter stands for itself; where it is a pattern that matches others, too, that is a fault.
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

    /// The longest pattern in bytes: as long as a path may be (`PATH_MAX`).
    private static let longest = 4096

    /// Why a pattern is not looked at, in words that go on from it; nil where it is.
    ///
    /// Each `..` behind a mark leads back to a folder that was looked into, once for every name in it, so that a few of them
    /// would take longer than anybody waits.
    private static func excess(of names: [Name], _ pattern: String) -> String? {
        if pattern.utf8.count > longest { return "is longer than the \(longest) bytes that a path may have" }
        let behindMarks = names.drop { NamePattern($0.text).literal != nil }
        guard behindMarks.contains(where: { $0.text.elementsEqual([0x2E, 0x2E]) }) else { return nil }
        return "goes back with .. behind a mark; a pattern without it is right"
    }

    /// Of a pattern that is the name of something as well.
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

    /// The folder in which a pattern begins to match, empty for the one that it is relative to; nil of a path without marks.
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

    /// A name of a path with the slashes before it.
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

    /// Where the system finds what a pattern names.
    private func place(of name: [UInt8]) -> [UInt8] {
        if isAbsolute || folder.isEmpty { return name.isEmpty ? [0x2E] : name }
        return name.isEmpty ? folder : folder + [0x2F] + name
    }

    /// Follows the names of a pattern from what those before have matched.
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
            // What is no folder has no files in it.
            case .nothing, .file, .pipe, .socket, .device: continue
            case .brokenLink, .circularLink, .unknown: take(end, of: path, as: Folder.shown(path))
            }
        }
    }

    /// Takes in what is matched.
    ///
    /// - Parameter name: how a fault calls it; nil for the path itself.
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
    /// The files that a path or a path pattern names, in the order of their bytes.
    ///
    /// Throws `FileError` when it matches anything else as well.
    package static func demandFiles(matching pattern: String, in folder: String) throws(FileError) -> [String] {
        let matches = FileMatches(of: pattern, in: folder)
        if let fault = matches.faults.first {
            throw FileError(.other, "read", join(folder, pattern), cause: fault.words(of: "it"))
        }
        return matches.files
    }

    /// A path as it can be shown: as it is where it is UTF-8, else with `\xHH` for bytes that are not, and `\\` for `\`.
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

    /// The names in a folder as the system has them, in the order of their bytes; none when there is no such folder.
    ///
    /// Throws `FileError` when it cannot be looked into.
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
