import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Recipes
@testable import Runs
@testable import Stages
@testable import curate

@Suite("What runs, and what is left as it is")
struct RunnerTests {
    private let folder = TemporaryFolder()
    private let noted = Notes()

    /// What a run was noted to have come upon, and what happens while it is at work.
    private final class Notes {
        var all: [String] = []
        var meanwhile: (RunEvent) -> Void = { _ in }
    }

    private func rows(_ count: Int) -> [JSON] {
        (0..<count).map { k in
            [
                "question": .string("Question \(k) about the number \(k * k)?"), "domain": .string(["A", "B"][k % 2]),
                "trace_tokens": JSON(k),
                "thinking_trajectories": ["t"], "outcomes": ["solver": .bool(k % 5 == 0), "teacher": true],
            ]
        }
    }

    /// The stages that every recipe of these tests uses.
    private static let stages = StageRegistry.standard.asked(by: [:]).names

    /// Runs stages under settings, all unless some are named; returns what ran and what was told of it.
    private func run(
        _ settings: [String] = [], _ stages: [StageName]? = nil, force: Bool = false
    ) throws -> [String] {
        if !Folder.hasFile(folder.path + "/s.jsonl") { folder.write("s.jsonl", lines: rows(40)) }
        if !Folder.hasFile(folder.path + "/b.jsonl") { folder.write("b.jsonl", "{\"q\":\"x\"}\n") }
        let document: JSON = [
            "name": "t", "sources": [["name": "S", "format": "jsonl", "path": "s.jsonl"]],
            "benchmarks": [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{q}"]],
            "difficulty": ["solvers": ["solver"]], "sample": ["target": 10],
        ]
        var file = try RecipeFile(folder.write("recipe.json", document.readableText))
        for setting in settings { try file.set(setting) }
        var told: [String] = []
        let runner = try Runner(file.recipe(), folder: folder.path + "/run", threads: 2) { event in
            // A digest says that something has changed; what it is, is not for a test to spell out.
            if case .started(let stage, let reason) = event {
                told.append("\(stage): \(reason.words.components(separatedBy: " from \"xxh64:")[0])")
            }
            if case .warned(let words) = event { noted.all.append(words.text) }
            if case .cut(let words) = event { noted.all.append(words.text) }
            noted.meanwhile(event)
        }
        _ = try runner.run(stages ?? runner.recipe.stages.names, force: force)
        return told
    }

    @Test("a second run does nothing")
    func twice() throws {
        #expect(try run() == Self.stages.map { "\($0): it has not run yet" })
        let before = try Self.contents(of: folder.path + "/run")
        #expect(try run() == [])
        #expect(try Self.contents(of: folder.path + "/run") == before)
        #expect(try run(force: true).count == Self.stages.count)
        #expect(try Self.contents(of: folder.path + "/run") == before)
    }

    @Test("a run that finds nothing to do leaves the recipe on record as it is")
    func nothingToDo() throws {
        folder.write("s.jsonl", lines: rows(40))
        // From now on the stamps of what is read can be trusted, and are remembered.
        usleep(100_000)
        _ = try run()
        let before = try Self.contents(of: folder.path + "/run")
        let manifest = try #require(Folder.stamp(of: folder.path + "/run/run.json"))
        let bytes = try InputFile.contents(of: folder.path + "/run/run.json")
        #expect(try run(["sample.target=5"], [.quality]) == [])
        #expect(try Self.contents(of: folder.path + "/run") == before)
        // Not even when the stamps of what was read have changed: nothing is written.
        folder.write("s.jsonl", bytes: try InputFile.contents(of: folder.path + "/s.jsonl"))
        #expect(try run([], StageRegistry.standard.names) == [])
        #expect(Folder.stamp(of: folder.path + "/run/run.json") == manifest)
        #expect(try InputFile.contents(of: folder.path + "/run/run.json") == bytes)
        #expect(try Manifest.read(in: RunFolder(folder.path + "/run"))?.stamps["s.jsonl"] != nil)
    }

