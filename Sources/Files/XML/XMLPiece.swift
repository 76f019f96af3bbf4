import Bytes

/// A piece of an XML file, of which any thread may make rows.
///
/// Every piece must be made rows of, in the order of the file or by threads that each have taken the next: the rows of a
/// piece wait until all pieces before it were parsed.
package struct XMLPiece: Sendable {
    /// How many pieces come before it.
    let number: Int
    /// A buffer that begins with the piece's bytes; give it back to the pool when done.
    package let buffer: [UInt8]
    /// How many bytes it has.
    let count: Int
    /// Where it stands in the file, and the number of its line.
    let offset: Int
    let line: Int
    /// Whether carriage returns are among its bytes.
    let hasReturns: Bool
    /// Whether it begins with what looks like a record.
    let isAtRecord: Bool
    let isLast: Bool
    let order: XMLPieceOrder

    /// How many bytes of the file were read for it: for the first the opening as well.
    package var size: Int { number == 0 ? offset + count : count }

    /// Calls with each record in order: its number in the file, counted from 1, its offset where that is known, and its
    /// fields, valid during the call, or what is wrong with it.
    ///
    /// What is left of a file that is not well-formed comes as one faulty row. Throws when the file cannot be read.
    ///
    /// - Parameter maker: used again and again by a thread, so that its memory need not be asked for again.
    package func forEachRow(
        with maker: inout XMLFieldMaker, _ body: (Int, Int?, Result<[Field], ReadingFault>) throws -> Void
    ) throws {
        let (batch, before) = try order.parse(self)
        try batch.forEachRow(with: &maker, before: before, body)
    }
}

/// What the threads share that parse the pieces of a file.
///
/// A piece that begins with what looks like a record is parsed by a parser of its own, ahead of the pieces before it:
/// that parser has read the file's opening, and goes on at the piece. When the pieces before it are parsed it shows
/// whether their parser stands at its beginning as it stood behind the opening. If so, the piece means the same to both.
/// If not (it began inside a comment, a CDATA section or another record), the parser before goes on with it. Which parser
/// a piece goes to depends on the file alone, so that no row depends on the number of threads.
final class XMLPieceOrder: @unchecked Sendable {
    private let source: XMLSource
    private let monitor = Monitor()

    // Changed by the thread whose turn it is, and read by others, under the monitor.

    /// The piece whose turn it is.
    private var turn = 0
    /// How many pieces began where they seemed to, and how many did not.
    private(set) var (right, wrong) = (0, 0)

    // Of the thread whose turn it is.

    /// The parser of the piece before.
    private var parser: XMLParser?
    /// How many records came before.
    private var rows = 0
    private var failure: FileError?

    init(_ source: XMLSource) {
        self.source = source
    }

    /// The records of a piece, once all pieces before it are parsed, and how many records come before them.
    func parse(_ piece: XMLPiece) throws(FileError) -> (batch: XMLBatch, before: Int) {
        let ahead = isWorthATry(piece) ? try? ownParser(of: piece) : nil
        monitor.lock()
        while turn < piece.number { monitor.wait() }
        let isTrusted = isTrusting
        monitor.unlock()
        var isRight = false
        defer {
            monitor.lock()
            turn += 1
            if isRight { right += 1 } else if piece.isAtRecord { wrong += 1 }
            monitor.wakeAll()
            monitor.unlock()
        }
        do throws(FileError) {
            if let failure { throw failure }
            isRight = piece.number == 0 || piece.isAtRecord && isTrusted && parser?.standsBehindOpening == true
            if isRight {
                parser = ahead
                if ahead == nil { parser = try ownParser(of: piece) }
            } else if let parser {
                try feed(piece, to: parser)
            }
            guard let parser else { preconditionFailure("a piece was parsed before the first") }
            let batch = parser.takeBatch()
            rows += batch.count
            if piece.isLast { self.parser = nil }
            return (batch, rows - batch.count)
        } catch {
            failure = error
            throw error
        }
    }

    /// Whether pieces begin where they seem to often enough for work that may be in vain.
    private var isTrusting: Bool { wrong <= 2 + right / 4 }

    /// Whether a piece should be parsed before its turn.
    private func isWorthATry(_ piece: XMLPiece) -> Bool {
        monitor.lock()
        defer { monitor.unlock() }
        return piece.isAtRecord && piece.number > turn && isTrusting
    }

    private func ownParser(of piece: XMLPiece) throws(FileError) -> XMLParser {
        let parser = try XMLParser(source)
        if piece.number > 0 { parser.goOn(at: piece.offset, line: piece.line) }
        try feed(piece, to: parser)
        return parser
    }

    private func feed(_ piece: XMLPiece, to parser: XMLParser) throws(FileError) {
        try piece.buffer.withByteView { (bytes) throws(FileError) in
            try parser.parse(bytes[..<piece.count], mayHaveReturns: piece.hasReturns, isLast: piece.isLast)
        }
    }
}
