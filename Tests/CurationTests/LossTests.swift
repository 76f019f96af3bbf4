import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Rows
@testable import Runs

@Suite("What comes to nothing is told, and fails the run unless the recipe allows it")
struct LossTests {
    private let folder = TemporaryFolder()
    private let told = Told()

    private final class Told {
        var lost: [String] = []
        var notes: [String] = []
        var cut: [String] = []
    }

    private static let good = (0..<400).map { "{\"question\":\"Question \($0)?\",\"n\":\($0)}\n" }.joined()

    /// Runs ingest over a large good source and another; returns the counts.
    private func ingest(_ source: [String: JSON], limits: JSON = [:]) throws -> JSON {
        folder.write("good.jsonl", Self.good)
        var other: JSONObject = ["name": "other", "format": "jsonl"]
        for (name, value) in source.sorted(by: { $0.key < $1.key }) { other[name] = value }
        let recipe = try recipe(
            [
                ("sources", [["name": "large", "format": "jsonl", "path": "good.jsonl"], .object(other)]),
                ("limits", limits),
            ], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { [told] event in
            if case .lost(let words) = event { told.lost.append(words.text) }
            if case .warned(let words) = event { told.notes.append(words.text) }
            if case .cut(let words) = event { told.cut.append(words.text) }
        }
        let outcome = try runner.run([.ingest], force: false)
        return outcome.manifest.stages[.ingest]?.counts ?? .null
    }

    /// What a run fails with, the run's folder left out.
    private func failure(_ source: [String: JSON], limits: JSON = [:]) -> [String] {
        do {
            _ = try ingest(source, limits: limits)
            return []
        } catch let error as CurationError {
            #expect(error.status == 1)
            return error.message.replacingOccurrences(of: folder.path, with: "F").split(separator: "\n").map(
                String.init)
        } catch {
            Issue.record("\(error)")
            return []
        }
    }

    private static let where_ = "the rejected rows are in F/run/ingest/rejected.jsonl"
    private static let way =
        "set \"empty\": \"allow\" in a source or recording if nothing may be read from it or from one of its files"

    @Test("a file of which nothing can be read fails the run, whatever share of all rows it is")
    func files() throws {
        for (name, text) in [("1", Self.good), ("2", "\u{1F}\u{8B} no JSON\nnor this\n"), ("3", "")] {
            folder.write("part\(name).jsonl", text)
        }
        let words =
            "nothing in part2.jsonl could be read (source \"other\", 20 bytes): 2 rows rejected, the first at line 1: "
            + "invalid JSON: control character byte 0x1F inside a string"
        let found = failure(["path": "part*.jsonl"])
        #expect(found.count == 3 && found.dropFirst() == [Self.where_, Self.way], "\(found)")
        #expect(found.first?.hasPrefix("nothing in part2.jsonl could be read (source \"other\", ") == true, "\(words)")
        #expect(Folder.names(in: folder.path + "/run/ingest") == ["rejected.jsonl"])
        // No row, be it of all or of this source, is beyond the limit.
        #expect(failure(["path": "part*.jsonl"], limits: ["rejected": .number("0.9")]) == found)
        let counts = try ingest(["path": "part*.jsonl", "empty": "allow"])
        #expect(told.lost == [found[0]])
        #expect(told.notes == [])
        #expect(counts["rejected"] == 2 && counts["pool"] == 800)
        #expect(counts["lost"]?.list?.map { $0["file"] } == ["part2.jsonl"])
        #expect(counts["lost"]?.list?.first?["source"] == "other")
    }

    @Test("an empty file is fine beside others, and one with bytes but without rows is told")
    func emptyFiles() throws {
        for (name, text) in [("1", "question\nWhat?\n"), ("2", ""), ("3", "question\n")] {
            folder.write("part\(name).csv", text)
        }
        let counts = try ingest(["format": "csv", "path": "part*.csv"])
        #expect(counts["lost"] == nil && counts["pool"] == 401)
        #expect(told.notes == ["part3.csv has no rows"])
        #expect(told.lost == [])
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let source: [String: JSON]
        let text: String
        /// What the failure begins with.
        let failure: String
        /// Whether a limit of 1, which says that every row may be unreadable, lets it pass.
        var passesWithLimit = true
    }

    private static let cases: [Case] = [
        Case(
            testDescription: "no row readable", source: [:], text: "no\nrows\n",
            failure:
                "nothing in x could be read (source \"other\", 8 bytes): 2 rows rejected, the first at line 1: invalid JSON: "
        ),
        Case(
            testDescription: "a header that stands twice", source: ["format": "csv"], text: "question,question\na,b\n",
            failure: "nothing in x could be read (source \"other\", 22 bytes): 1 row rejected, the first at line 1: "),
        Case(
            testDescription: "no database", source: ["format": "sqlite", "table": "t"], text: "no database",
            failure: "nothing in x could be read (source \"other\", 11 bytes): 1 row rejected, the first at row 1: "),
        Case(
            testDescription: "where leaves all out", source: ["where": [["field": "n", "equals": 3]]],
            text: "{\"question\":\"a\",\"n\":1}\n{\"question\":\"b\",\"n\":2}\n",
            failure: "the source \"other\", 46 bytes, gives no question: \"where\" leaves out 2 rows",
            passesWithLimit: false),
        Case(
            testDescription: "where leaves out what can be read", source: ["where": [["field": "n", "equals": 3]]],
            text: "{\"question\":\"a\",\"n\":1}\n{\"question\":\n",
            failure:
                "the source \"other\", 36 bytes, gives no question: \"where\" leaves out 1 row and 1 row cannot be read, the "
                + "first at line 2: invalid JSON: "),
    ]

    @Test("a source that gives no question fails the run, and says why", arguments: cases)
    func sources(_ lost: Case) throws {
        folder.write("x", lost.text)
        var source = lost.source
        source["path"] = "x"
        let found = failure(source)
        #expect(found.first?.hasPrefix(lost.failure) == true, "\(found)")
        #expect(found.last == Self.way)
        #expect(failure(source, limits: ["rejected": 1]).isEmpty == lost.passesWithLimit)
        if lost.passesWithLimit { #expect(told.lost == [found[0]]) }
        told.lost = []
        source["empty"] = "allow"
        _ = try ingest(source)
        #expect(told.lost == [found[0]])
    }

    @Test("a source without rows is a mistake of the recipe, unless it may be empty")
    func noRows() throws {
        folder.write("x", "\n")
        #expect(throws: CurationError.self) { try ingest(["path": "x"]) }
        let counts = try ingest(["path": "x", "empty": "allow"])
        #expect(told.lost == ["the source \"other\", 1 byte, gives no question: it has no rows"])
        #expect(
            counts["lost"] == [
                [
                    "source": "other", "file": .null, "bytes": 1, "rejected": 0, "left_out": 0,
                    "words": "\"other\" gave nothing: 1 byte, 0 rows left out and 0 rows rejected",
                ]
            ])
    }

    @Test("a recording's file that is lost fails the run, and one of which no row is taken is told")
    func recordings() throws {
        folder.write("s.jsonl", Self.good)
        folder.write("r1.jsonl", Self.good)
        folder.write("r2.jsonl", "no JSON\n")
        func run(_ more: [(String, JSON)]) throws {
            var recording: JSONObject = [
                "name": "R", "format": "jsonl", "path": "r*.jsonl", "question": "{question}",
                "set": ["trace_tokens": "{n}"],
            ]
            for (name, value) in more { recording[name] = value }
            let recipe = try recipe([("recordings", [.object(recording)])], in: folder)
            let runner = Runner(recipe, folder: folder.path + "/run", threads: 1) { [told] event in
                if case .lost(let words) = event { told.lost.append(words.text) }
            }
            _ = try runner.run([.ingest], force: true)
        }
        let words =
            "nothing in r2.jsonl could be read (recording \"R\", 8 bytes): 1 row rejected, the first at line 1: "
            + "invalid JSON: unexpected 'o'"
        let error = #expect(throws: CurationError.self) { try run([]) }
        #expect(error?.message.hasPrefix(words.prefix(90)) == true, "\(error?.message ?? "")")
        try run([("empty", "allow")])
        #expect(told.lost.count == 1 && told.lost[0].hasPrefix(words.prefix(90)))
        told.lost = []
        try run([("path", "r1.jsonl"), ("where", [["field": "n", "equals": -1]])])
        #expect(
            told.lost == ["the recording \"R\", \(Self.bytes) bytes, gives no result: \"where\" leaves out 400 rows"])
    }

