import Bytes
import Messages
import Testing

@testable import Answers
@testable import Runs
@testable import Stages
@testable import curate

@Suite("Tables of texts")
struct TextTableTests {
    private func table(rightAligned: Set<Int> = []) -> TextTable {
        var table = TextTable(rightAligned: rightAligned)
        table.add(["name", "count", "what"])
        table.add(["a", "1,234", "one two three four"])
        return table
    }

    @Test("columns are as wide as they need be, and nothing follows the last text of a line")
    func plain() {
        #expect(
            table(rightAligned: [1]).lines(columns: 80) == ["name  count  what", "a     1,234  one two three four"])
    }

    @Test("what is too wide is taken from the widest column of texts, down to eight")
    func narrow() {
        #expect(table(rightAligned: [1]).lines(columns: 25) == ["name  count  what", "a     1,234  one two thr…"])
        #expect(table(rightAligned: [1]).lines(columns: 5).last == "a     1,234  one two…")
    }

    @Test("the last column goes on in the next line, below its beginning")
    func wrapped() {
        var table = TextTable()
        table.add(["name", "one two three four five six"])
        #expect(table.wrappedLines(columns: 33) == ["name  one two three four five six"])
        #expect(table.wrappedLines(columns: 32) == ["name  one two three four five", "      six"])
        // A column is never narrower than twenty.
        #expect(table.wrappedLines(columns: 5) == ["name  one two three four", "      five six"])
    }

    @Test("columns that find no room stand in a block below, with the first before them")
    func blocks() {
        var table = TextTable(rightAligned: [1, 2, 3])
        table.add(["", "one", "two", "three"])
        table.add(["row", "1", "2", "3"])
        #expect(table.blocks(columns: 80) == ["     one  two  three", "row    1    2      3"])
        #expect(
            table.blocks(columns: 14) == ["     one  two", "row    1    2", "", "     three", "row      3"])
    }

    @Test("what comes from elsewhere is shown, and takes the columns that it is shown in")
    func hidden() {
        var table = TextTable()
        table.add(["a\u{1B}b\nc", "x"])
        table.add(["", "y"])
        #expect(table.lines(columns: 80) == ["a\\u{1b}b⏎c  x", "            y"])
    }
}
