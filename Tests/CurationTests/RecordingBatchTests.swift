import Testing

@testable import Pools

@Suite("The contents of a batch of a recording")
struct RecordingBatchTests {
    /// Adds something of every kind for the current row, as its number says.
    private func add(to batch: inout RecordingBatch, texts: [String]) {
        let row = batch.row
        batch.outcomes.append((row: row, model: 0, outcome: .right))
        batch.outcomes.append((row: row, model: 1, outcome: .wrong))
        for column in QuestionColumn.recordedNumbers { batch.numbers[column.rawValue].append((row: row, value: row)) }
        guard !texts.isEmpty else { return }
        let start = batch.texts.count
        for text in texts { batch.texts.append(contentsOf: text.utf8) }
        batch.spilled.append((row: row, range: start..<batch.texts.count, isBlank: false))
    }

    /// The numbers of the rows that something is recorded of.
    private func rows(_ batch: RecordingBatch) -> Set<Int32> {
        var rows = Set(batch.outcomes.map { $0.row } + batch.spilled.map { $0.row })
        for column in batch.numbers { rows.formUnion(column.map { $0.row }) }
        return rows
    }

    @Test("a row that turns out to be faulty leaves nothing behind", arguments: [[], ["a"], ["b", "cd"]])
    func forgotten(_ texts: [String]) {
        var batch = RecordingBatch(quotesRows: true)
        for id in 0..<3 {
            add(to: &batch, texts: id == 1 ? [] : ["kept"])
            batch.ids.append(UInt64(id))
        }
        #expect(rows(batch) == [0, 1, 2])
        add(to: &batch, texts: texts)
        // A text whose row has failed before its range was noted.
        batch.texts.append(contentsOf: "half".utf8)
        #expect(rows(batch) == [0, 1, 2, 3])
        batch.forgetRow()
        #expect(rows(batch) == [0, 1, 2])
        #expect(batch.outcomes.count == 6 && batch.spilled.count == 2)
        #expect(String(decoding: batch.texts, as: UTF8.self) == "keptkept")
        for column in QuestionColumn.recordedNumbers { #expect(batch.numbers[column.rawValue].count == 3) }
    }

    @Test("nothing is left of a faulty first row")
    func first() {
        var batch = RecordingBatch(quotesRows: false)
        add(to: &batch, texts: ["x"])
        batch.forgetRow()
        #expect(rows(batch).isEmpty && batch.texts.isEmpty)
        #expect(batch.row == 0)
    }
}
