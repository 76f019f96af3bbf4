import Bytes
import TestSupport
import Testing

@testable import Rows

@Suite("Rows of JSON")
struct JSONFormatTests {
    private static let inParts =
        "1… ! a list, or values that span several lines, instead of one value per line: set \"format\": \"json\""

    @Test(
        "stand in lists and one after another",
        arguments: [
            ("[{\"a\":1},{\"a\":2}]", ["1: a=1", "2: a=2"]), ("{\"a\":1}\n{\"a\":2}\n", ["1: a=1", "2: a=2"]),
            ("{\n \"a\": \"}\\\"{\"\n}\n\n{\n \"a\": [2]\n}", [#"1: a="}\"{""#, "2: a=[2]"]),
            ("{\"a\":1},\n{\"a\":2},\n", ["1: a=1", "2: a=2"]), ("{\"a\":1}{\"a\":2}", ["1: a=1", "2: a=2"]),
            ("  \n{\"a\":{\"b\": 1}}", [#"1: a={"b":1}"#]), ("[{\"a\":1},\n]", ["1: a=1"]),
            ("[ , ]", ["1 ! invalid JSON: empty"]),
            ("{\"a\":1}\nstray\n{\"a\":2}", ["1: a=1", "2 ! invalid JSON: unexpected 's'", "3: a=2"]),
            ("{\"a\":1}\n{\"a\":", ["1: a=1", "2… ! a value is never closed: the file ends too early"]),
            (
                "[1]\n[2]\n",
                [
                    "1: ",
                    "2… ! text after the end of the list: set \"format\": \"jsonl\" if there is one value per line",
                ]
            ),
            ("\u{FEFF}{\"a\":1}", ["1: a=1"]),
        ])
    func json(_ text: String, _ expected: [String]) throws {
        #expect(try rows(text, ["format": "json"]) == expected)
    }

    @Test(
        "in a sequence cost one where they are broken",
        arguments: [
            ("{\"a\":1}\n{\"a\":2\n{\"a\":3}\n", "the text ends too early"),
            ("{\"a\":1}\n{\"a\":\"2\n{\"a\":3}\n", "control character byte 0x0A inside a string"),
            ("{\"a\":1}\n{\"a\":[2,\"x,\n{\"a\":3}\n", "control character byte 0x0A inside a string"),
            ("{\"a\":1}\n{\n\"a\": {\"b\":2}\n\n{\"a\":3}\n", "the text ends too early"),
            ("{\"a\":1}\n{\"a\":2}}\n{\"a\":3}\n", "unexpected '}'"),
        ])
    func broken(_ text: String, _ fault: String) throws {
        let found = try rows(text, ["format": "json"])
        #expect(found.first == "1: a=1" && found.last?.hasSuffix(": a=3") == true)
        #expect(found.contains { $0.hasSuffix("invalid JSON: " + fault) }, "\(found)")
        #expect(try rows("{\"a\":[\n{\"b\":1},\n{\"b\":2}\n]}", ["format": "json"]).count == 1)
    }

    @Test("in a sequence are too long one by one")
    func longRow() throws {
        let long = "{\"a\":\"" + String(repeating: "x", count: 3000) + "\"}\n"
        let fault = "longer than the 1024 bytes that limits.row_bytes allows"
        #expect(
            try rows("{\"a\":1}\n" + long + "{\"a\":2}\n", ["format": "json"], rowBytes: 1024) == [
                "1: a=1", "2 ! " + fault, "3: a=2",
            ])
    }

    @Test(
        "of lines are none in a list or over several lines, which is told once",
        arguments: [
            ("[\n{\"a\":1},\n{\"a\":2}\n]\n", [inParts]), ("[{\"a\":1},\n{\"a\":2}]\n", [inParts]),
            ("{\n  \"a\": 1\n}\n", [inParts]),
            (
                "{\"a\":1},\n{\"a\":2}\n{\"a\":3}\n",
                ["1 ! invalid JSON: text after the end of the value", "2: a=2", "3: a=3"]
            ),
            ("{\"a\":1},\n{\"a\":2},\n", [inParts]),
            ("{\"a\":\n{\"a\":2}\n", ["1 ! invalid JSON: the text ends too early", "2: a=2"]),
            ("{\"a\":", ["1 ! invalid JSON: the text ends too early"]), ("[1]\n", ["1: "]),
            ("x\ny\n", ["1 ! invalid JSON: unexpected 'x'", "2 ! invalid JSON: unexpected 'y'"]),
        ])
    func lines(_ text: String, _ expected: [String]) throws {
        #expect(try rows(text, ["format": "jsonl"]).map { $0.replacing("a=null", with: "a") } == expected)
    }

    @Test("have null for the numbers that JSON does not have, wherever they stand")
    func nonFinite() throws {
        let text =
            #"{"a":NaN,"b":[1, -Infinity ,{"c":Infinity}],"d":"NaN"}"# + "\n" + #"{"a":nan}"# + "\n" + #"{"a":-Inf}"#
        #expect(
            try rows(text, ["format": "jsonl"]) == [
                #"1: a=null b=[1,null,{"c":null}] d="NaN""#, "2 ! invalid JSON: neither true, false nor null",
                "3 ! invalid JSON: not a number",
            ])
    }

    @Test(
        "in UTF-16 and UTF-32 are read with a byte order mark, in every format of texts",
        arguments: ["utf16le", "utf16be", "utf32le", "utf32be"])
    func wide(_ encoding: String) throws {
        func bytes(_ text: String) -> [UInt8] {
            let isLittle = encoding.hasSuffix("le")
            let units: [[UInt8]] =
                encoding.hasPrefix("utf16")
                ? text.utf16.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
                : text.unicodeScalars.map { scalar in [24, 16, 8, 0].map { UInt8(scalar.value >> $0 & 0xFF) } }
            return units.flatMap { isLittle ? $0.reversed() : $0 }
        }
        let mark = "\u{FEFF}"
        let lines = (0..<3000).map { "{\"a\":\"é😀 \($0)\"}\n" }.joined()
        #expect(try rows(bytes(mark + lines), ["format": "jsonl"]) == (0..<3000).map { "\($0 + 1): a=\"é😀 \($0)\"" })
        #expect(try rows(bytes(mark + "[{\"a\":1}, {\"a\":2}]"), ["format": "json"]) == ["1: a=1", "2: a=2"])
        #expect(try rows(bytes(mark + "{\"a\":1}\n{\"a\":2}"), ["format": "json"]) == ["1: a=1", "2: a=2"])
        #expect(try rows(bytes(mark + "a,b\r\n\"x\",é\r\n"), ["format": "csv"]) == [#"2: a="x" b="é""#])
        #expect(try rows(bytes(mark + "a\tb\nx\t5\n"), ["format": "tsv"]) == [#"2: a="x" b="5""#])
        // Half a character makes its row unreadable, and no other.
        #expect(
            try rows(bytes(mark + "{\"a\":1}\n{\"a\":2}") + [0], ["format": "jsonl"]) == [
                "1: a=1", "2 ! invalid UTF-8",
            ])
        let name = encoding.replacing("utf", with: "UTF-").uppercased()
        #expect(
            try rows(bytes("{\"a\":1}\n"), ["format": "jsonl"]) == [
                "1… ! \(name) without a byte order mark; iconv -f \(name) -t UTF-8 makes UTF-8 of it"
            ])
    }

