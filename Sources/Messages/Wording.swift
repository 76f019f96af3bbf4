import Bytes

/// Numbers and texts as people read them.
package enum Wording {
    /// A count with a comma every three digits.
    package static func grouped(_ count: Int) -> String {
        var digits = String(count.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (count < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// How many of something there are, in words: `1 question`, `1,234 questions`.
    package static func counted(_ count: Int, _ one: String) -> String {
        "\(grouped(count)) \(one)\(count == 1 ? "" : "s")"
    }

    /// A number with so many decimals, halves rounded away from zero.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "-" }
        var factor = 1.0
        for _ in 0..<decimals { factor *= 10 }
        let scaled = (abs(value) * factor).rounded()
        // Beyond these a double has no decimals.
        guard scaled < 9e15 else { return JSON(value).compactText }
        let whole = Int(scaled / factor)
        let fraction = Int(scaled) - whole * Int(factor)
        let digits = String(fraction)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(whole) }
        return sign + String(whole) + "." + String(repeating: "0", count: decimals - digits.count) + digits
    }

    /// A text that cannot disturb a terminal: line breaks and other hidden characters are shown, not sent.
    package static func printable(_ text: String) -> String { text.shown }

    /// How many columns of a terminal a text takes: two for East Asian wide characters, none for combining marks.
    package static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + ($1.unicodeScalars.first.map(width) ?? 0) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            2
        default: scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
        }
    }

    /// A text cut to so many columns, with an ellipsis where something was cut.
    package static func clipped(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var clipped = ""
        var used = 0
        for character in text {
            let next = character.unicodeScalars.first.map(width) ?? 0
            if used + next > columns - 1 { break }
            clipped.append(character)
            used += next
        }
        return clipped + "…"
    }

    /// A text broken between words into lines of so many columns.
    package static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, width(line) + 1 + width(String(word)) > columns {
                lines.append(line)
                line = String(word)
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        return lines + [line]
    }

    /// A text filled up with spaces to so many columns.
    package static func padded(_ text: String, to columns: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - width(text)))
        return right ? space + text : text + space
    }
}
