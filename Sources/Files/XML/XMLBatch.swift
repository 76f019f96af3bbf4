import Bytes
import CLibXML2

/// Records of an XML file as its parser told them, of which anybody may make rows.
package final class XMLBatch: Sendable {
    /// A record that is whole, or a fault in its place.
    struct Row: Sendable {
        /// Where its events end on the tape.
        let end: Int
        let offset: Int?
        let fault: ReadingFault?
    }

    private let firstRow: Int
    private let tape: XMLTape
    private let rows: [Row]
    private let dictionary: XMLDictionary
    /// How many bytes of the file were read for them.
    package let size: Int

    init(firstRow: Int, size: Int, _ tape: consuming XMLTape, _ rows: [Row], _ dictionary: XMLDictionary) {
        self.firstRow = firstRow
        self.size = size
        self.tape = tape
        self.rows = rows
        self.dictionary = dictionary
    }

    /// Calls with each record in order: its number in the file, counted from 1, its offset where that is known, and its
    /// fields, valid during the call, or what is wrong with it.
    ///
    /// Only here, where several threads may be at work, is it checked that values are UTF-8: libxml2 passes on what CDATA
    /// sections hold without checking all of it.
    ///
    /// - Parameter maker: used again and again by a thread, so that its memory need not be asked for again.
    package func forEachRow(
        with maker: inout XMLFieldMaker, _ body: (Int, Int?, Result<[Field], ReadingFault>) throws -> Void
    ) rethrows {
        var fields: [Field] = []
        var start = 0
        for (k, row) in rows.enumerated() {
            let result: Result<[Field], ReadingFault>
            if let fault = row.fault {
                result = .failure(fault)
            } else {
                maker.make(&fields, of: start..<row.end, on: tape)
                let isText = fields.allSatisfy { UTF8Check.firstFault($0.value.bytes) == nil }
                result =
                    isText ? .success(fields) : .failure(ReadingFault(reason: "invalid UTF-8", offset: row.offset))
            }
            try body(firstRow + k + 1, row.offset, result)
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
