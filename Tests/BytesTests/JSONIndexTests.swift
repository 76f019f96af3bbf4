import Testing

@testable import Bytes

@Suite("JSON: index")
struct JSONIndexTests {
    private func fault(_ bytes: [UInt8]) -> JSONError? {
        var index = JSONIndex()
        do throws(JSONError) {
            try bytes.withByteView { (view) throws(JSONError) in try index.index(view) }
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "accepts what RFC 8259 calls a JSON text",
        arguments: [
            "null", "true", " false ", "0", "-0", "10.25", "1e5", "1E+5", "-1.5e-10", "\"\"", "\"a\"", "[]", "{}",
            "[ ]",
            "[1, 2]", "{\"a\":1}", " { \"a\" : [ { } , [ ] , null ] , \"b\" : \"x\" } ", "\"\\u00e9\\n\\/\\\\\"",
            "\"\\ud83d\\ude00\"", "\"\\\\ud800\"", "\"\u{7F}\u{2028}\"", "{\"\":0}", "[[[[[[]]]]]]", "\r\n\t[1]\n",
            "{\"a\":\"\\\\\"}", "{\"a\\\"b\":1}",
        ])
    func accepts(_ text: String) {
        #expect(fault(text.bytes) == nil)
    }

    @Test(
        "says what is wrong and where",
        arguments: [
            ("", JSONError(.empty, at: 0)),
            ("   ", JSONError(.empty, at: 0)),
            ("{", JSONError(.unexpectedEnd, at: 1)),
            ("[1,", JSONError(.unexpectedEnd, at: 3)),
            ("[1,]", JSONError(.unexpectedByte(UInt8(ascii: "]")), at: 3)),
            ("[1 2]", JSONError(.unexpectedByte(UInt8(ascii: "2")), at: 3)),
            ("{\"a\"}", JSONError(.unexpectedByte(UInt8(ascii: "}")), at: 4)),
            ("{\"a\":}", JSONError(.unexpectedByte(UInt8(ascii: "}")), at: 5)),
            ("{\"a\":1,}", JSONError(.unexpectedByte(UInt8(ascii: "}")), at: 7)),
            ("{a:1}", JSONError(.unexpectedByte(UInt8(ascii: "a")), at: 1)),
            ("[1}", JSONError(.unexpectedByte(UInt8(ascii: "}")), at: 2)),
            ("[[1}]", JSONError(.unexpectedByte(UInt8(ascii: "}")), at: 3)),
            ("{\"a\":1}x", JSONError(.textAfterValue, at: 7)),
            ("1 2", JSONError(.textAfterValue, at: 2)),
            ("01", JSONError(.textAfterValue, at: 1)),
            ("-", JSONError(.invalidNumber, at: 0)),
            ("1.", JSONError(.invalidNumber, at: 0)),
            ("1e", JSONError(.invalidNumber, at: 0)),
            (".5", JSONError(.unexpectedByte(UInt8(ascii: ".")), at: 0)),
            ("+1", JSONError(.unexpectedByte(UInt8(ascii: "+")), at: 0)),
            ("NaN", JSONError(.unexpectedByte(UInt8(ascii: "N")), at: 0)),
            ("tru", JSONError(.invalidLiteral, at: 0)),
            ("nulx", JSONError(.invalidLiteral, at: 0)),
            ("\"a", JSONError(.unterminatedString, at: 0)),
            ("\"a\\\"", JSONError(.unterminatedString, at: 0)),
            ("[\"\\x\"]", JSONError(.invalidEscape, at: 2)),
            ("[\"\\u12g4\"]", JSONError(.invalidEscape, at: 2)),
            ("[\"\\u12\"]", JSONError(.invalidEscape, at: 2)),
            ("[\"a\nb\"]", JSONError(.controlCharacter(0x0A), at: 3)),
            ("[\"a\u{0}b\"]", JSONError(.controlCharacter(0), at: 3)),
            ("[\"\\ud800\"]", JSONError(.unpairedSurrogate, at: 2)),
            ("[\"\\ud800\\u0041\"]", JSONError(.unpairedSurrogate, at: 2)),
            ("[\"\\udc00\"]", JSONError(.unpairedSurrogate, at: 2)),
            ("[\"\\\\ud800\\udc00\"]", JSONError(.unpairedSurrogate, at: 9)),
            ("[\"\\ud83d\\ude00\\ude00\"]", JSONError(.unpairedSurrogate, at: 14)),
            ("{\"a\":1,\"b\":2,\"a\":3}", JSONError(.repeatedName("a"), at: 13)),
            ("{\"a\":1,\"\\u0061\":3}", JSONError(.repeatedName("a"), at: 7)),
        ])
    func faults(_ text: String, _ expected: JSONError) {
        #expect(fault(text.bytes) == expected)
    }

    @Test(
        "refuses byte sequences that are not UTF-8",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xFF], [0xFE],
        ] as [[UInt8]])
    func badUTF8(_ sequence: [UInt8]) {
        #expect(fault([0x22, 0x61] + sequence + [0x22]) == JSONError(.invalidUTF8, at: 2))
    }

    @Test("finds a fault wherever it stands in the blocks of 64 bytes", arguments: 0..<200)
    func everyOffset(_ offset: Int) {
        let before = "{\"a\":\"" + String(repeating: "x", count: offset)
        let size = before.utf8.count
        #expect(fault((before + "\"}").bytes) == nil)
        #expect(fault((before + "\\\\\"}").bytes) == nil)
        #expect(fault((before + "\\\"\"}").bytes) == nil)
        #expect(fault((before + "é😀\"}").bytes) == nil)
        #expect(fault((before + "\\q\"}").bytes) == JSONError(.invalidEscape, at: size))
        #expect(fault((before + "\u{1}\"}").bytes) == JSONError(.controlCharacter(1), at: size))
        #expect(fault(before.bytes + [0xE2, 0x82, 0x22, 0x7D]) == JSONError(.invalidUTF8, at: size))
        #expect(fault((before + "\\").bytes) == JSONError(.unterminatedString, at: 5))
        #expect(fault((before + "\"}]").bytes) == JSONError(.textAfterValue, at: size + 2))
    }

    @Test("reads runs of back-slashes of any length", arguments: 0..<140)
    func backslashes(_ count: Int) {
        let text = "[\"" + String(repeating: "\\", count: count) + "\"]"
        #expect((fault(text.bytes) == nil) == (count % 2 == 0))
    }

    @Test("nests a thousand deep and no deeper")
    func depth() {
        func nested(_ depth: Int) -> [UInt8] {
            (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).bytes
        }
        #expect(fault(nested(1001)) == nil)
        #expect(fault(nested(1002)) == JSONError(.tooDeep, at: 1001))
        #expect(fault(nested(100_000))?.code == .tooDeep)
    }

    @Test("finds a name that stands twice among many")
    func manyNames() {
        let names = (0..<500).map { "\"n\($0)\":\($0)" }
        #expect(fault(("{" + names.joined(separator: ",") + "}").bytes) == nil)
        let twice = names + ["\"n7\":0"]
        #expect(fault(("{" + twice.joined(separator: ",") + "}").bytes)?.code == .repeatedName("n7"))
    }

    @Test("gives the members with their kinds and bytes")
    func members() throws {
        let text =
            "{\"s\":\"a\\n\", \"n\":-1.50, \"t\":true,\"f\":false,\"z\":null,\"l\":[1,{\"x\":2}],\"o\":{\"y\": []}}"
        try withBytes(text) { view in
            var index = JSONIndex()
            try index.index(view)
            let found = index.fields.map {
                "\($0.name.text) \($0.value.kind) \($0.value.bytes.text) \($0.value.isCanonical)"
            }
            #expect(
                found == [
                    "s string a\\n true", "n number -1.50 true", "t true true true", "f false false true",
                    "z null null true", "l list [1,{\"x\":2}] true", "o object {\"y\": []} false",
                ])
            #expect(index.root.kind == .object)
            #expect(!index.root.isCanonical)
        }
    }

    @Test("takes up one text after the other")
    func reuse() throws {
        var index = JSONIndex()
        for text in ["{\"a\":[1,2]}", "[1,2,3]", "\"x\"", "{}"] {
            withBytes(text) { view in
                #expect(throws: Never.self) { try index.index(view) }
            }
        }
        #expect(index.fields.isEmpty)
        withBytes("{\"a\"") { view in
            _ = #expect(throws: JSONError.self) { try index.index(view) }
        }
        try withBytes("{\"\\u0062\":1}") { view in
            try index.index(view)
            #expect(index.value(named: ByteView("b"))?.bytes.text == "1")
        }
    }
}
