import Bytes

/// Goes through the levels and values of a column within a row group.
final class LeafCursor {
    let column: LeafColumn
    private let pages: PageReader
    private var page: Page?
    private var repetitionRuns: RunLengthDecoder?
    private var definitionRuns: RunLengthDecoder?
    /// How many values, nulls among them, of the page at hand and of the chunk were not taken up yet.
    private var leftOfPage = 0
    private var leftOfChunk: Int
    private var definitions = GrowingBuffer<UInt32>(capacity: Values.usual)
    private var repetitions = GrowingBuffer<UInt32>(capacity: Values.usual)
    /// How many levels were taken up, and which of them is next.
    private var levelCount = 0
    private var level = 0
    /// How many values belong to the levels that were taken up and are not decoded yet.
    private var leftToDecode = 0
    private var values = Values()
    private var nextValue = 0
    private var nextFault = 0

    /// - Parameter valueCount: how many values there are from where the pages begin; nil when it is not known.
    init(_ column: LeafColumn, _ pages: PageReader, valueCount: Int?) {
        self.column = column
        self.pages = pages
        leftOfChunk = valueCount ?? .max
    }

    // MARK: - Levels

    /// Takes up levels where none is left; false at the end of the chunk.
    func load() throws(ParquetError) -> Bool {
        if level < levelCount { return true }
        return try loadMore()
    }

    /// How many levels were taken up.
    var loaded: Int { levelCount - level }

    /// How many values of the page at hand are left.
    var left: Int { loaded + leftOfPage }

    /// The definition level at hand.
    var definition: Int { column.definition == 0 ? 0 : Int(definitions[level]) }

    /// The repetition level at hand.
    var repetition: Int { column.repetition == 0 ? 0 : Int(repetitions[level]) }

    /// Whether there is a value at hand, and not null.
    var isPresent: Bool { definition == column.definition }

    /// Goes on to the next level.
    func advance() { level += 1 }

    private func loadMore() throws(ParquetError) -> Bool {
        do throws(ParquetError) {
            while leftOfPage == 0 {
                guard leftOfChunk > 0, let next = try pages.next() else { return false }
                page = next
                (repetitionRuns, definitionRuns) = (next.repetitions, next.definitions)
                leftOfPage = next.valueCount
                guard leftOfPage <= leftOfChunk else {
                    throw ParquetError(.page, "the page has more values than its column")
                }
            }
            try takeUpLevels(min(Values.usual, leftOfPage))
            return true
        } catch {
            throw located(error)
        }
    }

    private func takeUpLevels(_ count: Int) throws(ParquetError) {
        level = 0
        levelCount = count
        leftOfPage -= count
        if leftOfChunk != .max { leftOfChunk -= count }
        try Self.decode(count, of: &repetitionRuns, atMost: column.repetition, into: &repetitions)
        try Self.decode(count, of: &definitionRuns, atMost: column.definition, into: &definitions)
        leftToDecode = count
        guard column.definition > 0 else { return }
        for k in 0..<count where definitions[k] != column.definition { leftToDecode -= 1 }
    }

    private static func decode(
        _ count: Int, of runs: inout RunLengthDecoder?, atMost highest: Int, into levels: inout GrowingBuffer<UInt32>
    ) throws(ParquetError) {
        levels.truncate(to: 0)
        guard highest > 0 else { return }
        guard runs?.decode(count, into: &levels) == true else {
            throw ParquetError(.levels, "the levels end before the values of their page do")
        }
        for k in 0..<count where levels[k] > highest {
            throw ParquetError(.levels, "the levels are higher than the schema has them")
        }
    }

    // MARK: - Values

    /// Calls with the next value: its number, or its bytes, or what is wrong with it, and the memory of the bytes.
    @inline(__always)
    func takeValue<Result>(
        _ body: (UInt64, ByteView?, Values.Fault?, PageMemory?) throws(ParquetError) -> Result
    ) throws(ParquetError) -> Result {
        if nextValue == values.count { try decode() }
        let place = nextValue
        nextValue += 1
        guard values.words.count == 0 else { return try body(values.words[place], nil, nil, nil) }
        return try body(0, values.slices[place], fault(at: place), values.holder)
    }

    private func skipValue() throws(ParquetError) {
        if nextValue == values.count { try decode() }
        nextValue += 1
        while nextFault < values.faults.count, values.faults[nextFault].place < nextValue { nextFault += 1 }
    }

    private func decode() throws(ParquetError) {
        values.clear()
        (nextValue, nextFault) = (0, 0)
        do throws(ParquetError) {
            guard let page, leftToDecode > 0 else { throw .tooFewValues }
            try page.decoder.decode(leftToDecode, into: &values)
            leftToDecode -= values.count
            if column.type.physical == .fixed { try checkWidths() }
        } catch {
            throw located(error)
        }
    }

    private func checkWidths() throws(ParquetError) {
        for k in 0..<values.slices.count where values.slices[k].count != column.type.width {
            throw ParquetError(.values, "values of another length than the schema says")
        }
    }

    private func fault(at place: Int) -> Values.Fault? {
        if nextFault < values.faults.count, values.faults[nextFault].place == place {
            nextFault += 1
            return values.faults[nextFault - 1].fault
        }
        guard column.format.isText, !values.isChecked else { return nil }
        return values.slices[place].isUTF8 ? nil : .notText
    }

    private func located(_ error: ParquetError) -> ParquetError {
        var error = error
        error.place.column = column.path
        error.place.page = pages.number
        error.place.codec = pages.codecName
        if error.place.offset == nil { error.place.offset = pages.pageStart }
        return error
    }

    // MARK: - What is not asked for

    /// Passes over so many rows.
    func skip(_ rows: Int) throws(ParquetError) {
        for _ in 0..<rows {
            guard try load() else { throw .rows }
            var goesOn = true
            while goesOn {
                if isPresent { try skipValue() }
                advance()
                goesOn = column.repetition > 0
                if goesOn, try !load() { goesOn = false }
                if goesOn { goesOn = repetition > 0 }
            }
        }
    }
}

extension ParquetError {
    /// Columns that do not have as many rows as their row group.
    static var rows: ParquetError { ParquetError(.rows, "the column does not have the rows that its row group has") }
}
