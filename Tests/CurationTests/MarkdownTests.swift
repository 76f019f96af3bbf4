import Bytes
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite("Texts from elsewhere in Markdown")
struct MarkdownTests {
    @Test(
        "stand as they are where nothing takes them for more",
        arguments: [
            "", "C", "Number theory", "Category theory; homological algebra", "K-theory (algebraic), 50 % of it!",
            "not_drawn", "qwen2.5-7b-instruct", "Is it \"so\"? 'Yes'", "C#", "C++", "and/or", "Optics: waves", "é 数学 😀",
            "St. Petersburg", "1.5", "No. 5", "e.",
        ])
    func plain(_ text: String) {
        for inTable in [false, true] { #expect(Markdown.text(text, inTable: inTable) == text) }
    }

    @Test("with a mark where one is enough", arguments: [("A|B", "A\\|B"), ("Q&A", "Q&amp;A"), ("&lt;", "&amp;lt;")])
    func marked(_ text: String, _ expected: String) {
        for inTable in [false, true] { #expect(Markdown.text(text, inTable: inTable) == expected) }
    }

    @Test(
        "stand as code where somebody might take them for more",
        arguments: [
            "[a](https://example.org)", "![b](x.png)", "<script>alert(1)</script>", "<!--", "a*b*c", "*", "_a_", "a_",
            "__init__", "~~a~~", "~", "$x$", "a\\b", "https://example.org", "example.org", "www.example.org", "a@b",
            "@someone", ":smile:", "mailto:x", "//localhost", "{{ x }}", "a=b", "^1", "é.é", "[x]", "a>b", "e.g. x",
        ])
    func code(_ text: String) {
        for inTable in [false, true] { #expect(Markdown.text(text, inTable: inTable) == "`\(text)`") }
    }

    @Test(
        "as code, between more back-ticks than they have",
        arguments: [
            ("a.jsonl", "`a.jsonl`"), ("a`b", "``a`b``"), ("``a`", "``` ``a` ```"), ("`", "`` ` ``"),
            (" a ", "`  a  `"),
            (" a", "` a`"), ("a\nb\u{1B}", "`a⏎b\\u{1b}`"), ("\\", "`\\`"), ("", ""), ("````", "````` ```` `````"),
        ])
    func ticks(_ text: String, _ expected: String) {
        for inTable in [false, true] { #expect(Markdown.code(text, inTable: inTable) == expected) }
    }

    @Test("a bar in code has its back-slash in a table alone")
    func bars() {
        #expect(Markdown.code("a|b\\|c") == "`a|b\\|c`")
        #expect(Markdown.code("a|b\\|c", inTable: true) == "`a\\|b\\\\|c`")
        #expect(Markdown.text("[|]", inTable: true) == "`[\\|]`")
        #expect(Markdown.text("[|]") == "`[|]`")
    }

    @Test("JSON in a block that no text in it can end, with nothing hidden")
    func block() throws {
        let tree: JSON = ["a": "x\n```\n~~~", "````": "\u{9B}\u{2028}\u{202E}<b>"]
        let lines = Markdown.block(json: tree).components(separatedBy: "\n")
        #expect(lines.first == "`````json" && lines.last == "`````")
        let text = lines.dropFirst().dropLast().joined(separator: "\n")
        #expect(try json(text) == tree)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !HiddenCharacters.contains($0.value) })
        #expect(Markdown.block(json: ["a": 1]) == "```json\n{\n  \"a\": 1\n}\n```")
    }
}
