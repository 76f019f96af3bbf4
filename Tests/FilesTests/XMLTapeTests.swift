import Bytes
import CLibXML2
import Testing

@testable import Files

@Suite("What an XML parser tells, noted down")
final class XMLTapeTests {
    /// Names that live as long as the test.
    private let dictionary = {
        XMLLibrary.prepare()
        return xmlDictCreate()
    }()

    deinit { xmlDictFree(dictionary) }

    private func name(_ local: String, _ prefix: String? = nil) throws -> XMLName {
        XMLName(
            local: try #require(xmlDictLookup(dictionary, local, -1)),
            prefix: try prefix.map { try #require(xmlDictLookup(dictionary, $0, -1)) })
    }

    private func events(_ tape: borrowing XMLTape, _ range: Range<Int>) -> String {
        var told = ""
        let bytes = tape.bytes
        func spelled(_ name: XMLName) -> String {
            var writer = ByteWriter()
            name.append(to: &writer)
            return writer.bytes.text
        }
        tape.forEachEvent(in: range) { event in
            switch event {
            case .begin(let name): told += "<\(spelled(name))>"
            case .attribute(let name, let value): told += "@\(spelled(name))=\(bytes[value].text);"
            case .text(let text): told += "'\(bytes[text].text)'"
            case .end: told += "/"
            }
        }
        return told
    }

    private func append(_ text: String, to tape: inout XMLTape) {
        text.withByteView { tape.append($0) }
    }

    @Test("events come back in their order, and texts that touch as one", arguments: [1, 64, 4096])
    func order(_ capacity: Int) throws {
        var tape = XMLTape(capacity: capacity)
        tape.begin(try name("a"))
        let value = "12345"
        try value.withByteView { tape.append(XMLAttribute(name: try name("k", "x"), value: $0)) }
        append("one", to: &tape)
        append(" two", to: &tape)
        tape.begin(try name("b"))
        tape.end()
        append("three", to: &tape)
        tape.end()
        #expect(events(tape, 0..<tape.count) == "<a>@x:k=12345;'one two'<b>/'three'/")
    }

    @Test("an open record goes over to the next tape and goes on there, in the middle of a text too")
    func moving() throws {
        var tape = XMLTape(capacity: 64)
        tape.begin(try name("a"))
        tape.end()
        let whole = tape.count
        tape.begin(try name("b"))
        append("half", to: &tape)
        var next = XMLTape(capacity: 16)
        tape.move(from: whole, to: &next)
        append(" and half", to: &next)
        next.end()
        #expect(events(tape, 0..<tape.count) == "<a>/")
        #expect(events(next, 0..<next.count) == "<b>'half and half'/")
        // Where no record is open, nothing goes over.
        var last = XMLTape(capacity: 16)
        next.move(from: next.count, to: &last)
        #expect(last.count == 0)
    }

    @Test("what is cut off is forgotten, and no text joins what stood before it")
    func cutting() throws {
        var tape = XMLTape(capacity: 64)
        tape.begin(try name("a"))
        append("kept", to: &tape)
        let place = tape.count
        tape.begin(try name("b"))
        tape.truncate(to: place)
        append("new", to: &tape)
        #expect(events(tape, 0..<tape.count) == "<a>'kept''new'")
    }
}
