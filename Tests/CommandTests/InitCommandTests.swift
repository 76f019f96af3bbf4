import Bytes
import TestSupport
import Testing

@Suite("curate init")
struct InitCommandTests {
    private let folder = TemporaryFolder()

    /// Prints a recipe into pipeline.json and runs it; returns the answer of the run.
    private func run(_ files: [String], _ options: [String] = []) throws -> JSON {
        let result = try Program.run(["init"] + options + files, in: folder.path)
        try #require(result.status == 0, "\(result.diagnostics)")
        folder.write("pipeline.json", result.output)
        let run = try Program.run(["--json"], in: folder.path)
        try #require(run.status == 0, "\(run.diagnostics)")
        return try json(Array(run.output.utf8))
    }

    private func exported(_ name: String) throws -> [JSON] {
        try folder.lines("data/runs/\(name)/export/\(name).jsonl")
    }

    private let rows: [JSON] = (1...4).map { number in
        [
            "problem": .string("What is \(number) + 1?"), "answer": .string("\(number + 1)"),
            "reasoning": .string("\(number) and one."), "topic": number < 3 ? "Sums" : "More sums", "tokens": JSON(4),
            "small_correct": JSON.bool(number == 1),
        ]
    }

    @Test("prints a recipe that runs with what is there")
    func lines() throws {
        folder.write("mine.jsonl", lines: rows)
        _ = try run(["mine.jsonl"])
        let recipe = try json(Array(folder.read("pipeline.json").utf8))
        #expect(
            recipe == [
                "name": "mine",
                "sources": [
                    [
                        "name": "mine", "format": "jsonl", "path": "mine.jsonl",
                        "map": [
                            "question": "{problem}", "solution": "{answer}", "thinking_trajectories": "{reasoning}",
                            "domain": "{topic}", "trace_tokens": "{tokens}", "outcomes.small": "{small_correct}",
                        ],
                    ]
                ], "quality": ["require": ["trace", "trace_tokens", "domain"]],
                "difficulty": ["solvers": ["small"], "unknown": "drop"], "sample": ["target": 1000, "short": "allow"],
            ])
        // The small model solved the first.
        #expect(try exported("mine").compactMap { $0["solution"]?.string } == ["3", "4", "5"])
    }

    @Test("says on standard error what it found and what is missing, and nothing with --quiet")
    func words() throws {
        folder.write("mine.jsonl", lines: [["question": "What is one?", "answer": "1", "id": 7]])
        let result = try Program.run(["init", "mine.jsonl"], in: folder.path)
        #expect(
            result.diagnostics.hasPrefix(
                """
                mine.jsonl: jsonl, 1 row
                  question  {question}
                  solution  {answer}
                  kept as metadata: id
                missing for the recipe of s1K:
                  trace             no field is the reasoning of a model
                """))
        for word in ["trace_tokens", "--tokenizer DIR", "domain", "outcomes.teacher", "solvers", "benchmarks"] {
            #expect(result.diagnostics.contains(word))
        }
        #expect(try Program.run(["init", "--quiet", "mine.jsonl"], in: folder.path).diagnostics == "")
    }

    /// The same four questions in every format.
    private func write(_ format: String) throws -> String {
        let cells = rows.compactMap(\.object).map { row in row.members.map { $0.value.string ?? $0.value.compactText } }
        let names = rows[0].object?.names ?? []
        switch format {
        case "jsonl": return folder.write("f.jsonl", lines: rows)
        case "json": return folder.write("f.json", JSON.object(["version": 1, "data": .list(rows)]).compactText)
        case "csv":
            return folder.write("f.csv", ([names] + cells).map { $0.joined(separator: ";") }.joined(separator: "\n"))
        case "tsv":
            return folder.write("f.tsv", ([names] + cells).map { $0.joined(separator: "\t") }.joined(separator: "\n"))
        case "xml":
            let records = cells.map { "<r>" + zip(names, $0).map { "<\($0)>\($1)</\($0)>" }.joined() + "</r>" }
            return folder.write("f.xml", "<all><head/>\(records.joined())</all>")
        default:
            let columns = names.map { "\($0) TEXT" }.joined(separator: ", ")
            let values = cells.map { "(" + $0.map { "'\($0)'" }.joined(separator: ",") + ")" }.joined(separator: ",")
            let sql =
                "CREATE TABLE log(n); CREATE TABLE \"my rows\"(\(columns)); INSERT INTO \"my rows\" VALUES \(values);"
            let result = try Program.shell(
                "python3 -c \"import sqlite3,sys; sqlite3.connect('f.db').executescript(sys.stdin.read())\" <<'END'\n\(sql)\nEND\n",
                in: folder.path)
            try #require(result.status == 0, "\(result.diagnostics)")
            return folder.path + "/f.db"
        }
    }

    @Test("reads every format", arguments: ["jsonl", "json", "csv", "tsv", "xml", "sqlite"])
    func formats(_ format: String) throws {
        _ = try run([write(format)])
        let rows = try exported("f")
        #expect(rows.compactMap { $0["question"]?.string } == ["What is 2 + 1?", "What is 3 + 1?", "What is 4 + 1?"])
        #expect(rows.compactMap { $0["thinking_trajectories"]?.list?.first?.string }.last == "4 and one.")
        #expect(rows.compactMap { $0["trace_tokens"]?.integer } == [4, 4, 4])
    }

    @Test("makes sources of files of several shapes, one source of parts, and recordings of attempts")
    func several() throws {
        folder.write("part-00000-of-00002.jsonl", lines: [["question": "What is one?", "answer": "1"]])
        folder.write("part-00001-of-00002.jsonl", lines: [["question": "What is two?", "answer": "2"]])
        folder.write(
            "chat.json",
            #"[{"messages": [{"role": "user", "content": "Hi?"}, {"role": "assistant", "content": "Hi."}]}]"#)
        folder.write(
            "attempts.csv",
            "question,model,correct\nWhat is one?,small,true\nWhat is two?,small,false\nHi?,small,false\n")
        let answer = try run(["part-00000-of-00002.jsonl", "part-00001-of-00002.jsonl", "chat.json", "attempts.csv"])
        let recipe = try json(Array(folder.read("pipeline.json").utf8))
        #expect(recipe["sources"]?.list?.compactMap { $0["name"]?.string } == ["part", "part", "chat"])
        #expect(
            recipe["recordings"] == [
                [
                    "name": "attempts", "format": "csv", "path": "attempts.csv", "question": "{question}",
                    "outcome": ["model": "{model}", "correct": "{correct}"],
                ]
            ])
        #expect(try exported("part").compactMap { $0["question"]?.string } == ["What is two?", "Hi?"])
        #expect(answer["run"] == "data/runs/part")
    }

    @Test(
        "files and fields may have any name",
        arguments: [
            "my file.jsonl", "a*b?.jsonl", "[1].jsonl", "back\\slash.jsonl", "{x}.jsonl", "-dash.jsonl",
            "é\u{202E}.jsonl",
            ".hidden.jsonl", "\n.jsonl", "train-00000-of-00001.jsonl", "a\"b'c.jsonl",
        ])
    func names(_ name: String) throws {
        folder.write(
            name,
            lines: [
                [
                    "question": "What is one?", "answer": "1", "a}b": 1, "{c": "2", "d|e": "3", "f?": "4",
                    "\u{1B}[1m": "x", "": "y",
                ]
            ])
        // Another file that the name would match as a pattern.
        folder.write("axb1.jsonl", lines: [["question": "What is two?"]])
        _ = try run(["--", name])
        let recipe = try json(Array(folder.read("pipeline.json").utf8))
        let run = try #require(recipe["name"]?.string)
        #expect(try exported(run).compactMap { $0["question"]?.string } == ["What is one?"])
        #expect(!folder.read("pipeline.json").contains("\u{202E}"))
    }

    @Test("leaves out rows that are no questions")
    func sparse() throws {
        let rows = [
            "<row Id='1' Title='One?' Body='&lt;p&gt;What is one?&lt;/p&gt;'/>",
            "<row Id='2' Body='&lt;p&gt;It.&lt;/p&gt;'/>",
        ]
        folder.write("posts.xml", "<?xml version='1.0'?><posts>\(rows.joined())</posts>")
        _ = try run(["posts.xml"])
        #expect(try exported("posts").compactMap { $0["question"]?.string } == ["One?\n\nWhat is one?"])
        #expect(
            try Program.run(["init", "posts.xml"], in: folder.path).diagnostics.contains(
                "rows without @Title are left out"))
    }

    @Test("counts tokens with a vocabulary")
    func tokenizer() throws {
        folder.write("mine.jsonl", lines: [["question": "What is one?", "reasoning": "One."]])
        let vocabulary = Program.package + "/Tests/TokenizerTests/Fixtures/small.tiktoken"
        _ = try run(["mine.jsonl"], ["--tokenizer", vocabulary])
        let recipe = try json(Array(folder.read("pipeline.json").utf8))
        #expect(recipe["tokenizer"]?["path"]?.string == vocabulary)
        #expect(recipe["sources"]?.list?.first?["map"]?["trace_tokens"] == nil)
        #expect(try exported("mine").first?["trace_tokens"]?.integer ?? 0 > 0)
    }

    @Test(
        "refuses what it cannot read, and says why",
        arguments: [
            ("a.jsonl", "no\nnope\n", 1, "a.jsonl: "), ("a.jsonl", "", 1, "it has no rows"),
            ("a.txt", "a", 1, "tell the format"),
            ("a.jsonl", #"{"n": 1}"#, 1, "may be a question"), ("a.csv", "question\n", 1, "it has no rows"),
        ] as [(String, String, Int32, String)])
    func faults(_ name: String, _ text: String, _ status: Int32, _ words: String) throws {
        folder.write(name, text)
        let result = try Program.run(["init", name], in: folder.path)
        #expect(result.status == status && result.output == "" && result.diagnostics.contains(words))
    }

    @Test("reads what is compressed as what it holds, and names an archive with the command that unpacks it")
    func compressed() throws {
        let text = rows.map { $0.compactText + "\n" }.joined()
        let table = "question;answer\n" + (1...4).map { "What is \($0) + 1?;\($0 + 1)\n" }.joined()
        let document = "{\"data\": {\"items\": [" + rows.map(\.compactText).joined(separator: ",") + "]}}"
        for (name, bytes, format) in [
            ("mine.jsonl.gz", gzip(Array(text.utf8)), "jsonl"), ("mine.jsonl.zst", zstd(Array(text.utf8)), "jsonl"),
            ("mine.csv.zst", zstd(Array(table.utf8)), "csv"), ("mine.json.gz", gzip(Array(document.utf8)), "json"),
        ] {
            folder.write(name, bytes)
            let answer = try run([name])
            let recipe = try json(folder.read("pipeline.json"))
            let source = try #require(recipe["sources"]?.list?.first)
            #expect(source["name"] == "mine" && source["format"] == .string(format), "\(name)")
            #expect(answer["stages"]?.list?.first?["kept"] == 4 || answer.compactText.contains("4"))
        }
        folder.write("mine.zip", [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 300))
        let result = try Program.run(["init", "mine.zip"], in: folder.path)
        #expect(result.status == 1 && result.diagnostics.contains("unzip unpacks it"))
        folder.write("mine.parquet.gz", gzip(Array("PAR1 and so on".utf8)))
        let packed = try Program.run(["init", "mine.parquet.gz"], in: folder.path)
        #expect(packed.status == 1 && packed.diagnostics.contains("gzip -dc unpacks it"))
    }

    @Test("names what is wrong with the command line")
    func usage() throws {
        let none = try Program.run(["init"], in: folder.path)
        #expect(none.status == 2 && none.diagnostics.contains("init needs the names of files"))
        let missing = try Program.run(["init", "nothing.jsonl"], in: folder.path)
        #expect(missing.status == 2 && missing.diagnostics.contains("nothing.jsonl: there is no such file"))
    }
}
