import Bytes
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite("Texts from elsewhere in YAML")
struct YAMLTextTests {
    private static let stock = [
        "a", "Z9", "é", "数学", "😀", "\"", "\\", "'", ": ", "#", "- ", "---", "...", "!!int 5", "&x", "*x", "{", "]", "%",
        "@",
        "`", "null", "~", "yes", "1e5", "0x10", " ", "\n", "\r\n", "\t", "\u{0}", "\u{1B}", "\u{7F}", "\u{85}",
        "\u{9B}",
        "\u{A0}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}", "\u{E000}", "\u{E0041}",
        "\u{1FFFE}", "\u{10FFFF}",
    ]

    @Test(
        "as double-quoted scalars",
        arguments: [
            ("", "\"\""), ("plain", "\"plain\""), ("a \"b\" \\c", "\"a \\\"b\\\" \\\\c\""), ("a: #b", "\"a: #b\""),
            ("\n\r\t", "\"\\n\\r\\t\""), ("\u{0}\u{1B}\u{7F}\u{9B}", "\"\\x00\\x1b\\x7f\\x9b\""),
            ("\u{85}\u{2028}", "\"\\x85\\u2028\""), ("\u{E0041}", "\"\\U000e0041\""), ("😀é", "\"😀é\""),
            ("\u{FFFE}", "\"\\ufffe\""), ("\u{FEFF}", "\"\\ufeff\""), ("---\n", "\"---\\n\""),
        ])
    func quoted(_ text: String, _ expected: String) {
        #expect(YAMLText.quoted(text) == expected)
    }

    @Test(
        "PyYAML reads the very text back",
        .enabled(if: SchemaTests.pythonHas("yaml"), "the witness is Python's package yaml"))
    func witness() throws {
        var random = SeededRandom(11)
        var texts = Self.stock
        for _ in 0..<2000 { texts.append((0..<random.below(8)).map { _ in random.pick(Self.stock) }.joined()) }
        let folder = TemporaryFolder()
        folder.write("list.yaml", texts.map { "- \(YAMLText.quoted($0))\n" }.joined())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], newline=''))))",
            folder.path + "/list.yaml",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try json(String(decoding: output, as: UTF8.self)).list?.map(\.string) == texts)
    }
}
