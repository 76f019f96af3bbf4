import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate tokens")
struct TokensCommandTests {
    private let folder = TemporaryFolder()
    private let vocabulary = Program.package + "/Tests/TokenizerTests/Fixtures"

    private func tokens(_ arguments: String) throws -> Program.Result {
        try Program.shell("curate tokens --tokenizer '\(vocabulary)' \(arguments)", in: folder.path)
    }

    @Test("the count of a file, of standard input, and the tokens themselves")
    func text() throws {
        folder.write("a.txt", "the number of solutions")
        let count = try tokens("a.txt")
        #expect(count == Program.Result(status: 0, output: "4\n", diagnostics: ""))
        #expect(try tokens("- < a.txt").output == "4\n")
        let ids = try tokens("--ids a.txt").output
        #expect(ids.split(separator: ",").count == 4)
        #expect(try tokens("--ids - < a.txt").output == ids)
        #expect(try tokens("--json a.txt").output == "{\"tokens\":4}\n")
        #expect(try tokens("--json --ids a.txt").output == "{\"ids\":[\(ids.dropLast())]}\n")
        #expect(try tokens("- < /dev/null").output == "0\n")
        #expect(try tokens("--ids - < /dev/null").output == "\n")
        folder.write("b.txt", "<|im_end|>")
        #expect(try tokens("--special b.txt").output == "1\n")
        #expect(try tokens("b.txt").output != "1\n")
    }

    @Test("a field of JSONL rows: a line for each, the same from standard input and on any number of threads")
    func field() throws {
        let rows = [
            "{\"t\":\"the\"}", "", "{\"t\":[\"the\",\"the\"]}", "{\"t\":null}", "{\"t\":\"\\u0074he\",\"x\":1}",
        ]
        folder.write("a.jsonl", rows.joined(separator: "\n") + "\n")
        let result = try tokens("--field t a.jsonl")
        #expect(result == Program.Result(status: 0, output: "1\n3\n0\n1\n", diagnostics: ""))
        #expect(try tokens("--field t - < a.jsonl").output == result.output)
        let ids = try tokens("--field t --ids a.jsonl").output
        #expect(
            try tokens("--field t --ids --json a.jsonl").output.lines.dropLast()
                == ids.lines.dropLast().map { "[\($0)]" }[...])
        folder.write("b.jsonl", "{\"a\":{\"b\":\"the\"},\"a.c\":\"the the\"}\n")
        #expect(try tokens("--field a.b b.jsonl").output == "1\n")
        #expect(try tokens("--field a.c b.jsonl").output == "2\n")
        let many = (0..<20_000).map { "{\"t\":\"\(String(repeating: "the number ", count: $0 % 50))\($0)\"}\n" }
            .joined()
        folder.write("many.jsonl", many)
        let one = try tokens("--field t --threads 1 many.jsonl").output
        #expect(one.lines.count == 20_001)
        #expect(try tokens("--field t --threads 3 many.jsonl").output == one)
        #expect(try tokens("--field t --threads 3 - < many.jsonl").output == one)
    }

    @Test(
        "what cannot be counted is named",
        arguments: [
            (
                "--field t a.jsonl", "{\"t\":\"x\"}\n{\"u\":1}\n",
                "cannot read a.jsonl: line 2: the row has no field \"t\""
            ),
            (
                "--field t a.jsonl", "{\"t\":[\"x\",1]}",
                "cannot read a.jsonl: line 1: the field \"t\" is neither a text nor a list of texts nor null"
            ),
            (
                "--field t a.jsonl", "\n{\"t\":x}",
                "cannot read a.jsonl: line 2: byte 5: invalid JSON: unexpected 'x'"
            ),
            ("--field t a.jsonl", "[1]", "cannot read a.jsonl: line 1: the row is no object"),
            ("--field t - < a.jsonl", "{}", "cannot read standard input: line 1: the row has no field \"t\""),
            ("none.txt", "", "cannot open none.txt: No such file or directory"),
        ])
    func faults(_ arguments: String, _ text: String, _ expected: String) throws {
        folder.write("a.jsonl", text)
        let result = try tokens(arguments)
        #expect(result == Program.Result(status: 1, output: "", diagnostics: "curate: \(expected)\n"))
    }

    @Test("text that is not UTF-8 is an error that names the byte")
    func brokenText() throws {
        let result = try Program.shell(
            "printf 'ab\\ncd\\377e' | curate tokens --tokenizer '\(vocabulary)' -", in: folder.path)
        #expect(result.status == 1)
        #expect(
            result.diagnostics
                == "curate: standard input: byte 5, in line 2, is 0xFF where UTF-8 has no such byte; a text in UTF-8 is right\n"
        )
    }

    @Test("what is missing on the command line")
    func usage() throws {
        let bare = try Program.run(["tokens", "x"], in: folder.path)
        #expect(bare.status == 2)
        #expect(
            bare.diagnostics
                == "curate: tokens needs --tokenizer DIR, the folder or file of Qwen2.5's vocabulary\n")
        #expect(try tokens("").diagnostics == "curate: tokens needs a file; - stands for standard input\n")
        let nowhere = try Program.run(["tokens", "--tokenizer", "nowhere", "x"], in: folder.path)
        #expect(nowhere.status == 1)
        #expect(nowhere.diagnostics.hasPrefix("curate: cannot read nowhere: there is no such file or folder; a folder"))
    }
}