    private static let bytes = Wording.grouped(good.utf8.count)

    @Test("the dataset card tells of what was lost")
    func card() throws {
        folder.write(
            "s.jsonl",
            (0..<200).map {
                "{\"question\":\"Question \($0)?\",\"trace_tokens\":1,\"domain\":\"d\",\"thinking_trajectories\":[\"t\"]}\n"
            }.joined())
        folder.write("x|y.jsonl", "no JSON\n")
        let recipe = try recipe(
            [
                (
                    "sources",
                    [
                        ["name": "s", "format": "jsonl", "path": "s.jsonl"],
                        ["name": "x", "format": "jsonl", "path": "x|y.jsonl", "empty": "allow"],
                    ]
                ), ("quality", ["require": []]),
            ], in: folder)
        try run(recipe, in: folder)
        let card = String(decoding: try InputFile.contents(of: folder.path + "/run/export/README.md"), as: UTF8.self)
        #expect(card.contains("\n- Nothing in the file `x|y.jsonl` of x could be read: 8 bytes and 1 row rejected.\n"))
        #expect(try Verification(folder.path + "/run", recipeFile: recipe.file, threads: 1).run(deep: true).count == 8)
    }

    @Test("many losses are told in few lines")
    func many() {
        for number in 10..<40 { folder.write("p\(number)", "no JSON\n") }
        folder.write("p0", Self.good)
        let found = failure(["path": "p*"], limits: ["rejected": .number("0.5")])
        #expect(found.count == 13)
        #expect(found[10] == "the same is true of 20 more files and sources")
    }

