import Bytes
import Rows

/// A row of a source in the columns of the pool, whose values still refer to the memory of the row.
struct PoolLine {
    /// The texts and lists of texts, by the raw values of their columns.
    private var values = Self.nothing
    /// The integers, by the raw values of their columns.
    private var numbers = [Int32?](repeating: nil, count: QuestionColumn.all.count)
    /// The outcomes by model, sorted by the bytes of the models' names.
    private(set) var outcomes: [(model: ByteView, outcome: Outcome)] = []

    /// The values of columns without data.
    private static let nothing = QuestionColumn.all.map {
        $0.type == .texts ? FieldValue(.list, ByteView("[]")) : .null
    }

    /// Resets the line for another row.
    mutating func clear() {
        // Element by element, so that the storage is reused.
        let nothing = Self.nothing
        for place in nothing.indices { (values[place], numbers[place]) = (nothing[place], nil) }
        outcomes.removeAll(keepingCapacity: true)
    }

    /// The value of a column of texts, labels or lists of texts.
    subscript(column: QuestionColumn) -> FieldValue {
        get { values[column.rawValue] }
        set { values[column.rawValue] = newValue }
    }

    /// The value of a column of integers, or nil.
    subscript(number column: QuestionColumn) -> Int32? {
        get { numbers[column.rawValue] }
        set { numbers[column.rawValue] = newValue }
    }

    /// Records an outcome, keeping a better one of the same model.
    ///
    /// Throws `RowFault` when there are outcomes of more models than a pool can have.
    mutating func record(_ outcome: Outcome, of model: ByteView) throws(RowFault) {
        let place = outcomes.partitioningIndex { !($0.model < model) }
        if place < outcomes.count, outcomes[place].model == model {
            outcomes[place].outcome = max(outcomes[place].outcome, outcome)
        } else if outcomes.count < OutcomeColumns.mostModels {
            outcomes.insert((model, outcome), at: place)
        } else {
            throw RowFault("outcomes of more than \(OutcomeColumns.mostModels) models")
        }
    }

    /// The maximum size of a line in bytes, so that it can be read back.
    static let longest = JSONError.longest

    /// Throws `RowFault` when the line would be larger than the given size.
    ///
    /// - Parameters:
    ///   - longest: the maximum size in bytes.
    ///   - names: the size in bytes of the names of the source and the file, as JSON.
    func requireRoom(atMost longest: Int, names: Int) throws(RowFault) {
        var count = 0
        for column in QuestionColumn.givenTexts { count += self[column].bytes.count }
        // An upper bound for keys, quotes and numbers.
        var size = 1000 + names
        for entry in outcomes { size += ByteView.mostEscaped * entry.model.count + 16 }
        if size + ByteView.mostEscaped * count <= longest { return }
        for value in QuestionColumn.givenTexts.lazy.map({ self[$0] }) {
            // Only a text without escapes can become longer when it is written.
            size += value.kind == .plain ? value.bytes.escapedCount : value.bytes.count
        }
        if size > longest {
            throw RowFault("its line of the pool would be longer than \(longest) bytes")
        }
    }

    /// The parts that the question has.
    var parts: PresentParts { PresentParts { self[$0] } }

    /// What stands in a line before the value of each column.
    static let openings = OwnedTexts(QuestionColumn.openings(of: QuestionColumn.all))

    /// The number of bytes of a line before the place of its row.
    static let bytesBeforeRow = "{\"id\":\"\"".utf8.count + QuestionID.digits

    /// Appends the line, with the keys in the order of the README; `source` and `file` are JSON.
    ///
    /// The row is left out: only who writes the lines in order knows it. See `PoolWriter`.
    func append(to bytes: inout [UInt8], id: QuestionID, source: ByteView, file: ByteView, origin: Origin) {
        let openings = Self.openings.views
        for column in QuestionColumn.all where column != .row {
            bytes.append(openings[column.rawValue])
            switch column {
            case .id:
                bytes.append(UInt8(ascii: "\""))
                bytes.append(hexadecimal: id.value)
                bytes.append(UInt8(ascii: "\""))
            case .source: bytes.append(source)
            case .outcomes: appendOutcomes(to: &bytes)
            case .origin:
                bytes.append("{\"file\":")
                bytes.append(file)
                bytes.append(origin.unit == .line ? ",\"line\":" : ",\"row\":")
                bytes.append(decimal: origin.number)
                bytes.append(UInt8(ascii: "}"))
            default: appendValue(of: column, to: &bytes)
            }
        }
        bytes.append("}\n")
    }

    private func appendValue(of column: QuestionColumn, to bytes: inout [UInt8]) {
        guard column.type == .wholeNumber else { return bytes.append(json: self[column]) }
        if let number = self[number: column] { bytes.append(decimal: Int(number)) } else { bytes.append("null") }
    }

    private func appendOutcomes(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (k, entry) in outcomes.enumerated() {
            if k > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(quoted: entry.model)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(entry.outcome.json)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
