import Bytes
import CLibXML2

/// Parsed records of an XML file, from which any thread can create rows.
final class XMLBatch: Sendable {
    /// A complete record, or a fault in its place.
    struct Row: Sendable {
        /// The end of its events on the tape.
        let end: Int
        let offset: Int?
        let fault: ReadingFault?
    }

    private let tape: XMLTape
    private let rows: [Row]
    private let dictionary: XMLDictionary
    private let longestRow: Int

    /// Creates a batch of the records on a tape.
    ///
    /// - Parameter longestRow: The maximum number of bytes in a field of a record.
    init(_ tape: consuming XMLTape, _ rows: [Row], _ dictionary: XMLDictionary, longestRow: Int) {
        self.tape = tape
        self.rows = rows
        self.dictionary = dictionary
        self.longestRow = longestRow
    }

    /// The number of records, including faulty ones.
    var count: Int { rows.count }

    /// Calls `body` with each record in order: its number in the file, its offset if known, and its fields, which are
    /// valid during the call, or its fault.
    ///
    /// Values are checked to be UTF-8 here because libxml2 does not check all of the contents of CDATA sections.
    ///
    /// - Parameters:
    ///   - maker: The calling thread's maker, which is reused to save allocations.
    ///   - before: The number of records in the file before these.
    func forEachRow(
        with maker: inout XMLFieldMaker, before: Int,
        _ body: (Int, Int?, Result<[Field], ReadingFault>) throws -> Void
    ) rethrows {
        var fields: [Field] = []
        var start = 0
        for (k, row) in rows.enumerated() {
            let result: Result<[Field], ReadingFault>
            if let fault = row.fault {
                result = .failure(fault)
            } else if !maker.make(&fields, of: start..<row.end, on: tape, atMost: longestRow) {
                result = .failure(ReadingFault(.longField(longestRow)))
            } else {
                let isText = fields.allSatisfy { UTF8Check.firstFault($0.value.bytes) == nil }
                result = isText ? .success(fields) : .failure(ReadingFault(.other("invalid UTF-8")))
            }
            try body(before + k + 1, row.offset, result)
            start = row.end
        }
    }
}

/// The names found by a parser, retained for as long as they are used.
final class XMLDictionary: @unchecked Sendable {
    private let dictionary: xmlDictPtr

    /// Retains the names of a parser; returns nil if libxml2 fails to.
    init?(of context: xmlParserCtxtPtr) {
        guard let dictionary = context.pointee.dict, xmlDictReference(dictionary) == 0 else { return nil }
        self.dictionary = dictionary
    }

    deinit { xmlDictFree(dictionary) }
}
