import Bytes

/// The format of a recorded text in the spill file: an eight-byte header with its column, kind and length, then its
/// bytes.
enum RecordedText {
    /// The maximum total size in bytes of the texts of one row, which is stored in 32 bits.
    static let mostOfRow = Int(UInt32.max)

    /// Appends a text of a column.
    static func append(_ column: QuestionColumn, _ value: FieldValue, to bytes: inout [UInt8]) {
        let head =
            UInt64(column.rawValue) | UInt64(value.kind.rawValue) << 8 | (value.isCanonical ? 1 : 0) << 16
            | UInt64(value.bytes.count) << 32
        bytes.append(word: head)
        bytes.append(value.bytes)
    }

    /// Calls `body` with the texts in order; they are valid for the lifetime of the bytes.
    static func forEach<Failure: Error>(
        in bytes: ByteView, _ body: (QuestionColumn, FieldValue) throws(Failure) -> Void
    ) throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let head = bytes.word(at: offset)
            let end = offset + 8 + Int(head >> 32)
            guard let kind = FieldValue.Kind(rawValue: UInt8(truncatingIfNeeded: head >> 8)),
                let column = QuestionColumn(rawValue: Int(head & 0xFF))
            else { preconditionFailure("a spilled text of no kind or column") }
            let value = FieldValue(kind, bytes[offset + 8..<end], isCanonical: head >> 16 & 1 == 1)
            try body(column, value)
            offset = end
        }
    }
}
