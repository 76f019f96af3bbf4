/// A growing column of values that are never moved: where an array would copy itself to twice the capacity, a column
/// adds one more piece.
@usableFromInline
package struct GrowingColumn<Value: BitwiseCopyable & Sendable>: Sendable {
    /// The values in order, in pieces that are all full except the last.
    @usableFromInline package private(set) var pieces: [[Value]] = []
    @usableFromInline static var pieceLength: Int { 1 << 14 }

    /// Creates an empty column.
    @inlinable
    package init() {}

    /// The number of values.
    @inlinable
    package var count: Int { pieces.last.map { (pieces.count - 1) * Self.pieceLength + $0.count } ?? 0 }

    /// Appends values.
    @inlinable
    package mutating func append(contentsOf values: some Sequence<Value>) {
        var piece = pieces.popLast() ?? Self.newPiece
        for value in values {
            if piece.count == Self.pieceLength {
                pieces.append(piece)
                piece = Self.newPiece
            }
            piece.append(value)
        }
        pieces.append(piece)
    }

    @usableFromInline
    static var newPiece: [Value] {
        var piece: [Value] = []
        piece.reserveCapacity(pieceLength)
        return piece
    }
}
