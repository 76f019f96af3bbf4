/// Values that come one after the other and are never moved: where an array would copy itself into twice the room, a
/// column takes one more piece.
package struct GrowingColumn<Value: BitwiseCopyable & Sendable>: Sendable {
    /// The values in order, in pieces that are all full but the last.
    package private(set) var pieces: [[Value]] = []
    /// How many values there are.
    package private(set) var count = 0
    private static var pieceLength: Int { 1 << 14 }

    package init() {}

    /// The value that came last.
    package var last: Value? { pieces.last?.last }

    /// Appends values.
    package mutating func append(contentsOf values: some Collection<Value>) {
        var rest = values[...]
        while !rest.isEmpty {
            if count.isMultiple(of: Self.pieceLength) {
                pieces.append([])
                pieces[pieces.count - 1].reserveCapacity(Self.pieceLength)
            }
            let room = Self.pieceLength - count % Self.pieceLength
            let part = rest.prefix(room)
            pieces[pieces.count - 1].append(contentsOf: part)
            rest = rest[part.endIndex...]
            count += part.count
        }
    }
}
