import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate grade")
struct GradeCommandTests {
    private let folder = TemporaryFolder()

    private func grade(_ arguments: String) throws -> Program.Result {
        try Program.shell("curate grade \(arguments)", in: folder.path)
    }

    @Test("two texts give the verdict and the way to it")
    func texts() throws {
        let result = try grade("--reference '\\frac12' --answer 'Hence it is \\boxed{0.5}.'")
        #expect(result.status == 0)
        #expect(
            result.output.lines.dropLast() == [
                "verdict    right", "rule       exact", "found as   box", "answer     0.5", "reference  \\frac12",
            ])
        let json = try grade("--json --reference '(1, 2)' --answer '(2, 1)'").output
        #expect(
            json
                == "{\"verdict\":\"wrong\",\"rule\":\"parts\",\"found\":\"whole\",\"answer\":\"(2, 1)\",\"reference\":\"(1, 2)\"}\n"
        )
    }

    @Test(
        "options say what is equal",
        arguments: [
            ("--reference 3/7 --answer 0.4286", "right"), ("--exact --reference 3/7 --answer 0.4286", "wrong"),
            ("--tolerance 0.1 --reference 2 --answer 2.1", "right"),
            ("--tolerance 1e-1 --reference 2 --answer 2.11", "wrong"),
            ("--reference '1, 2' --answer '2, 1'", "right"),
            ("--ordered --reference '1, 2' --answer '2, 1'", "wrong"),
            ("--reference 'a proof by cases of n' --answer 'an induction over all n'", "undecided"),
        ])
    func options(_ arguments: String, _ verdict: String) throws {
        #expect(try grade(arguments).output.hasPrefix("verdict    \(verdict)\n"))
    }

    private static let rows = [
        #"{"reference":"1/2","response":"The answer is 0.5.","correct":true}"#,
        #"{"reference":"4","response":"\\boxed{5}","correct":true}"#, "",
        #"{"reference":4,"response":"It is \\boxed{4}","correct":0}"#,
        #"{"reference":"x+1","response":null,"correct":null}"#,
    ]

    @Test("rows of a file give a line each, in order, on any number of threads, and from standard input")
    func file() throws {
        folder.write("a.jsonl", Self.rows.joined(separator: "\n") + "\n")
        let result = try grade("a.jsonl")
        #expect(result.status == 0)
        #expect(
            result.output.lines.dropLast() == [
                #"{"line":1,"verdict":"right","rule":"exact","found":"phrase","answer":"0.5","reference":"1/2"}"#,
                #"{"line":2,"verdict":"wrong","rule":"exact","found":"box","answer":"5","reference":"4"}"#,
                #"{"line":4,"verdict":"right","rule":"same_text","found":"box","answer":"4","reference":"4"}"#,
                #"{"line":5,"verdict":"wrong","rule":"no_answer","found":"none","answer":"","reference":"x+1"}"#,
            ])
        #expect(try grade("- < a.jsonl").output == result.output)
        let many = (0..<5000).map { "{\"reference\":\"\($0)\",\"response\":\"\\\\boxed{\($0 / 2 * 2)}\"}\n" }.joined()
        folder.write("many.jsonl", many)
        let one = try grade("--threads 1 many.jsonl").output
        #expect(one.lines.count == 5001)
        #expect(one.lines.filter { $0.contains("\"right\"") }.count == 2500)
        #expect(try grade("--threads 4 many.jsonl").output == one)
        #expect(try grade("--threads 4 - < many.jsonl").output == one)
    }

    @Test("fields have the names that are given")
    func names() throws {
        folder.write("a.jsonl", "{\"gold\":\"7\",\"text\":\"so 7\"}\n")
        #expect(try grade("a.jsonl --reference gold --answer text").output.contains("\"right\""))
        let missing = try grade("a.jsonl")
        #expect(missing.status == 1)
        #expect(missing.diagnostics.contains("line 1: the row has no field \"reference\""))
    }

    @Test("labels are compared: disagreements first, then a table")
    func compare() throws {
        folder.write("a.jsonl", Self.rows.joined(separator: "\n"))
        let result = try grade("a.jsonl --compare correct")
        #expect(result.status == 0)
        #expect(
            result.output.lines.dropLast().map { $0.split(separator: " ").joined(separator: " ") } == [
                "line label verdict rule answer reference", "2 true wrong exact 5 4", "4 false right same_text 4 4", "",
                "verdict label true label false no label", "right 1 1 0", "wrong 1 0 1", "undecided 0 0 0",
            ])
        let document = try json(Array(try grade("a.jsonl --compare correct --json").output.utf8))
        #expect(document["disagreements"]?.integer == 2)
        #expect(document["rows"]?.list?.first?["line"]?.integer == 2)
        #expect(document["counts"]?["right"]?["false"]?.integer == 1)
    }

    @Test(
        "what cannot be graded is named",
        arguments: [
            ("", 2, "grade needs a file"), ("--reference 1", 2, "grade needs a file"),
            ("--reference 1 --answer 1 --compare c", 2, "--compare needs a file"),
            ("--tolerance x --reference 1 --answer 1", 2, "expected a decimal number"),
            ("--tolerance -1 --reference 1 --answer 1", 2, "expected a decimal number"),
            ("none.jsonl", 1, "none.jsonl"),
            ("bad.jsonl", 1, "line 2"), ("label.jsonl --compare correct", 1, "neither true, false, 1, 0 nor null"),
            ("list.jsonl", 1, "the row is not an object"),
        ] as [(String, Int32, String)])
    func refused(_ arguments: String, _ status: Int32, _ message: String) throws {
        folder.write("bad.jsonl", "{\"reference\":1,\"response\":1}\n{\"reference\":\n")
        folder.write("label.jsonl", "{\"reference\":1,\"response\":1,\"correct\":\"maybe\"}\n")
        folder.write("list.jsonl", "[1]\n")
        let result = try grade(arguments)
        #expect(result.status == status)
        #expect(result.diagnostics.contains(message), "\(result.diagnostics)")
        #expect(result.output.isEmpty)
    }
}
