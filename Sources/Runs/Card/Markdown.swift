import Bytes

/// Escaping of untrusted text for Markdown, so that it is displayed literally and cannot form links, images, tags or
/// styles.
///
/// The rules are those of CommonMark and of GitHub's tables and autolinks. Extensions of other renderers (mathematics,
/// emoji names, bare addresses) are also excluded. Text that no renderer can interpret is left as it is; any other text
/// becomes a code span, in which nothing is interpreted.
enum Markdown {
    /// Returns a text for use within a line: unchanged if that is safe, otherwise as a code span.
    static func text(_ text: String, inTable: Bool = false) -> String {
        let shown = text.shown
        guard isPlain(shown) else { return code(text, inTable: inTable) }
        var plain = ""
        for character in shown.unicodeScalars {
            switch character {
            case "&": plain += "&amp;"
            case "|": plain += "\\|"
            default: plain.unicodeScalars.append(character)
            }
        }
        return plain
    }

    /// Returns a text as an inline code span, delimited by more backticks than it has in a row.
    ///
    /// In a table a vertical bar needs a backslash even in code; the table removes it again (GitHub Flavored Markdown,
    /// 4.10).
    static func code(_ text: String, inTable: Bool = false) -> String {
        let shown = text.shown
        guard !shown.isEmpty else { return "" }
        let ticks = String(repeating: "`", count: longestRun(of: "`", in: shown) + 1)
        // If both ends have a space, one is stripped from each; and a backtick must not touch the delimiters.
        let touches = shown.hasPrefix("`") || shown.hasSuffix("`") || shown.hasPrefix(" ") && shown.hasSuffix(" ")
        let space = touches ? " " : ""
        let content =
            inTable ? shown.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") : shown
        return ticks + space + content + space + ticks
    }

    /// Returns JSON as a fenced code block with a fence that no text in it can close.
    static func block(json: JSON) -> String {
        let text = json.shownReadableText
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
        return "\(fence)json\n\(text)\(fence)"
    }

    private static func longestRun(of character: Unicode.Scalar, in text: String) -> Int {
        var (run, longest) = (0, 0)
        for scalar in text.unicodeScalars {
            run = scalar == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    /// Returns whether no renderer interprets any part of a text.
    private static func isPlain(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.allSatisfy { place in
            let before = place > 0 ? scalars[place - 1] : " "
            let after = place + 1 < scalars.count ? scalars[place + 1] : " "
            switch scalars[place] {
            // No emphasis within a word.
            case "_": return isASCIILetterOrDigit(before) && isASCIILetterOrDigit(after)
            // Excludes URL schemes and emoji names.
            case ":": return after == " "
            // Excludes addresses: example.org, //localhost.
            case ".": return before == " " || after == " " || after.isASCII && !isLetter(after)
            case "/": return before != "/" && after != "/"
            case " ", "!", "\"", "#", "%", "&", "'", "(", ")", "+", ",", "-", ";", "?", "|": return true
            case let other: return !other.isASCII || isASCIILetterOrDigit(other)
            }
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { (scalar.value | 0x20) &- 0x61 < 26 }

    private static func isASCIILetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || scalar.value &- 0x30 < 10
    }
}
