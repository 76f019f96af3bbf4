import Bytes

/// Texts from elsewhere in Markdown: shown character by character, without a link, an image, a tag or a style coming of
/// them.
///
/// The rules are CommonMark's and those of GitHub's tables and autolinks, and what other renderers add (mathematics, names of
/// emoji, bare addresses) is kept out as well. What no renderer takes for more than it is stands as it is; everything else
/// stands as code, in which nothing has a meaning.
enum Markdown {
    /// A text within a line: as it is where that is safe, else as code.
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

    /// A text as code within a line: between more back-ticks than it has in a row.
    ///
    /// In a table a bar needs a back-slash even in code, which the table takes away again (GitHub Flavored Markdown, 4.10).
    static func code(_ text: String, inTable: Bool = false) -> String {
        let shown = text.shown
        guard !shown.isEmpty else { return "" }
        let ticks = String(repeating: "`", count: longestRun(of: "`", in: shown) + 1)
        // One space is taken away at each end where both have one, and a back-tick must not touch those around it.
        let touches = shown.hasPrefix("`") || shown.hasSuffix("`") || shown.hasPrefix(" ") && shown.hasSuffix(" ")
        let space = touches ? " " : ""
        let content =
            inTable ? shown.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") : shown
        return ticks + space + content + space + ticks
    }

    /// JSON in a block of code that none of its texts can end.
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

    /// Whether no renderer takes any part of a text for more than its characters.
    private static func isPlain(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.allSatisfy { place in
            let before = place > 0 ? scalars[place - 1] : " "
            let after = place + 1 < scalars.count ? scalars[place + 1] : " "
            switch scalars[place] {
            // Within a word it is no emphasis.
            case "_": return isASCIILetterOrDigit(before) && isASCIILetterOrDigit(after)
            // Not before a scheme's slashes, nor around the name of an emoji.
            case ":": return after == " "
            // Not in an address: example.org, //localhost.
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
