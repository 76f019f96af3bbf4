import Testing

@testable import Bytes

@Suite("Rows: where they end")
struct RowSplitterTests {
    /// The rows that a splitter finds when its bytes come in pieces of some sizes.
    private func boundaries(_ splitter: some RowSplitter, _ text: String, piece: Int) -> ([Int], RowPosition, String?) {
        var splitter = splitter
        let bytes = text.bytes
        var ends: [Int] = []
        var offset = 0
        while offset < bytes.count {
            let next = min(bytes.count, offset + piece)
            let found = bytes[offset..<next].withUnsafeBufferPointer { splitter.take(ByteView($0)) }
            if let end = found.end { ends.append(offset + end) }
            offset = next
        }
        return (ends, splitter.boundary, splitter.faultAtEnd?.description)
    }

    @Test("lines are counted and the last whole one found, in pieces of any size", arguments: 1...20)
    func lines(_ piece: Int) {
        let text = "a\n\nbc\r\nlong line\nrest"
        let (ends, position, _) = boundaries(LineSplitter(), text, piece: piece)
        #expect(ends.last == 17)
        #expect(position.lines == 4)
    }

    @Test("CSV rows end outside quotes, with CR LF, LF or CR, in pieces of any size", arguments: 1...40)
    func csv(_ piece: Int) {
        let text = "a,b\r\n\"x\ny\",2\n\"q\"\"q\n\",3\r4,5\r\n6,a\"b\n"
        let (ends, position, fault) = boundaries(CSVSplitter(delimiter: UInt8(ascii: ",")), text, piece: piece)
        #expect(ends.last == text.utf8.count)
        #expect(position.rows == 5)
        #expect(position.lines == 7)
        #expect(fault == nil)
    }

    @Test("an open quote is a fault at the end")
    func openQuote() {
        let (ends, position, fault) = boundaries(
            CSVSplitter(delimiter: UInt8(ascii: ",")), "a,b\n1,\"open\n2,3\n", piece: 4)
        #expect(ends.last == 4)
        #expect(position.rows == 1)
        #expect(fault == "a quoted field is never closed")
    }

    private static let documents: [(String, [String], Int, String?)] = [
        ("[1,2,3]", [], 3, nil),
        (" [ ] ", [], 0, nil),
        ("[{\"a\":\",]\"},[1,[2]],\"\\\"],\"]\n", [], 3, nil),
        ("{\"data\":{\"x\":[9],\"items\":[1,{\"items\":[7]}]},\"items\":[5]}", ["data", "items"], 2, nil),
        ("{\"items\":5,\"x\":{\"items\":[1]}}", ["items"], 0, "the document has no list at \"items\""),
        ("{\"a\":[1]}", [], 0, "the document has no list at its top level"),
        ("[1,2", [], 1, "the list is never closed: the file ends too early"),
        ("[1] x", [], 1, "text after the end of the list"),
        ("", [], 0, "the file ends before its list begins"),
        ("{\"a\":{\"b\":1},\"c\":[4,5]}", ["c"], 2, nil),
        ("{\"a\":[{\"c\":[1]}],\"c\":[4]}", ["c"], 1, nil),
        ("[1,2,]", [], 2, nil), ("[1,,2]", [], 3, nil), ("[,]", [], 1, nil),
    ]

    @Test("elements of a JSON list are counted, in pieces of any size", arguments: 1...30)
    func lists(_ piece: Int) {
        for (text, path, rows, fault) in Self.documents {
            let (_, position, found) = boundaries(JSONListSplitter(path: path), text, piece: piece)
            #expect(position.rows == rows, "\(text)")
            #expect(found == fault, "\(text)")
        }
    }
}