    @Test(
        "a file that changes after it was read, while the run goes on, is out of date in the next",
        arguments: [("s.jsonl", "ingest"), ("b.jsonl", "decontaminate")])
    func changedMeanwhile(file: String, stage: String) throws {
        let sources =
            "sources=[{\"name\":\"S\",\"format\":\"jsonl\",\"path\":\"s.jsonl\"},"
            + "{\"name\":\"X\",\"format\":\"jsonl\",\"path\":\"x.jsonl\"}]"
        folder.write("x.jsonl", "{\"question\":\"one more\"}\n")
        folder.write("s.jsonl", lines: rows(40))
        noted.meanwhile = { [folder, rows = rows(40)] event in
            switch event {
            // The first source was read to its end before anything of the second is taken.
            case .progress(_, let done, let total) where done == total && file == "s.jsonl":
                folder.write(file, lines: rows.reversed())
            // Export holds the set against the benchmarks that decontaminate has read.
            case .started(.export, _) where file == "b.jsonl": folder.write(file, "{\"q\":\"y\"}\n")
            default: return
            }
            // By the time the manifest is written the change is no news.
            usleep(100_000)
        }
        #expect(try run([sources]).count == 7)
        noted.meanwhile = { _ in }
        #expect(try run([sources]).first?.hasPrefix("\(stage): \(file) changed") == true)
        #expect(try run([sources]) == [])
    }

