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

/// A table of texts, its columns as wide as they need be.
package struct TextTable {
    private var rows: [[String]] = []
    private let rightAligned: Set<Int>

    /// A table whose columns of these numbers hold figures.
    package init(rightAligned: Set<Int> = []) {
        self.rightAligned = rightAligned
    }

    /// Adds a row, its texts as people are shown them.
    package mutating func add(_ cells: [String]) { rows.append(cells.map(\.shown)) }

    /// The lines, none wider than a terminal: what is too wide in the last column goes on in the next line.
    package func wrappedLines(columns: Int) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? Wording.width($0[column]) : 0 }.max() ?? 0
        }
        let indent = widths.dropLast().reduce(0) { $0 + $1 + 2 }
        return rows.flatMap { row in
            let head = row.dropLast().enumerated().map { Wording.padded($1, to: widths[$0]) + "  " }.joined()
            return Wording.wrapped(row.last ?? "", to: max(20, columns - indent)).enumerated().map { number, line in
                (number == 0 ? head : String(repeating: " ", count: indent)) + line
            }
        }
    }

    /// The lines, none wider than a terminal where that can be: columns after the first that find no room go on in a
    /// block of their own below, each with the first column before it.
    package func blocks(columns: Int) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? Wording.width($0[column]) : 0 }.max() ?? 0
        }
        var blocks: [[Int]] = []
        var room = 0
        for column in widths.indices.dropFirst() {
            if blocks.isEmpty || room < widths[column] + 2 {
                blocks.append([])
                room = columns - widths[0]
            }
            blocks[blocks.count - 1].append(column)
            room -= widths[column] + 2
        }
        return blocks.enumerated().flatMap { number, block in
            var table = TextTable(
                rightAligned: Set(block.indices.filter { rightAligned.contains(block[$0]) }.map { $0 + 1 }))
            for row in rows { table.add([row.first ?? ""] + block.map { $0 < row.count ? row[$0] : "" }) }
            return (number == 0 ? [] : [""]) + table.lines(columns: columns)
        }
    }

    /// The lines, none wider than a terminal: what is too wide is taken from the widest column of texts.
    package func lines(columns: Int) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        var widths = (0..<count).map { column in
            rows.map { column < $0.count ? Wording.width($0[column]) : 0 }.max() ?? 0
        }
        func total() -> Int { widths.reduce(0, +) + 2 * max(0, count - 1) }
        while total() > columns,
            let widest = widths.indices.filter({ !rightAligned.contains($0) }).max(by: { widths[$0] < widths[$1] }),
            widths[widest] > 8
        {
            widths[widest] -= min(widths[widest] - 8, total() - columns)
        }
        return rows.map { row in
            var line = row.enumerated().map { column, cell in
                Wording.padded(
                    Wording.clipped(cell, to: widths[column]), to: widths[column], right: rightAligned.contains(column))
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
