import Bytes

/// A table of texts whose columns are as wide as their contents.
///
/// Hidden characters in cells are made visible (`String.shown`) when they are added, so that the widths are those on
/// the terminal.
struct TextTable {
    private var rows: [[String]] = []
    private let rightAligned: Set<Int>

    /// Creates a table with the given columns right-aligned.
    init(rightAligned: Set<Int> = []) {
        self.rightAligned = rightAligned
    }

    /// Adds a row.
    mutating func add(_ cells: [String]) { rows.append(cells.map(\.shown)) }

    /// The widths of the columns, in terminal columns.
    private var widths: [Int] {
        (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
        }
    }

    /// Returns the lines of the table, wrapping the last column to fit the terminal.
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

    /// Returns the lines of the table in blocks that fit the terminal if possible: columns that do not fit continue in
    /// a block below, which repeats the first column.
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

    /// Returns the lines of the table, truncating the widest columns of text to fit the terminal.
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
