import Bytes
import TestSupport
import Testing

@testable import Rows

@Suite("Texts of a bounded size")
struct BoundedTextTests {
    private static let texts = ["", "a", "é\n", "\"\\\u{1}", String(repeating: "\u{1F}", count: 9), "plain text"]

    @Test("take exactly as much as there is room for, and nothing of what does not fit", arguments: texts)
    func room(_ text: String) throws {
        var quoted: [UInt8] = []
        text.withByteView { quoted.append(quoted: $0) }
        let parts: [(count: Int, bytes: [UInt8], append: (inout BoundedText) throws -> Void)] = [
            (text.utf8.count, text.bytes, { try $0.append(text.bytes) }),
            (text.utf8.count, text.bytes, { bounded in try text.withByteView { try bounded.append($0) } }),
            (quoted.count, quoted, { bounded in try text.withByteView { try bounded.append(quoted: $0) } }),
        ]
        for (count, bytes, append) in parts {
            for room in [count, count + 1, count + 100] {
                var bounded = BoundedText(atMost: room + 2)
                try bounded.append(UInt8(ascii: "x"))
                try bounded.append(UInt8(ascii: "y"))
                try append(&bounded)
                #expect(bounded.bytes == Array("xy".utf8) + bytes)
                bounded.clear()
                #expect(bounded.bytes == [] && bounded.longest == room + 2)
            }
            guard count > 0 else { continue }
            var bounded = BoundedText(atMost: count + 1)
            try bounded.append(Array("xy".utf8))
            #expect(throws: RowFault.self) { try append(&bounded) }
            #expect(bounded.bytes == Array("xy".utf8))
        }
    }

    @Test("a byte beyond the last is refused")
    func full() throws {
        var bounded = BoundedText(atMost: 1)
        try bounded.append(1)
        #expect(throws: RowFault.self) { try bounded.append(2) }
        #expect(bounded.bytes == [1])
        var none = BoundedText(atMost: 0)
        #expect(throws: RowFault.self) { try none.append(1) }
        try none.append([UInt8]())
    }

    @Test("values are written as JSON, a list of them with commas")
    func values() throws {
        let held = [Array("a\"b".utf8), Array("12".utf8)].map { OwnedBytes($0) }
        let values = [FieldValue.plain(held[0].view), FieldValue(.number, held[1].view)]
        var bounded = BoundedText(atMost: 12)
        try bounded.append(list: values)
        #expect(String(decoding: bounded.bytes, as: UTF8.self) == "[\"a\\\"b\",12]")
        var short = BoundedText(atMost: 9)
        #expect(throws: RowFault.self) { try short.append(list: values) }
        var empty = BoundedText(atMost: 2)
        try empty.append(list: [])
        #expect(empty.bytes == Array("[]".utf8))
    }
}