    @Test("are not looked for in compressed files, which are named")
    func compressed() throws {
        let kinds: [([UInt8], String, String)] = [
            ([0x1F, 0x8B, 8, 0, 1], "f.jsonl", "the gzip data ends too early at byte 5 of the file"),
            ([0x28, 0xB5, 0x2F, 0xFD, 4], "f", "the zstd data ends too early at byte 5 of the file"),
            (Array("BZh91AY".utf8), "f", "bzip2 -dc"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "f", "xz -dc"),
            ([0x50, 0x4B, 3, 4, 20], "f.csv", "unzip"), ([0x80, 1, 2], "f.GZ", "gzip -dc"),
        ]
        for (bytes, name, command) in kinds {
            for format in ["jsonl", "csv"] {
                let found = try rows(bytes, ["format": .string(format)], name: name)
                #expect(found.count == 1 && found[0].hasPrefix("1… ! ") && found[0].contains(command), "\(found)")
            }
        }
        #expect(try rows(Array("{\"a\":1}".utf8), ["format": "jsonl"], name: "f.gz") == ["1: a=1"])
        // A text may begin with the letters of bzip2.
        for name in ["BZh", "BZhang", "BZh9", "BZh1Ab"] {
            #expect(try rows(Array("\(name),b\nx,y\n".utf8), ["format": "csv"]) == [#"2: \#(name)="x" b="y""#])
        }
    }
}
