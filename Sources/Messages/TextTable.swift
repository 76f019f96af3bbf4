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