    @Test(
        "of what is left of a broken file it is said that nobody knows how many rows it was",
        arguments: [
            (
                "json", "[{\"question\":\"a\"},{\"question\":\"b",
                "row 2: the list is never closed: the file ends too early"
            ),
            ("csv", "question\na\nb\n\"c\nd\ne\n", "line 4: a quoted field is never closed"),
            ("csv", "question,question\na,b\n", "line 1: the column \"question\" is given twice in the header"),
            ("xml", "<r><q><question>a</question></q><q><question>b</ques", "row 2: not well-formed XML: "),
            ("sqlite", "no database", "row 1: SQLite: file is not a database"),
            ("jsonl", "{\"question\":\"a\"}\n{\"question\":\"b", nil),
        ])
    func rest(format: String, text: String, fault: String?) throws {
        folder.write("x", text)
        let source = "{\"name\":\"X\",\"format\":\"\(format)\",\"path\":\"x\""
        let own = ["xml": ",\"record\":\"/r/q\"", "sqlite": ",\"table\":\"t\""][format] ?? ""
        folder.write("s.jsonl", lines: rows(40))
        _ = try run([
            "sources.0=\(source)\(own)}", "limits.rejected=1", "limits.row_bytes=1024", "sample.short=allow",
            "quality.require=[]",
            "recordings=[{\"name\":\"R\",\"format\":\"jsonl\",\"path\":\"s.jsonl\",\"question\":\"{question}\","
                + "\"set\":{\"trace_tokens\":\"{trace_tokens}\"}}]",
        ])
        // The recording knows nothing of the questions of this source, which is told as well.
        #expect(noted.all.last?.hasPrefix("none of the 40 rows of the recording \"R\" matches a question") == true)
        let noted = noted.all.dropLast()
        #expect(noted.count == (fault == nil ? 0 : 1))
        #expect(
            noted.first?.hasPrefix(
                "the rest of a file could not be read and counts as one rejected row: x, \(fault ?? "")")
                ?? (fault == nil)
        )
    }

    @Test("a row too long that is what is left of a file is told of as such, and one that ends is not")
    func restTooLong() throws {
        let long = String(repeating: "a\n", count: 1 << 20)
        for (text, isRest) in [("question\na\n\"" + long, true), ("question\na\n\"" + long + "\"\nb\n", false)] {
            try rest(
                format: "csv", text: text,
                fault: isRest ? "in a row longer than limits.row_bytes: a quoted field is never closed" : nil)
            noted.all = []
        }
        try rest(
            format: "json", text: "[{\"question\":\"" + String(repeating: "a", count: 2 << 20),
            fault: "in a row longer than limits.row_bytes: the list is never closed: the file ends too early")
    }

    @Test("more questions than the target are told of, and so is that none is left to choose from")
    func targets() throws {
        _ = try run(["sample.preselect=[{\"source_type\":\"*\",\"longer_than\":19}]"])
        #expect(
            noted.all == [
                "16 questions are chosen, more than sample.target = 10: those that sample.preselect names are chosen regardless of the target"
            ])
        let emptied = EmptiedStage(.quality, entered: 40, rules: [.init(RuleName(rawValue: "missing"), 40)])
        #expect(throws: RunRefusal.noQuestions(.sample, setting: "sample.target is 10", emptied: emptied)) {
            try run(["quality.require=[\"attempt\"]"])
        }
    }

    @Test("a run over an earlier one, whose benchmark was another, leaves the same files as a new one")
    func changedBenchmark() throws {
        _ = try run()
        folder.write("b.jsonl", "{\"q\":\"another\"}\n")
        #expect(try run().map { $0.prefix { $0 != ":" } } == ["decontaminate", "export"])
        let again = try Self.contents(of: folder.path + "/run")
        try FileManager.default.removeItem(atPath: folder.path + "/run")
        _ = try run()
        let new = try Self.contents(of: folder.path + "/run")
        #expect(new.keys.filter { new[$0] != again[$0] } == [])
        #expect(new.count == again.count)
    }

    @Test("a stage is told as finished when its files are there and it is on record, in the order of stages")
    func finished() throws {
        _ = try run()
        let path = folder.path + "/run"
        try FileManager.default.removeItem(atPath: path)
        var begun: [StageName] = []
        var finished: [StageName] = []
        var faults: [String] = []
        let runner = try Runner(
            RecipeFile(folder.path + "/recipe.json").recipe(), folder: path, threads: 2
        ) { event in
            switch event {
            case .started(let stage, _): begun.append(stage)
            case .finished(let stage, let record):
                finished.append(stage)
                if !begun.contains(stage) { faults.append("\(stage) had not begun") }
                let manifest = try? Manifest.read(in: RunFolder(path))
                if manifest?.stages[stage]?.outputs != record.outputs { faults.append("\(stage) is not on record") }
                for output in record.outputs where Folder.stamp(of: path + "/" + output.path)?.size != output.size {
                    faults.append("\(output.path) is not there")
                }
            default: break
            }
        }
        let outcome = try runner.runAll()
        #expect(outcome.ran == Self.stages)
        #expect(finished == Self.stages)
        #expect(faults == [])
        #expect(
            try Manifest.read(in: RunFolder(path))?.stages.mapValues(\.counts)
                == outcome.manifest.stages.mapValues(\.counts))
    }

    @Test(
        "of a file that cannot be published and a later stage that fails, what came first is told, and nothing is on record"
    )
    func twoFailures() throws {
        // A folder that is not empty stands where the pool is to appear, and a benchmark has a row without a question.
        let place = folder.path + "/run/ingest/pool.jsonl"
        try FileManager.default.createDirectory(atPath: place + "/x", withIntermediateDirectories: true)
        folder.write("b.jsonl", "{\"q\":\"\"}\n")
        let error = #expect(throws: FileError.self) { try run() }
        #expect(error?.path == place)
        #expect(try Manifest.read(in: RunFolder(folder.path + "/run")) == nil)
        #expect(!Folder.names(in: folder.path + "/run/ingest").contains { $0.hasSuffix(".partial") })
        // Without the first the second is told, behind what is on record.
        try FileManager.default.removeItem(atPath: place)
        #expect(throws: CurationError.self) { try run() }
        #expect(try Manifest.read(in: RunFolder(folder.path + "/run"))?.stages.keys.map(\.rawValue) == ["ingest"])
    }

    @Test(
        "a run whose pool is written in another form says which version made it; one of this version, that it is damaged",
        arguments: [("pool.index", "{}"), ("pool.texts", nil)])
    func otherVersion(name: String, content: String?) throws {
        _ = try run()
        let place = folder.path + "/run"
        let path = place + "/ingest/" + name
        if let content { folder.write("run/ingest/" + name, content) } else { try Folder.removeFile(path) }
        let damaged = #expect(throws: FileError.self) { try RecordedRun(place) }
        #expect(damaged?.path == path)
        var manifest = try #require(try Manifest.read(in: RunFolder(place)))
        manifest.stages[.ingest]?.toolVersion = "1.0.0"
        try manifest.write(by: RunWriter(RunFolder(place)))
        if content == nil {
            // That version wrote one, too: it is gone.
            #expect(throws: FileError.self) { try RecordedRun(place) }
            manifest.stages[.ingest]?.outputs.removeAll { $0.path == "ingest/" + name }
            try manifest.write(by: RunWriter(RunFolder(place)))
        }
        let error = #expect(throws: RunRefusal.self) { try RecordedRun(place) }
        #expect(
            error?.error(of: "funnel", "curate")
                == .usage(
                    "\(place): this run was made by curate 1.0.0, and \(Tool.version) cannot read its pool; use that version "
                        + "to view it, or curate --stage all to run it again"))
    }

    @Test("of many domains twenty are named, and how many more there are")
    func manyDomains() throws {
        folder.write(
            "s.jsonl",
            lines: (0..<45).map { k in
                [
                    "question": .string("Question \(k)?"), "domain": .string("D\(k)"), "trace_tokens": JSON(k),
                    "thinking_trajectories": ["t"], "outcomes": ["solver": false, "teacher": true],
                ]
            })
        _ = try run(["classify.taxonomy=null"])
        let run = try RecordedRun(folder.path + "/run")
        var filter = Inspection.Filter()
        filter.domain = "nowhere"
        let error = #expect(throws: CurationError.self) { try Inspection(run, .classify, filter) }
        #expect(error?.message.hasPrefix("nowhere: unknown domain; there are D0, D1, ") == true)
        #expect(error?.message.hasSuffix(", D19 and 25 more") == true)
    }

    /// All files of a run; of the manifest what is no time.
    static func contents(of folder: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for stage in [""] + StageRegistry.standard.names.map(\.rawValue) {
            for name in Folder.names(in: folder + "/" + stage) where Folder.hasFile(folder + "/" + stage + "/" + name) {
                contents[stage + "/" + name] = try InputFile.contents(of: folder + "/" + stage + "/" + name)
            }
        }
        if var manifest = try Manifest.read(in: RunFolder(folder)) {
            manifest.stamps = [:]
            for stage in manifest.stages.keys { manifest.stages[stage]?.seconds = 0 }
            let stages = StageRegistry.standard.names.map { "\($0): \(manifest.stages[$0].map { "\($0)" } ?? "")" }
            contents["/run.json"] = Array("\(manifest.recipe.compactText) \(stages)".utf8)
        }
        return contents
    }

    @Test(
        "a changed setting reruns from the first stage that it touches",
        arguments: [
            (
                "sample.target=9",
                ["sample: sample.target changed from 10 to 9", "export: counts.sample.kept changed from 10 to 9"]
            ),
            ("seed=5", ["sample: seed changed from 0 to 5", "export: seed changed from 0 to 5"]),
            (
                "difficulty.unknown=keep",
                [
                    "difficulty: difficulty.unknown changed from \"drop\" to \"keep\"",
                    "export: counts.difficulty.rules.unknown changed from 0 to nothing",
                ]
            ),
            (
                "decontaminate.ngram=5",
                ["decontaminate: decontaminate.ngram changed from 8 to 5", "export: stages.decontaminate changed"]
            ),
            (
                "difficulty.solvers=[]",
                [
                    "quality: difficulty.solvers changed from [\"solver\"] to []",
                    "difficulty: difficulty.solvers changed from [\"solver\"] to []",
                    "classify: difficulty/decisions.jsonl changed", "sample: classify/decisions.jsonl changed",
                    "export: counts.difficulty.kept changed from 32 to 40",
                ]
            ),
            (
                "limits.rejected=0.5",
                [
                    "ingest: limits.rejected changed from 0.01 to 0.5",
                    "decontaminate: limits.rejected changed from 0.01 to 0.5", "export: stages.ingest changed",
                ]
            ),
        ] as [(String, [String])])
    func setting(_ setting: String, _ expected: [String]) throws {
        _ = try run()
        #expect(try run([setting]) == expected)
        #expect(try run([setting]) == [])
    }

    @Test("a changed source reruns what depends on it")
    func source() throws {
        _ = try run()
        folder.write("s.jsonl", lines: rows(41))
        let told = try run()
        #expect(told.first == "ingest: s.jsonl changed")
        #expect(told.count == 7)
        // The same content with another time is the same.
        folder.write("s.jsonl", lines: rows(41))
        #expect(try run() == [])
        folder.write("b.jsonl", "{\"q\":\"y\"}\n")
        #expect(try run() == ["decontaminate: b.jsonl changed", "export: stages.decontaminate changed"])
    }

    @Test(
        "what was changed or removed in the run's folder is made again",
        arguments: [
            ("quality/decisions.jsonl", "quality"), ("ingest/pool.jsonl", "ingest"), ("ingest/pool.index", "ingest"),
            ("export/t.jsonl", "export"),
        ])
    func outputs(_ path: String, _ stage: String) throws {
        _ = try run()
        let full = folder.path + "/run/" + path
        let before = try InputFile.contents(of: full)
        try FileManager.default.removeItem(atPath: full)
        #expect(try run().first == "\(stage): \(path) is missing")
        #expect(try InputFile.contents(of: full) == before)
        var damaged = before
        damaged[damaged.count / 2] ^= 1
        _ = FileManager.default.createFile(atPath: full, contents: Data(damaged))
        #expect(try run().first == "\(stage): \(path) has changed since it was written")
        #expect(try InputFile.contents(of: full) == before)
    }

    @Test("a stage alone refuses when what it needs is missing or out of date, and says what mends it")
    func refuses() throws {
        #expect(
            throws: RunRefusal.needs(
                .ingest, .neverRan, asked: .quality, mendedBy: [.ingest, .decontaminate, .quality])
        ) {
            try run([], [.quality])
        }
        _ = try run()
        #expect(try run([], [.quality]) == [])
        #expect(try run([], [.quality], force: true) == ["quality: --force"])
        #expect(
            throws: RunRefusal.needs(
                .quality,
                .settingChanged(
                    path: "quality.require", before: ["trace", "trace_tokens", "domain", "outcomes"], after: []),
                asked: .sample, mendedBy: [.quality, .difficulty, .classify, .sample])
        ) { try run(["quality.require=[]"], [.sample]) }
        #expect(try run(["quality.rules=[]"], [.quality, .difficulty]).count == 1)
    }

    @Test("a manifest that cannot be read is somebody else's file; forced, it counts as none")
    func foreignManifest() throws {
        _ = try run()
        let before = try Self.contents(of: folder.path + "/run")
        folder.write("run/quality/decisions.jsonl.partial", "half")
        folder.write("run/run.json", "{")
        let error = #expect(throws: RunRefusal.self) { try run() }
        #expect(
            error?.words(of: "run", "curate").text
                == "cannot read \(folder.path)/run/run.json: it is not the manifest of a run; move it away, or replace it with --force"
        )
        #expect(try InputFile.contents(of: folder.path + "/run/run.json") == Array("{".utf8))
        #expect(try run(force: true).count == Self.stages.count)
        // What the program did not make it does not take away.
        #expect(Folder.names(in: folder.path + "/run/quality") == ["decisions.jsonl", "decisions.jsonl.partial"])
        #expect(try run() == [])
        try Folder.removeFile(folder.path + "/run/quality/decisions.jsonl.partial")
        #expect(try Self.contents(of: folder.path + "/run") == before)
    }

    @Test("1, 2 and 7 threads write the same bytes")
    func threads() throws {
        var contents: [[String: [UInt8]]] = []
        folder.write("s.jsonl", lines: rows(3000))
        for threads in [1, 2, 7] {
            let recipe = try recipe([("difficulty", ["solvers": ["solver"]]), ("sample", ["target": 100])], in: folder)
            let runner = Runner(recipe, folder: folder.path + "/run\(threads)", threads: threads) { _ in }
            _ = try runner.runAll()
            contents.append(try Self.contents(of: folder.path + "/run\(threads)"))
        }
        #expect(contents[0] == contents[1])
        #expect(contents[0] == contents[2])
        #expect(contents[0].count == 13)
    }

    @Test("the counts add up at every stage, and every question has its line")
    func counts() throws {
        _ = try run(["quality.require=[\"trace\"]"])
        let manifest = try #require(try Manifest.read(in: RunFolder(folder.path + "/run")))
        var entering: Int?
        for step in Funnel(manifest).steps {
            #expect(step.entered == step.kept + step.rules.reduce(0) { $0 + $1.count })
            if step.stage != .ingest {
                if let entering { #expect(step.entered == entering) }
                if step.stage != .export {
                    #expect(try folder.lines("run/\(step.stage)/decisions.jsonl").count == step.entered)
                }
            }
            entering = step.kept
        }
        #expect(try folder.lines("run/export/t.jsonl").count == entering)
    }

    @Test("the export has the published columns in pool order")
    func export() throws {
        _ = try run()
        let lines = try folder.lines("run/export/t.jsonl")
        #expect(
            lines[0].object?.names == [
                "solution", "question", "cot_type", "source_type", "metadata", "cot", "thinking_trajectories",
                "attempt", "id", "domain", "trace_tokens", "source",
            ])
        let numbers = lines.compactMap { $0["trace_tokens"]?.integer }
        #expect(numbers == numbers.sorted() && numbers.count == 10)
        let card = String(decoding: try InputFile.contents(of: folder.path + "/run/export/README.md"), as: UTF8.self)
        #expect(card.contains("# t\n"))
        #expect(card.contains("| difficulty | 32 | 8 solved |"))
        #expect(card.contains("| S | 10 |"))
    }

    @Test("questions that run out fail the run, unless a short set is allowed")
    func short() throws {
        #expect(
            throws: CurationError.failed(
                "sample.target is 50, and only 32 questions reached the stage sample; lower the target or set \"short\": \"allow\""
            )
        ) { try run(["sample.target=50"]) }
        _ = try run(["sample.target=50", "sample.short=allow"])
        #expect(try folder.lines("run/export/t.jsonl").count == 32)
    }

    @Test("a question without a trace length has no rank, and fails the run")
    func lengthless() throws {
        folder.write(
            "s.jsonl",
            "{\"question\":\"a\",\"domain\":\"A\"}\n{\"question\":\"b\",\"domain\":\"A\",\"trace_tokens\":5}\n")
        #expect(
            throws: CurationError.failed(
                "1 of 2 questions to draw from lack trace_tokens; use a recording that sets "
                    + "trace_tokens, or \"tokenizer\": { \"path\": ... } with the folder of Qwen2.5's vocabulary, "
                    + "vocab.json and merges.txt, which are in the repository of each of its models, such as "
                    + "Qwen/Qwen2.5-7B-Instruct, or rank by another length with \"sample\": { \"length\": \"bytes\" }, or "
                    + "add \"trace_tokens\" to quality.require")
        ) { try run(["quality.require=[]", "difficulty.solvers=[]", "sample.target=1"]) }
    }
}
