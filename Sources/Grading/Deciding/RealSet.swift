/// A set of real numbers: intervals and single points.
struct RealSet {
    /// An end of an interval; nil stands for infinity.
    struct End {
        var value: Node?
        var isClosed: Bool
    }

    /// An interval from one end to the other; both ends are equal and closed for a point.
    struct Piece {
        var low: End
        var high: End
    }

    var pieces: [Piece]

    static let all = RealSet(pieces: [
        Piece(low: End(value: nil, isClosed: false), high: End(value: nil, isClosed: false))
    ])

    static func point(_ value: Node) -> RealSet {
        let end = End(value: value, isClosed: true)
        return RealSet(pieces: [Piece(low: end, high: end)])
    }

    static func interval(_ low: Node, isClosed: Bool, _ high: Node, closesClosed: Bool) -> RealSet {
        RealSet(pieces: [Piece(low: end(low, isClosed), high: end(high, closesClosed))])
    }

    private static func end(_ node: Node, _ isClosed: Bool) -> End {
        Comparator.infinity(node) != nil ? End(value: nil, isClosed: false) : End(value: node, isClosed: isClosed)
    }
}
