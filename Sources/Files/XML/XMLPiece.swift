import Bytes

/// A piece of an XML file, from which any thread can create rows.
///
/// Rows must be created from every piece, in file order or by threads that each take the next piece: the rows of a
/// piece wait until all earlier pieces are parsed.
package struct XMLPiece: Sendable {
    /// The number of pieces before it.
    let number: Int
    /// A buffer that starts with the bytes of the piece; return it to the pool after use.
    package let buffer: [UInt8]
    /// The number of bytes in the piece.
    let count: Int
    /// The offset of its first byte in the file, and the number of its line.
    let offset: Int
    let line: Int
    /// Whether its bytes contain carriage returns.
    let hasReturns: Bool
    /// Whether it starts with what appears to be a record.
    let isAtRecord: Bool
    let isLast: Bool
    /// The offset in the file's own bytes, if they are compressed, up to which they were read before the piece.
    package let fileOffset: Int?
    /// Why the file cannot be decompressed behind the piece, if so.
    let fault: ReadingFault?
    let order: XMLPieceOrder

    /// The offset in the file after its last byte.
    var end: Int { offset + count }

    /// The number of bytes of the file that were read for it; for the first piece, including the opening.
    package var size: Int { number == 0 ? offset + count : count }

    /// Calls `body` with each record in order: its one-based number in the file, its offset if known, and its fields,
    /// which are valid during the call, or its fault.
    ///
    /// The rest of a file that is not well-formed is passed as one faulty row. Throws `FileError` if the file cannot be
    /// read.
    ///
    /// - Parameter maker: The calling thread's maker, which is reused to save allocations.
    package func forEachRow(
        with maker: inout XMLFieldMaker, _ body: (Int, Int?, Result<[Field], ReadingFault>) throws -> Void
    ) throws {
        let parsed = try order.parse(self)
        var before = parsed.before
        var isTold = fault == nil
        for batch in parsed.batches {
            try batch.forEachRow(with: &maker, before: before) { number, offset, row in
                // Where the file breaks off, its XML does, too.
                guard let fault, case .failure(let other) = row, other.isRest else {
                    return try body(number, offset, row)
                }
                isTold = true
                try body(number, offset, .failure(fault))
            }
            before += batch.count
        }
        if !isTold, let fault { try body(before + 1, end, .failure(fault)) }
    }
}

/// The state shared by the threads that parse the pieces of a file.
///
/// A piece that appears to start with a record is parsed ahead of the earlier pieces by a parser of its own, which has
/// parsed the file's opening and continues at the piece. Once the earlier pieces are parsed, their parser either has
/// the same state at the start of the piece as after the opening, so that the piece means the same to both, or it has
/// not (the piece starts inside a comment, a CDATA section or another record), and then that parser continues with the
/// piece. The choice depends on the file alone, so that no row depends on the number of threads.
final class XMLPieceOrder: @unchecked Sendable {
    private let source: XMLSource
    private let monitor = Monitor()

    // Changed only by the thread whose turn it is, and read by others, under the monitor.

    /// The number of the piece whose turn it is.
    private var turn = 0
    /// The number of pieces that did start with a record, and of those that did not.
    private(set) var (right, wrong) = (0, 0)

    // Accessed only by the thread whose turn it is.

    /// The parser of the previous piece.
    private var parser: XMLParser?
    /// The number of records so far.
    private var rows = 0
    private var failure: FileError?
    /// The offset of the record at which reading goes on after a fault, if it is in a later piece.
    private var resumption: Int?

    init(_ source: XMLSource) {
        self.source = source
    }

    /// Returns the records of a piece, once all earlier pieces are parsed, and the number of records before them.
    ///
    /// They are more than one batch if a fault interrupted them.
    func parse(_ piece: XMLPiece) throws(FileError) -> (batches: [XMLBatch], before: Int) {
        let ahead = isWorthATry(piece) ? try? ownParser(of: piece) : nil
        monitor.lock()
        while turn < piece.number { monitor.wait() }
        let isTrusted = isTrusting
        monitor.unlock()
        var (isRight, isResumed) = (false, false)
        defer {
            monitor.lock()
            turn += 1
            if isRight { right += 1 } else if piece.isAtRecord, !isResumed { wrong += 1 }
            monitor.wakeAll()
            monitor.unlock()
        }
        do throws(FileError) {
            if let failure { throw failure }
            if let place = resumption {
                isResumed = true
                guard place < piece.end else { return ([], rows) }
                resumption = nil
                parser = try ownParser(of: piece, from: place)
            } else {
                isRight = piece.number == 0 || piece.isAtRecord && isTrusted && parser?.standsBehindOpening == true
                if isRight {
                    parser = ahead
                    if ahead == nil { parser = try ownParser(of: piece) }
                } else if let parser {
                    try feed(piece, to: parser)
                }
            }
            let batches = try takeBatches(of: piece)
            rows += batches.reduce(0) { $0 + $1.count }
            if piece.isLast { parser = nil }
            return (batches, rows - batches.reduce(0) { $0 + $1.count })
        } catch {
            failure = error
            throw error
        }
    }

    /// Returns the records of the parser and, after each fault that costs only its record, those that follow in the
    /// piece.
    private func takeBatches(of piece: XMLPiece) throws(FileError) -> [XMLBatch] {
        guard var parser else { preconditionFailure("a piece was parsed before the first") }
        var batches: [XMLBatch] = []
        while let interruption = parser.interruption {
            let place = try XMLResumption(source)?.place(after: interruption) ?? .unknown
            parser.settle(interruption, isRest: place == .unknown)
            guard case .record(let offset) = place else { break }
            batches.append(parser.takeBatch())
            guard offset < piece.end else {
                resumption = offset
                return batches
            }
            parser = try ownParser(of: piece, from: offset)
            self.parser = parser
        }
        batches.append(parser.takeBatch())
        return batches
    }

    /// Whether pieces start with records often enough to risk wasted work.
    private var isTrusting: Bool { wrong <= 2 + right / 4 }

    /// Returns whether a piece should be parsed before its turn.
    private func isWorthATry(_ piece: XMLPiece) -> Bool {
        monitor.lock()
        defer { monitor.unlock() }
        return piece.isAtRecord && piece.number > turn && isTrusting
    }

    /// Returns a parser that has parsed the opening and then a piece, or what is before its end after an offset in the
    /// file.
    private func ownParser(of piece: XMLPiece, from place: Int? = nil) throws(FileError) -> XMLParser {
        let parser = try XMLParser(source)
        guard let place else {
            if piece.number > 0 { parser.goOn(at: piece.offset, line: piece.line) }
            try feed(piece, to: parser)
            return parser
        }
        // A fault may show only in a later piece than the one with the next record.
        var gap = place < piece.offset ? try source.file.bytes(at: place, count: piece.offset - place) : []
        let skipped = max(place - piece.offset, 0)
        let lines = piece.buffer.withByteView { $0[..<skipped].count(of: 0x0A) }
        parser.goOn(at: place, line: piece.line + lines - gap.count { $0 == 0x0A })
        if !gap.isEmpty {
            try gap.withByteView { (bytes) throws(FileError) in try parser.parse(bytes, isLast: false) }
            gap = []
        }
        try feed(piece, from: skipped, to: parser)
        return parser
    }

    private func feed(_ piece: XMLPiece, from start: Int = 0, to parser: XMLParser) throws(FileError) {
        try piece.buffer.withByteView { (bytes) throws(FileError) in
            try parser.parse(bytes[start..<piece.count], mayHaveReturns: piece.hasReturns, isLast: piece.isLast)
        }
    }
}
