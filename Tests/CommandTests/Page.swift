import Foundation

/// A page of the project's documentation, with the blocks in it that are made from something else.
///
/// A block stands between two comments: `<!-- made: NAME -->` and `<!-- end: NAME -->`.
struct Page {
    let path: String
    var text: String

    /// Reads a page, its path relative to the package's folder.
    init(_ path: String) throws {
        self.path = path
        text = try String(contentsOfFile: Self.full(path), encoding: .utf8)
    }

    /// The path of a file of the package.
    static func full(_ path: String) -> String { Program.package + "/" + path }

    /// A path relative to the folder of a page.
    static func join(_ page: String, _ path: String) -> String {
        let folder = (page as NSString).deletingLastPathComponent
        return folder.isEmpty ? path : ((folder + "/" + path) as NSString).standardizingPath
    }

    /// Writes the page.
    func write() throws {
        try text.write(toFile: Self.full(path), atomically: true, encoding: .utf8)
    }

    /// The names of the blocks, in order.
    var blockNames: [String] {
        text.matches(of: /<!-- made: (.+) -->/).map { String($0.output.1) }
    }

    /// The text of a block; nil when there is none of the name.
    subscript(block name: String) -> String? {
        get { range(of: name).map { text[$0].trimmingCharacters(in: .newlines) } }
        set {
            guard let range = range(of: name), let newValue else { return }
            text.replaceSubrange(range, with: "\n\n\(newValue)\n\n")
        }
    }

    private func range(of name: String) -> Range<String.Index>? {
        guard let start = text.range(of: "<!-- made: \(name) -->"),
            let end = text.range(of: "<!-- end: \(name) -->"), start.upperBound <= end.lowerBound
        else { return nil }
        return start.upperBound..<end.lowerBound
    }

    /// The targets of links within the project: those of no other site.
    ///
    /// What stands in code is no link.
    var links: [String] {
        text.replacing(/`[^`\n]+`/, with: "").matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) }.filter {
            !$0.contains("://")
        }
    }

    /// The names by which GitHub links to the page's headings.
    var anchors: Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { heading in
                let title = heading.drop { $0 == "#" }.dropFirst().lowercased()
                return String(
                    title.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }.map { $0 == " " ? "-" : $0 })
            })
    }
}
