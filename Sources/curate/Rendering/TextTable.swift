import Bytes

/// A table of texts, its columns as wide as they need be.
///
/// Its cells are shown (`String.shown`) as they are added, so that their widths are those that the terminal shows.
struct TextTable {
    private var rows: [[String]] = []
    private let rightAligned: Set<Int>

    /// A table whose columns of these numbers hold figures.
    init(rightAligned: Set<Int> = []) {
        self.rightAligned = rightAligned
    }

    /// Adds a row, its texts as people are shown them.
    mutating func add(_ cells: [String]) { rows.append(cells.map(\.shown)) }

    /// How many columns of a terminal each column of the table takes.
    private var widths: [Int] {
        (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
        }
    }

    /// The lines, none wider than a terminal: what is too wide in the last column goes on in the next line.
    func wrappedLines(columns: Int) -> [String] {
        let widths = self.widths
        let indent = widths.dropLast().reduce(0) { $0 + $1 + 2 }
        return rows.flatMap { row in
            let head = row.dropLast().enumerated().map { $1.padded(to: widths[$0]) + "  " }.joined()
            return (row.last ?? "").wrapped(to: max(20, columns - indent)).enumerated().map { number, line in
                (number == 0 ? head : String(repeating: " ", count: indent)) + line
            }
        }
    }

    /// The lines, none wider than a terminal where that can be: columns after the first that find no room go on in a
    /// block of their own below, each with the first column before it.
    func blocks(columns: Int) -> [String] {
        let widths = self.widths
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
    func lines(columns: Int) -> [String] {
        var widths = self.widths
        func total() -> Int { widths.reduce(0, +) + 2 * max(0, widths.count - 1) }
        while total() > columns,
            let widest = widths.indices.filter({ !rightAligned.contains($0) }).max(by: { widths[$0] < widths[$1] }),
            widths[widest] > 8
        {
            widths[widest] -= min(widths[widest] - 8, total() - columns)
        }
        return rows.map { row in
            var line = row.enumerated().map { column, cell in
                cell.clipped(to: widths[column])
                    .padded(to: widths[column], alignedRight: rightAligned.contains(column))
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
