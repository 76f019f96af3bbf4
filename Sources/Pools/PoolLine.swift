import Bytes
import Rows

/// A row of a source as it will stand in the pool, its values still where they were found.
struct PoolLine {
    var question = FieldValue.null
    var solution = FieldValue.null
    var cotType = FieldValue.null
    var sourceType = FieldValue.null
    var metadata = FieldValue.null
    var cot = FieldValue.null
    var trajectories = FieldValue(.list, ByteView("[]"))
    var attempt = FieldValue.null
    var domain = FieldValue.null
    var tokens: Int32?
    /// Outcomes by model, in the order of the models' bytes.
    private(set) var outcomes: [(model: ByteView, outcome: Outcome)] = []

    /// Becomes the line of another row, of which nothing is known.
    mutating func clear() {
        var outcomes = outcomes
        self.outcomes = []
        outcomes.removeAll(keepingCapacity: true)
        self = PoolLine()
        self.outcomes = outcomes
    }

    /// Takes in an outcome; a better one of the same model stays.
    ///
    /// Throws `RowFault` when there are outcomes of more models than a pool may have.
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

    /// How many bytes the line may have, so that it can be read again.
    static let longest = JSONError.longest

    /// Throws `RowFault` when the line would have more bytes than so many.
    ///
    /// - Parameters:
    ///   - longest: how many it may have.
    ///   - names: how many bytes the names of the source and of the file have, as JSON.
    func demandRoom(atMost longest: Int, names: Int) throws(RowFault) {
        var count = question.bytes.count + solution.bytes.count + cotType.bytes.count + sourceType.bytes.count
        count += metadata.bytes.count + cot.bytes.count + trajectories.bytes.count + attempt.bytes.count
        count += domain.bytes.count
        // Keys, quotes and numbers take less than this.
        var size = 1000 + names
        for entry in outcomes { size += ByteView.mostEscaped * entry.model.count + 16 }
        if size + ByteView.mostEscaped * count <= longest { return }
        for value in [question, solution, cotType, sourceType, metadata, cot, trajectories, attempt, domain] {
            // Only a text without escapes becomes longer than it is.
            size += value.kind == .plain ? value.bytes.escapedCount : value.bytes.count
        }
        if size > longest {
            throw RowFault("its line of the pool would be longer than \(longest) bytes")
        }
    }

    /// Which parts the question has.
    var parts: QuestionContents {
        QuestionContents(trajectories: trajectories, solution: solution, attempt: attempt)
    }

    /// A text of the line that a recording may set, null for whatever is none.
    func text(of target: Target) -> FieldValue {
        switch target {
        case .solution: solution
        case .cotType: cotType
        case .sourceType: sourceType
        case .metadata: metadata
        case .cot: cot
        case .trajectories: trajectories
        case .attempt: attempt
        case .question, .domain, .traceTokens, .outcome: .null
        }
    }

    /// Whether a value says nothing where a target wants a text or, of trajectories, a list of texts.
    static func isBlank(_ value: FieldValue, of target: Target) -> Bool {
        target == .trajectories ? value.isListOfBlankTexts : value.isBlank
    }

    /// Appends the line, keys in the order that README gives; source and file as JSON.
    func append(to bytes: inout [UInt8], id: QuestionID, source: ByteView, file: ByteView, origin: Origin) {
        bytes.append("{\"id\":\"")
        bytes.append(hexadecimal: id.value)
        bytes.append("\",\"source\":")
        bytes.append(source)
        bytes.append(",\"question\":")
        bytes.append(json: question)
        bytes.append(",\"solution\":")
        bytes.append(json: solution)
        bytes.append(",\"cot_type\":")
        bytes.append(json: cotType)
        bytes.append(",\"source_type\":")
        bytes.append(json: sourceType)
        bytes.append(",\"metadata\":")
        bytes.append(json: metadata)
        bytes.append(",\"cot\":")
        bytes.append(json: cot)
        bytes.append(",\"thinking_trajectories\":")
        bytes.append(json: trajectories)
        bytes.append(",\"attempt\":")
        bytes.append(json: attempt)
        bytes.append(",\"domain\":")
        bytes.append(json: domain)
        bytes.append(",\"trace_tokens\":")
        if let tokens { bytes.append(decimal: Int(tokens)) } else { bytes.append("null") }
        bytes.append(",\"outcomes\":{")
        for (k, entry) in outcomes.enumerated() {
            if k > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(quoted: entry.model)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(entry.outcome.json)
        }
        bytes.append("},\"origin\":{\"file\":")
        bytes.append(file)
        bytes.append(origin.unit == .line ? ",\"line\":" : ",\"row\":")
        bytes.append(decimal: origin.number)
        bytes.append("}}\n")
    }
}
