import TestSupport
import Testing

@testable import Bytes

@Suite("JSON: writing")
struct JSONWritingTests {
    private func canonical(_ text: String) throws -> String {
        try withBytes(text) { view in
            var index = JSONIndex()
            try index.index(view)
            var written: [UInt8] = []
            written.append(json: index.root)
            return String(decoding: written, as: UTF8.self)
        }
    }

    @Test(
        "takes needless escapes and spaces out and leaves numbers as they came",
        arguments: [
            ("\"\\u00e9\"", "\"é\""), ("\"\\/\"", "\"/\""), ("\"\\u0022\\u005c\"", "\"\\\"\\\\\""),
            ("\"\\u000a\\u0009\\u0008\\u000C\\u000d\"", "\"\\n\\t\\b\\f\\r\""),
            ("\"\\u0000\\u001F\"", "\"\\u0000\\u001f\""),
            ("\"\\ud83d\\uDE00\"", "\"😀\""), ("\"\\n\\\\n\"", "\"\\n\\\\n\""), ("[ 1 , 2.50 , 1E5 ]", "[1,2.50,1E5]"),
            ("{ \"a\" : { \"b c\" : [ ] } }", "{\"a\":{\"b c\":[]}}"),
            ("{\"\\u0061\":\"\\u0062 c\"}", "{\"a\":\"b c\"}"),
            ("100000000000000000000.0", "100000000000000000000.0"), ("\"\u{7F}\"", "\"\u{7F}\""),
            ("[\"a\\\\\", \"b\"]", "[\"a\\\\\",\"b\"]"),
        ])
    func rewrites(_ text: String, _ expected: String) throws {
        #expect(try canonical(text) == expected)
        #expect(try canonical(expected) == expected)
    }

    @Test("escapes what RFC 8259 demands and nothing else, at every offset", arguments: 0..<130)
    func escapes(_ offset: Int) {
        let text = String(repeating: "x", count: offset) + "\"\\\n\u{1}é/"
        var written: [UInt8] = []
        written.append(quoted: text)
        #expect(
            String(decoding: written, as: UTF8.self) == "\"" + String(repeating: "x", count: offset)
                + "\\\"\\\\\\n\\u0001é/\"")
    }

    @Test("reading back what was written gives the same text", arguments: 0..<300)
    func roundTrip(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let text = randomText(&random, pieces: 200)
        var written: [UInt8] = []
        written.append(quoted: text)
        let read = try written.withByteView { try JSON(parsing: $0) }
        #expect(read == .string(text))
    }

    @Test("a random document survives writing and reading, compact and readable", arguments: 0..<100)
    func trees(_ seed: Int) throws {
        var random = SeededRandom(UInt64(1000 + seed))
        let tree = Self.tree(&random, depth: 4)
        for text in [tree.compactText, tree.readableText] {
            #expect(try withBytes(text) { try JSON(parsing: $0) } == tree)
        }
        #expect(try canonical(tree.readableText) == tree.compactText)
    }

    private static func tree(_ random: inout SeededRandom, depth: Int) -> JSON {
        switch random.below(depth == 0 ? 4 : 6) {
        case 0: return .null
        case 1: return .bool(random.below(2) == 0)
        case 2: return .number(random.pick(["0", "-1", "2.50", "1e9", "123456789012345678901234567890"]))
        case 3: return .string(randomText(&random, pieces: 6))
        case 4: return .list((0..<random.below(5)).map { _ in tree(&random, depth: depth - 1) })
        default:
            var object = JSONObject()
            for k in 0..<random.below(5) {
                object[randomText(&random, pieces: 3) + String(k)] = tree(&random, depth: depth - 1)
            }
            return .object(object)
        }
    }

    @Test(
        "writes decimal and hexadecimal digits",
        arguments: [
            (0, "0"), (7, "7"), (-12, "-12"), (Int.max, "9223372036854775807"), (Int.min, "-9223372036854775808"),
        ])
    func digits(_ value: Int, _ expected: String) {
        var written: [UInt8] = []
        written.append(decimal: value)
        #expect(String(decoding: written, as: UTF8.self) == expected)
    }

    @Test("numbers of a tree")
    func numbers() {
        #expect(JSON(0.1).compactText == "0.1")
        #expect(JSON(3.0).compactText == "3")
        #expect(JSON(Double.nan) == .null)
        #expect(JSON.number("5.0").integer == 5)
        #expect(JSON.number("5.5").integer == nil)
        #expect(JSON.string("5").integer == nil)
    }
}
