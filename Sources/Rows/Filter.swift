/// A transformation of a placeholder's value.
package enum Filter: Hashable, Sendable {
    /// Converts HTML to plain text.
    case text
    /// Joins the elements of a list into a text, one per line.
    case lines
    /// Trims white space from both ends.
    case trim
    /// Takes the text before the first occurrence of a marker; the whole text if there is none.
    case before([UInt8])
    /// Takes the text after the first occurrence of a marker; the whole text if there is none.
    case after([UInt8])
    /// Looks up the text in a table.
    case lookup(String)
    /// Replaces every entry of a table in the text, one entry after the other.
    case replace(String)
    /// Takes the value that a text holds as JSON.
    case json
    /// Takes the value that a text holds as Python prints it.
    case python
    /// Splits a text at every occurrence of a marker.
    case split([UInt8])
    /// Takes the first element of a list.
    case first
    /// Takes the last element of a list.
    case last
    /// Joins the elements of a list into a text, with a marker between them.
    case join([UInt8])
    /// Takes a text in place of a value that is missing, null or blank.
    case otherwise([UInt8])

    /// The name of the table that the filter uses, or nil.
    package var table: String? {
        switch self {
        case .lookup(let name), .replace(let name): name
        default: nil
        }
    }

    /// Whether the filter makes one value of a list.
    var takesLists: Bool {
        switch self {
        case .lines, .first, .last, .join: true
        default: false
        }
    }

    /// Whether the filter has a value for rows that lack one.
    var fillsGaps: Bool { if case .otherwise = self { true } else { false } }
}

/// The declaration of a filter: its name in templates, its argument and its result.
///
/// The parser of templates, the schema of recipes and the table of filters in the documentation are derived from it.
package struct FilterDefinition: Sendable {
    /// The name, as it is written after the bar.
    package let name: String
    /// The word that stands for the argument in documentation; nil for a filter without an argument.
    package let argument: String?
    /// The result in one line, in Markdown.
    package let summary: String
    /// Creates the filter with its argument, which is empty for a filter without one.
    private let make: @Sendable (String) -> Filter

    private init(_ name: String, _ summary: String, _ filter: Filter) {
        (self.name, argument, self.summary, make) = (name, nil, summary, { _ in filter })
    }

    private init(
        _ name: String, _ argument: String, _ summary: String, _ make: @escaping @Sendable (String) -> Filter
    ) {
        (self.name, self.argument, self.summary, self.make) = (name, argument, summary, make)
    }

    /// All filters, in the order in which they are listed.
    package static let all = [
        FilterDefinition(
            "text",
            "HTML becomes plain text, as a browser shows it; what looks like markup and is none, or is never closed, "
                + "stays; an element of XML becomes the text of its contents, in their order", .text),
        FilterDefinition("lines", "a list becomes one text, an element a line", .lines),
        FilterDefinition("trim", "without white space at both ends", .trim),
        FilterDefinition("before", "MARK", "what stands before the first MARK; the whole text where there is none") {
            .before(Array($0.utf8))
        },
        FilterDefinition("after", "MARK", "what stands after the first MARK; the whole text where there is none") {
            .after(Array($0.utf8))
        },
        FilterDefinition(
            "lookup", "TABLE",
            "the entry of `tables.TABLE` for the text, or that for `*`; a text with neither rejects the row"
        ) { .lookup($0) },
        FilterDefinition("replace", "TABLE", "every entry of `tables.TABLE` replaced, one after the other") {
            .replace($0)
        },
        FilterDefinition(
            "json", "the value that a text holds as JSON; a text that is no JSON rejects the row", .json),
        FilterDefinition(
            "python",
            "the value that a text holds as Python prints it, such as `['a', None]`; a text that is none rejects the row",
            .python),
        FilterDefinition("split", "MARK", "the list of what stands between the MARKs of a text") {
            .split(Array($0.utf8))
        },
        FilterDefinition("first", "the first element of a list; null for an empty one", .first),
        FilterDefinition("last", "the last element of a list; null for an empty one", .last),
        FilterDefinition("join", "MARK", "a list becomes one text, with MARK between its elements") {
            .join(Array($0.utf8))
        },
        FilterDefinition("default", "TEXT", "TEXT where a row has no value, or null, or a blank text") {
            .otherwise(Array($0.utf8))
        },
    ]

    /// The filter as it is documented: `trim`, `before:MARK`.
    package var usage: String { name + (argument.map { ":" + $0 } ?? "") }

    /// Returns the filter for what is written between the bars, or nil if there is none.
    static func filter(_ word: String) -> Filter? {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let definition = all.first(where: { $0.name == parts[0] }) else { return nil }
        if definition.argument == nil { return parts.count == 1 ? definition.make("") : nil }
        return parts.count == 2 && !parts[1].isEmpty ? definition.make(parts[1]) : nil
    }

    /// Returns the name and the filters of what stands between the braces.
    ///
    /// Two bars in an argument stand for one.
    static func words(of inside: Substring) -> [String] {
        var words = [""]
        var (hasArgument, rest) = (false, inside.unicodeScalars[...])
        while let scalar = rest.popFirst() {
            if scalar == "|", hasArgument, rest.first == "|" {
                rest.removeFirst()
            } else if scalar == "|" {
                words.append("")
                hasArgument = false
                continue
            } else if scalar == ":", words.count > 1 {
                hasArgument = true
            }
            words[words.count - 1].unicodeScalars.append(scalar)
        }
        return words
    }

    /// A regular expression for all filters with their arguments, for the schema.
    static var schemaPattern: String {
        let plain = all.filter { $0.argument == nil }.map(\.name).joined(separator: "|")
        let others = all.filter { $0.argument != nil }.map(\.name).joined(separator: "|")
        return #"(?:\#(plain)|(?:\#(others)):(?:[^|}]|\|\|)+)"#
    }
}
