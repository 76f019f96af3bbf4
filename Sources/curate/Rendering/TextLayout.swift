/// The layout of texts in terminal columns.
extension String {
    /// The width of the text in terminal columns: two for East Asian wide characters, none for combining marks.
    var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

    /// Returns the text truncated to a width, with an ellipsis if it was truncated.
    func clipped(to columns: Int) -> String {
        guard displayWidth > columns else { return self }
        var clipped = ""
        var used = 0
        for character in self {
            let next = character.displayWidth
            if used + next > columns - 1 { break }
            clipped.append(character)
            used += next
        }
        return clipped + "…"
    }

    /// Returns the text wrapped between words into lines of a width.
    func wrapped(to columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
            if !line.isEmpty, line.displayWidth + 1 + word.displayWidth > columns {
                lines.append(line)
                line = word
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        return lines + [line]
    }

    /// Returns the text wrapped between words into lines of a width, with an indent before all but the first.
    func wrapped(to columns: Int, indent: String) -> [String] {
        let lines = wrapped(to: columns - indent.displayWidth)
        return lines.prefix(1) + lines.dropFirst().map { indent + $0 }
    }

    /// Returns the text padded with spaces to a width.
    func padded(to columns: Int, alignedRight: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - displayWidth))
        return alignedRight ? space + self : self + space
    }
}

extension Character {
    /// The width of the character in terminal columns.
    fileprivate var displayWidth: Int {
        guard let scalar = unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
        }
    }
}
