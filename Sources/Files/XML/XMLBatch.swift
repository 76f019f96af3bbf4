import Bytes
import CLibXML2

/// Records of an XML file as its parser told them, of which anybody may make rows.
final class XMLBatch: Sendable {
    /// A record that is whole, or a fault in its place.
    struct Row: Sendable {
        /// Where its events end on the tape.
        let end: Int
        let offset: Int?
        let fault: ReadingFault?
    }

    private let tape: XMLTape
    private let rows: [Row]
    private let dictionary: XMLDictionary
    private let longestRow: Int

    /// A batch of the records on a tape.
    ///
    /// - Parameter longestRow: how many bytes a field of a record may have.
    init(_ tape: consuming XMLTape, _ rows: [Row], _ dictionary: XMLDictionary, longestRow: Int) {
        self.tape = tape
        self.rows = rows
        self.dictionary = dictionary
        self.longestRow = longestRow
    }

    /// How many records it has, the faulty among them.
    var count: Int { rows.count }

    /// Calls with each record in order: its number, counted on from those before, its offset where that is known, and its
    /// fields, valid during the call, or what is wrong with it.
    ///
    /// libxml2 passes on what CDATA sections hold without checking all of it, so it is checked here that values are UTF-8.
    ///
    /// - Parameters:
    ///   - maker: used again and again by a thread, so that its memory need not be asked for again.
    ///   - before: how many records of the file come before these.
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
                result = .failure(ReadingFault(.longField(longestRow), at: row.offset))
            } else {
                let isText = fields.allSatisfy { UTF8Check.firstFault($0.value.bytes) == nil }
                result =
                    isText ? .success(fields) : .failure(ReadingFault(.other("invalid UTF-8"), at: row.offset))
            }
            try body(before + k + 1, row.offset, result)
            start = row.end
        }
    }
}

/// The names that a parser has met, held for as long as somebody may ask for them.
final class XMLDictionary: @unchecked Sendable {
    private let dictionary: xmlDictPtr

    /// Holds the names of a parser; nil when libxml2 does not let it.
    init?(of context: xmlParserCtxtPtr) {
        guard let dictionary = context.pointee.dict, xmlDictReference(dictionary) == 0 else { return nil }
        self.dictionary = dictionary
    }

    deinit { xmlDictFree(dictionary) }
}
