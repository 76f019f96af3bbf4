import Bytes

/// A text of a recording as it lies in the spill file: a word of eight bytes that says for what it is, its kind and its
/// length, and its bytes.
enum RecordedText {
    /// How many bytes the texts of one row may have, whose size is held in 32 bits.
    static let mostOfRow = Int(UInt32.max)

    /// The targets that are texts, by the number that stands for them.
    private static let targets: [Target] = [.solution, .cotType, .sourceType, .metadata, .cot, .trajectories, .attempt]

    /// Appends a text.
    static func append(_ target: Target, _ value: FieldValue, to bytes: inout [UInt8]) {
        guard let number = targets.firstIndex(of: target) else {
            preconditionFailure("\(target.name) of a recording is no text")
        }
        let head =
            UInt64(number) | UInt64(value.kind.rawValue) << 8 | (value.isCanonical ? 1 : 0) << 16
            | UInt64(value.bytes.count) << 32
        withUnsafeBytes(of: head.littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(value.bytes)
    }

    /// Calls with the texts in order; they live as long as the bytes.
    static func forEach<Failure: Error>(
        in bytes: ByteView, _ body: (Target, FieldValue) throws(Failure) -> Void
    ) throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let head = bytes.word(at: offset)
            let end = offset + 8 + Int(head >> 32)
            guard let kind = FieldValue.Kind(rawValue: UInt8(truncatingIfNeeded: head >> 8)) else {
                preconditionFailure("a spilled text of no kind")
            }
            let value = FieldValue(kind, bytes[offset + 8..<end], isCanonical: head >> 16 & 1 == 1)
            try body(targets[Int(head & 0xFF)], value)
            offset = end
        }
    }
}