    // MARK: - Shares of each source

    /// Rows that are good but for the first few.
    private static func rows(_ good: Int, faulty: Int) -> String {
        String(repeating: "oops\n", count: faulty)
            + (0..<good).map { "{\"question\":\"Other \($0)?\"}\n" }.joined()
    }

    @Test(
        "limits.rejected holds for each source, however large the others are",
        arguments: [
            (good: 198, faulty: 2, limit: "0.01", fails: false), (good: 197, faulty: 2, limit: "0.01", fails: true),
            (good: 8, faulty: 2, limit: "0.2", fails: false), (good: 7, faulty: 2, limit: "0.2", fails: true),
            (good: 1, faulty: 3, limit: "1", fails: false), (good: 3, faulty: 1, limit: "0.01", fails: false),
            (good: 5, faulty: 0, limit: "0", fails: false),
        ])
    func share(_ good: Int, _ faulty: Int, _ limit: String, _ fails: Bool) throws {
        folder.write("x", Self.rows(good, faulty: faulty))
        let found = failure(["path": "x"], limits: ["rejected": .number(limit)])
        let words =
            "\(faulty) of \(good + faulty) rows of the source \"other\" could not be read, more than limits.rejected = "
            + "\(limit) allows; the most common reasons:"
        #expect(found.first == (fails ? words : nil))
        #expect(found.last == (fails ? "  all of them are in F/run/ingest/rejected.jsonl" : nil))
    }

