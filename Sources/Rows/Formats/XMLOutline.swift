import Bytes

/// The paths of the elements at the beginning of an XML file with their numbers, to find out which are its records.
///
/// It looks only at tags and judges nothing: the reader finds faults.
struct XMLOutline {
    /// A path of local names from the root, and how often it occurs.
    struct Element: Equatable {
        let path: String
        var count: Int
    }

    /// The paths, in the order of first occurrence.
    private(set) var elements: [Element] = []
    private var places: [String: Int] = [:]
    private var open: [String] = []

    /// Reads the tags of the first bytes of a file.
    init(of bytes: [UInt8]) {
        var place = 0
        while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
            place = Self.endOfOther(in: bytes, at: start) ?? takeTag(of: bytes, at: start)
        }
    }

    /// The paths that may be those of records: a path that occurs several times, of which the shallowest and then the
    /// most frequent one comes first; the elements below the root, if none does.
    var recordPaths: [String] {
        let repeated = elements.filter { $0.count > 1 && Self.depth($0.path) > 1 }
        let found = repeated.isEmpty ? elements.filter { Self.depth($0.path) == 2 } : repeated
        guard let least = found.map({ Self.depth($0.path) }).min() else { return [] }
        return found.filter { Self.depth($0.path) == least }.sorted { $0.count > $1.count }.map(\.path)
    }

    private static func depth(_ path: String) -> Int { path.utf8.count { $0 == UInt8(ascii: "/") } }

    /// Returns the end of a comment, a declaration, an instruction or a section of text; nil at a tag.
    private static func endOfOther(in bytes: [UInt8], at start: Int) -> Int? {
        for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
        where bytes[start...].starts(with: opening.utf8) {
            var place = start + opening.utf8.count
            while place < bytes.count, !bytes[place...].starts(with: closing.utf8) { place += 1 }
            return min(place + closing.utf8.count, bytes.count)
        }
        return nil
    }

    /// Notes a tag and returns its end.
    private mutating func takeTag(of bytes: [UInt8], at start: Int) -> Int {
        var (end, quote): (Int, UInt8?) = (start + 1, nil)
        while end < bytes.count, bytes[end] != UInt8(ascii: ">") || quote != nil {
            if bytes[end] == quote {
                quote = nil
            } else if quote == nil, bytes[end] == UInt8(ascii: "\"") || bytes[end] == UInt8(ascii: "'") {
                quote = bytes[end]
            }
            end += 1
        }
        // A tag that the bytes cut off may be anything.
        guard end < bytes.count else { return end }
        if bytes[start + 1] == UInt8(ascii: "/") {
            _ = open.popLast()
            return end
        }
        let name = bytes[(start + 1)..<end].prefix { !$0.isASCIIWhiteSpace && $0 != UInt8(ascii: "/") }
        open.append(String(decoding: name.split(separator: UInt8(ascii: ":")).last ?? [], as: UTF8.self))
        note("/" + open.joined(separator: "/"))
        if bytes[end - 1] == UInt8(ascii: "/") { _ = open.popLast() }
        return end
    }

    private mutating func note(_ path: String) {
        if let place = places[path] {
            elements[place].count += 1
        } else {
            places[path] = elements.count
            elements.append(Element(path: path, count: 1))
        }
    }
}
