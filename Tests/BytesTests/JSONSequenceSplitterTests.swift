import TestSupport
import Testing

@testable import Bytes

@Suite("JSON values one after another")
struct JSONSequenceSplitterTests {
    /// Returns the values of a document without the white space and commas around them, and the fault at its end.
    ///
    /// - Parameter sizes: the sizes of the pieces in which the document is given; the rest is one piece.
    private func values(
        _ text: String, pieces sizes: [Int] = []
    ) -> (values: [String], fault: SplittingFault?, rows: Int) {
        let bytes = Array(text.utf8)
        var splitter = JSONSequenceSplitter()
        var values: [[UInt8]] = [[]]
        var start = 0
        var sizes = sizes
        while start < bytes.count {
            let size = sizes.isEmpty ? bytes.count - start : min(sizes.removeFirst(), bytes.count - start)
            let piece = Array(bytes[start..<start + size])
            piece.withByteView { piece in
                var offset = 0
                while let end = splitter.endOfValue(in: piece, from: offset) {
                    values[values.count - 1] += Array(piece[offset..<end].buffer)
                    values.append([])
                    offset = end
                }
                values[values.count - 1] += Array(piece[offset..<piece.count].buffer)
            }
            start += size
        }
        let texts = values.map { value in
            String(decoding: value, as: UTF8.self).trimming { $0.isWhitespace || $0 == "," }
        }
        return (texts.filter { !$0.isEmpty }, splitter.faultAtEnd, splitter.boundary.rows)
    }

    private static let documents: [(text: String, values: [String])] = [
        ("", []), (" \n\t", []), ("{}", ["{}"]), ("{}{}", ["{}", "{}"]), ("{}\n{}\n", ["{}", "{}"]),
        ("{\"a\":1},\n{\"a\":2}", ["{\"a\":1}", "{\"a\":2}"]),
        ("{\n  \"a\": [1, 2,\n {\"b\": {}}]\n}\n{\"a\": 3}", ["{\n  \"a\": [1, 2,\n {\"b\": {}}]\n}", "{\"a\": 3}"]),
        ("[1,2] [3]", ["[1,2]", "[3]"]),
        // Brackets and quotes in strings are text.
        (#"{"a":"}{"}{"b":"\"}"}"#, [#"{"a":"}{"}"#, #"{"b":"\"}"}"#]),
        (#"{"a":"\\"}{"b":"]"}"#, [#"{"a":"\\"}"#, #"{"b":"]"}"#]),
        // What begins with no bracket ends with its line.
        ("12\n{}\n", ["12", "{}"]), ("null {}\n{}", ["null {}", "{}"]),
        // A value that is not closed ends before a line with an object that cannot be part of it.
        ("{\"a\": 1\n{\"b\": 2}\n", ["{\"a\": 1", "{\"b\": 2}"]),
        ("{\"a\": \"x\n{\"b\": 2}\n", ["{\"a\": \"x", "{\"b\": 2}"]),
        ("{\"a\":\n{\"b\": 2}}\n", ["{\"a\":\n{\"b\": 2}}"]),
        ("[\n{\"b\": 2},\n{\"c\": 3}\n]", ["[\n{\"b\": 2},\n{\"c\": 3}\n]"]),
    ]

    @Test("are found with what is in them", arguments: documents)
    func found(_ text: String, _ expected: [String]) {
        let found = values(text)
        #expect(found.values == expected)
        #expect(found.fault == nil)
    }

    @Test("are the same however the document is cut into pieces", arguments: documents)
    func pieces(_ text: String, _ expected: [String]) {
        let whole = values(text)
        let single = values(text, pieces: Array(repeating: 1, count: text.utf8.count))
        #expect(single == whole)
        var random = SeededRandom(UInt64(text.utf8.count))
        for _ in 0..<20 {
            let cut = values(text, pieces: (0..<text.utf8.count).map { _ in random.below(5) + 1 })
            #expect(cut == whole)
        }
    }

    @Test(
        "that are not closed are a fault at the end",
        arguments: ["{", "[", "{\"a\": [1}", "{\"a", "{\"a\\", "{} {", "{\"a\": 1"])
    func open(_ text: String) {
        #expect(values(text).fault == .unclosedValue)
    }

    @Test("of random trees are as many as were written, with the same texts")
    func random() {
        var random = SeededRandom(7)
        for _ in 0..<200 {
            let trees = (0..<random.below(6)).map { _ in Self.tree(&random, depth: 0) }
            let texts = trees.map { random.below(2) == 0 ? $0.compactText : String($0.readableText.dropLast()) }
            let separators: [String] = ["\n", " ", ",", ",\n", "\n\n"]
            let document = texts.map { $0 + random.pick(separators) }.joined()
            let found = values(document, pieces: (0..<document.utf8.count).map { _ in random.below(9) + 1 })
            #expect(found.values == texts)
            #expect(found.rows == texts.count)
        }
    }

    /// An object or list with texts that have brackets, quotes and line ends in them.
    private static func tree(_ random: inout SeededRandom, depth: Int) -> JSON {
        func value(_ random: inout SeededRandom) -> JSON {
            if depth < 3, random.below(3) == 0 { return tree(&random, depth: depth + 1) }
            return .string(randomText(&random, pieces: 4))
        }
        let count = random.below(4)
        if random.below(3) == 0 { return .list((0..<count).map { _ in value(&random) }) }
        var object = JSONObject()
        for number in 0..<count { object["k\(number)"] = value(&random) }
        return .object(object)
    }
}

extension String {
    /// The text without the characters at both ends for which `isTrimmed` is true.
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
        String(drop(while: isTrimmed).reversed().drop(while: isTrimmed).reversed())
    }
}