    @Test("a lost file that the recipe allows does not count in the share of its source, or of all")
    func allowed() throws {
        folder.write("part1", Self.rows(50, faulty: 0))
        folder.write("part2", Self.rows(0, faulty: 40))
        let counts = try ingest(["path": "part*", "empty": "allow"])
        #expect(counts["rejected"] == 40 && counts["pool"] == 450)
        folder.write("part1", Self.rows(50, faulty: 2))
        #expect(
            failure(["path": "part*", "empty": "allow"]).first?.hasPrefix("2 of 52 rows of the source \"other\" ")
                == true)
    }

    @Test("limits.rejected holds for each recording")
    func shareOfRecording() throws {
        folder.write("s.jsonl", Self.good)
        folder.write("r1.jsonl", Self.good)
        folder.write("r2.jsonl", "{\"question\":\"Question 1?\",\"n\":7}\n{}\n[]\n")
        let recordings = ["r1", "r2"].map { name -> JSON in
            [
                "name": .string(name), "format": "jsonl", "path": .string(name + ".jsonl"), "question": "{question?}",
                "set": ["trace_tokens": "{n?}"],
            ]
        }
        let recipe = try recipe([("recordings", .list(recordings))], in: folder)
        let error = #expect(throws: CurationError.self) {
            _ = try Runner(recipe, folder: folder.path + "/run", threads: 1) { _ in }.run([.ingest], force: true)
        }
        #expect(error?.message.hasPrefix("2 of 3 rows of the recording \"r2\" could not be read, ") == true)
    }

    // MARK: - Ends of files

    /// Files whose ends cannot be read, the number of bytes that are lost, and the row from which on they are.
    static let cuts: [(format: String, text: String, lost: Int, unit: String, number: Int)] = [
        ("csv", "question\na?\nb?\n\"c\n" + String(repeating: "dddd\n", count: 100), 503, "line", 4),
        ("tsv", "question\na?\n\"c\n" + String(repeating: "dddd\n", count: 100), 503, "line", 3),
        ("json", "[{\"question\":\"a?\"},\n{\"question\":\"b", 15, "row", 2),
    ]

    @Test("what is left of a file is on record with its bytes", arguments: cuts)
    func cut(_ format: String, _ text: String, _ lost: Int, _ unit: String, _ number: Int) throws {
        folder.write("x", text)
        let counts = try ingest(["path": "x", "format": .string(format)], limits: ["rejected": .number("0.999")])
        #expect(
            counts["lost"] == [
                [
                    "source": "other", "file": "x", unit: JSON(number), "bytes": JSON(lost),
                    "file_bytes": JSON(text.utf8.count), "rejected": 1,
                    "words": .string(
                        "The end of the file x of \"other\", from \(unit) \(number) on, could not be read: \(lost) of its "
                            + "\(text.utf8.count) bytes"),
                ]
            ])
    }

    @Test("where what is left of a file is lost, limits.rejected holds for its bytes")
    func half() throws {
        let rows = (0..<200).map { "Question \($0) of many?\n" }.joined()
        let text = "question\n" + rows + "\"unclosed\n" + rows
        folder.write("x", text)
        let lost = "\(Wording.grouped(rows.utf8.count + 10)) of "
        let size = "\(Wording.grouped(text.utf8.count)) bytes"
        #expect(
            failure(["path": "x", "format": "csv"]) == [
                lost + size
                    + " of the source \"other\" could not be read, more than limits.rejected = 0.01 allows; the rest "
                    + "of a file counts as one rejected row, however long it is:",
                "  x, line 202: a quoted field is never closed (\(lost)its \(size))",
                "  all rejected rows are in F/run/ingest/rejected.jsonl",
            ])
        _ = try ingest(["path": "x", "format": "csv"], limits: ["rejected": .number("0.6")])
        #expect(told.lost == [] && told.notes == [])
        #expect(
            told.cut == [
                "the rest of a file could not be read and counts as one rejected row: x, line 202: a quoted field is never "
                    + "closed (\(lost)its \(size) of the source \"other\")"
            ])
    }

    @Test("what cannot be counted in bytes is counted as the whole file")
    func unknownBytes() {
        let rest = LostRest(
            kind: .source, name: "s", file: "f", origin: Origin(unit: .row, number: 3), place: "row 3: broken",
            fileBytes: 1200)
        #expect(rest.bytes == nil)
        #expect(
            rest.words
                == "the rest of a file could not be read and counts as one rejected row: f, row 3: broken (an unknown part of "
                + "its 1,200 bytes of the source \"s\")")
        var usage = FileUsage(path: "f", bytes: 1200)
        usage.rests = [rest]
        #expect(usage.lostBytes == 1200)
    }

    @Test(
        "what was lost is told in plain words",
        arguments: [
            (
                ["source": "s", "file": "f", "line": 201, "bytes": 1234, "file_bytes": 20_973, "rejected": 1],
                "The end of the file f of \"s\", from line 201 on, could not be read: 1,234 of its 20,973 bytes"
            ),
            (
                ["recording": "r", "file": "f", "row": 3, "bytes": .null, "file_bytes": 9, "rejected": 1],
                "The end of the file f of \"r\", from row 3 on, could not be read: an unknown part of its 9 bytes"
            ),
            (
                ["source": "s", "file": "f", "bytes": 1, "rejected": 2, "left_out": 0],
                "Nothing in the file f of \"s\" could be read: 1 byte and 2 rows rejected"
            ),
            (
                ["source": "s", "file": .null, "bytes": 46, "rejected": 0, "left_out": 2],
                "\"s\" gave nothing: 46 bytes, 2 rows left out and 0 rows rejected"
            ),
        ] as [(JSON, String)])
    func words(_ loss: JSON, _ words: String) {
        #expect(RecordedLoss(json: loss).words == words)
    }
}
