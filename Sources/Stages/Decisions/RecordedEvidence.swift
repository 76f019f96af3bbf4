import Bytes

/// Evidence as recorded in a decision: a JSON object that can be read as the type that its rule writes.
package struct RecordedEvidence: Sendable {
    private enum Form {
        /// Evidence that a stage wrote.
        case written([UInt8])
        /// Evidence that was read from a file and may have any form.
        case read(JSON)
    }

    private let form: Form
    /// The name under which evidence that a stage wrote is counted apart.
    let writtenApart: String?

    /// Whether the evidence was read from a file.
    var isRead: Bool { if case .read = form { true } else { false } }

    /// Records the evidence of a rule.
    package init(_ evidence: some Evidence) {
        var writer = EvidenceWriter()
        evidence.write(to: &writer)
        form = .written(writer.finished())
        writtenApart = evidence.countedApart
    }

    /// Creates evidence from JSON that was read from a file.
    init(read json: JSON) {
        form = .read(json)
        writtenApart = nil
    }

    /// The evidence as JSON.
    package var json: JSON {
        switch form {
        case .written(let bytes): (try? bytes.withByteView { try JSON(parsing: $0) }) ?? .null
        case .read(let json): json
        }
    }

    /// Returns the evidence as the type that its rule writes.
    ///
    /// Throws `EvidenceError` when the evidence is of another type.
    package func read<Found: Evidence>(as type: Found.Type = Found.self) throws(EvidenceError) -> Found {
        try Found(reading: EvidenceReader(json))
    }

    /// Appends the evidence as JSON.
    func append(to bytes: inout [UInt8]) {
        switch form {
        case .written(let written): bytes.append(contentsOf: written)
        case .read(let json): bytes.append(json: json)
        }
    }
}
