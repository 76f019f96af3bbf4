import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Stages
@testable import curate

@Suite("A run folder that somebody has made up ends nothing but the command, and is told of")
struct ForgedRunTests {
    private let folder = TemporaryFolder()
    private var run: String { folder.path + "/run" }

    init() throws {
        folder.write(
            "s.jsonl",
            lines: (0..<12).map { k in
                [
                    "question": .string("Question \(k) about the number \(k * k)?"),
                    "domain": .string(["A", "B"][k % 2]),
                    "trace_tokens": JSON(k), "thinking_trajectories": ["trace"], "outcomes": ["teacher": true],
                ]
            } + [["question": ""]])
        let recipe = try recipe(
            [("limits", ["rejected": 1]), ("sample", ["target": 4]), ("quality", ["require": []])], in: folder)
        _ = try Runner(recipe, folder: run, threads: 1) { _ in }.runAll()
    }

    private func read(_ path: String) throws -> [UInt8] { try InputFile.contents(of: run + "/" + path) }

    /// Changes the manifest, and puts its own digest right.
    private func forgeManifest(_ change: (String) -> String) throws {
        let text = String(decoding: try read("run.json"), as: UTF8.self)
        let changed = change(text)
        #expect(changed != text)
        let document = try Array(changed.utf8).withByteView { try JSON(parsing: $0) }
        folder.write("run/run.json", bytes: ManifestChecksum.text(of: document))
    }

    private func verification() -> String {
        do {
            try Verification(run, recipeFile: folder.path + "/recipe.json", threads: 1).run(deep: true)
            return "holds"
        } catch {
            return (error as? CurationError)?.message ?? "\(error)"
        }
    }

    /// Asks everything that there is to ask of a run; what is thrown is told.
    private func askEverything() -> [String] {
        var told: [String] = []
        func ask(_ body: () throws -> Void) {
            do { try body() } catch { told.append((error as? CurationError)?.message ?? "\(error)") }
        }
        ask {
            let run = try RecordedRun(run)
            ask { _ = Funnel(run.manifest).lines(columns: 80) }
            ask { _ = Funnel(run.manifest).json }
            ask { _ = try FunnelBreakdown(run, by: .source).lines(columns: 80) }
            ask { _ = try FunnelBreakdown(run, by: .domain).json }
            ask { _ = try RuleBreakdown(run, by: .source).lines(columns: 80) }
            ask { _ = try RuleBreakdown(run, by: .domain).json }
            for stage in run.manifest.order.names {
                for dropped in [false, true] {
                    var filter = Inspection.Filter()
                    filter.dropped = dropped
                    ask { try Inspection(run, stage, filter).visit(length: 10, most: .max) { _ in } }
                    for property in InspectionGroups.Property.allCases {
                        ask { _ = try InspectionGroups(Inspection(run, stage, filter), by: property).json }
                    }
                    ask { try Inspection(run, stage, filter, by: .tokens).visit(length: 10, most: 3) { _ in } }
                    ask { try Inspection(run, stage, filter).visitWhole(most: .max) { _ = $0.jsonLine } }
                }
            }
            for question in run.pool.facts.all { ask { _ = try Explanation(run, question: question, threads: 1).json } }
            ask { _ = StabilityAnswer(stability: try Stability(run, seeds: 3, threads: 1), file: "").json }
            ask {
                let whatIf = try WhatIf(
                    run, setting: ["decontaminate.ngram=3", "quality.rules=[\"emphasis\",\"image\",\"numbering\"]"],
                    recipeFile: folder.path + "/recipe.json", threads: 2)
                _ = WhatIfAnswer(whatIf: whatIf, run: run, listsQuestions: true).json
            }
            ask {
                let comparison = try RunComparison(run, run)
                _ = RunComparisonAnswer(comparison: comparison, folders: ("a", "b"), limit: 20).json
            }
            ask {
                let comparison = try AblationRun(run, run.recipe, threads: 1).make([])
                _ = AblationAnswer(comparison: comparison, folder: run.files.path(of: .ablations)).lines(columns: 80)
            }
        }
        return told
    }

    @Test("a run as it was written answers everything")
    func whole() {
        #expect(verification() == "holds")
        #expect(askEverything() == [])
    }

    @Test(
        "counts of any size",
        arguments: [
            "9223372036854775807", "-9223372036854775808", "-1", "1e300", "1099511627777", "null", "\"many\"", "[1]",
        ])
    func counts(_ number: String) throws {
        for name in ["read", "pool", "rejected", "left_out", "entered", "kept", "dropped", "drawn", "not_drawn"] {
            let whole = try read("run.json")
            try forgeManifest { text in
                text.replacingOccurrences(
                    of: "\"\(name)\": -?[0-9]+", with: "\"\(name)\": \(number)", options: .regularExpression)
            }
            #expect(verification() != "holds")
            _ = askEverything()
            folder.write("run/run.json", bytes: whole)
        }
    }

    @Test("times of any size, for which no file is taken as unchanged")
    func stamps() throws {
        for number in [Int.max, Int.min] {
            // Of all files on record, whether or not they were old enough for a stamp when the run ended.
            try forgeManifest { text in
                guard var manifest = try? json(text).object else { return text }
                var stamps = JSONObject()
                for stage in (manifest["stages"]?.object ?? [:]).members {
                    for file in (stage.value["inputs"]?.list ?? []) + (stage.value["outputs"]?.list ?? []) {
                        guard let path = file["path"]?.string, let size = file["bytes"] else { continue }
                        stamps[path] = [size, JSON(number), JSON(number), 1]
                    }
                }
                manifest["stamps"] = .object(stamps)
                return JSON.object(manifest).readableText
            }
            let recipe = try RecipeFile(folder.path + "/recipe.json").recipe()
            let runner = Runner(recipe, folder: run, threads: 1) { _ in }
            #expect(try runner.runAll().ran == [])
        }
    }

    // MARK: - The pool's files

    /// Writes the index of the pool anew with other values in one column.
    private func forgeIndex(_ changed: String, _ value: Int, at row: Int) throws {
        let reader = try ColumnFileReader(run + "/ingest/pool.index")
        var writer = ColumnFileWriter()
        func add<Value: FixedWidthInteger & BitwiseCopyable & Sendable>(_ name: String, _ type: Value.Type) throws {
            var values = try reader.column(name, of: Value.self)
            if name == changed { values[row < 0 ? values.count + row : row] = Value(truncatingIfNeeded: value) }
            writer.add(name, values)
        }
        try add("ids", UInt64.self)
        try add("sources", UInt16.self)
        for name in ["source_types", "domains", "trace_tokens"] { try add(name, Int32.self) }
        try add("contents", UInt8.self)
        for name in ["origins", "line_ends", "text_ends"] { try add(name, Int.self) }
        for name in ["source_type_names", "domain_names", "model_names"] { writer.add(name, try reader.table(name)) }
        try add("outcomes.0", UInt8.self)
        var header = reader.header
        header["columns"] = nil
        if changed == "files", case .list(var files)? = header["files"], case .object(var file) = files[0] {
            file["first"] = JSON(value)
            files.append(.object(file))
            header["files"] = .list(files)
        }
        if changed == "source_names" { header["sources"] = .strings(Array(repeating: "s", count: value)) }
        try writer.write(to: run + "/ingest/pool.index", header: header).publish()
    }

    @Test(
        "an index whose numbers lead nowhere",
        arguments: [
            ("sources", 1, 3), ("sources", 65_535, 0), ("source_types", 1, 0), ("source_types", -1, 11),
            ("source_types", Int(Int32.max), 5), ("domains", 2, 0), ("domains", Int(Int32.max), 0),
            ("line_ends", -1, 0),
            ("line_ends", Int.max, 3), ("line_ends", 0, 5), ("line_ends", Int.min, 2), ("text_ends", -1, 0),
            ("text_ends", Int.max, 3), ("text_ends", 0, 5), ("files", 12, 0), ("files", 0, 0), ("files", -1, 0),
            ("files", Int.max, 0), ("source_names", 0, 0), ("source_names", 65_536, 0),
        ])
    func index(_ column: String, _ value: Int, _ row: Int) throws {
        try forgeIndex(column, value, at: row)
        #expect(
            throws: FileError(
                .notThisFormat, "read", run + "/ingest/pool.index", cause: "it does not belong to the pool beside it")
        ) { try RunFolder(run).openPool() }
        let told = askEverything()
        #expect(told.count == 1 && told[0].contains("it does not belong to the pool beside it"), "\(told)")
    }

    @Test(
        "an index of numbers that say nothing wrong",
        arguments: [
            ("domains", -1, 0), ("trace_tokens", -5, 0), ("trace_tokens", Int(Int32.max), 0), ("contents", 255, 0),
            ("origins", Int.max, 0), ("origins", Int.min, 0), ("outcomes.0", 0, 0), ("ids", 0, 0), ("domains", -7, 3),
        ])
    func harmless(_ column: String, _ value: Int, _ row: Int) throws {
        try forgeIndex(column, value, at: row)
        _ = askEverything()
        #expect(verification() != "holds")
    }

    @Test("texts and lines of any bytes")
    func bytes() throws {
        var random = SeededRandom(21)
        for path in [
            "ingest/pool.texts", "ingest/pool.jsonl", "sample/decisions.jsonl", "decontaminate/decisions.jsonl",
        ] {
            let whole = try read(path)
            for kind in 0..<6 {
                var other = whole
                for place in other.indices where kind < 2 || random.below(20) == 0 {
                    let stranger: [UInt8] = [0xF0, 0xE0, 0xC2, 0x80, 0xBF, 0xFF, 0x0A, 0x22, 0x7D]
                    other[place] = kind == 0 ? 0x0A : kind == 1 ? 0xF0 : random.pick(stranger)
                }
                folder.write("run/" + path, bytes: other)
                _ = askEverything()
            }
            folder.write("run/" + path, bytes: whole)
        }
        #expect(askEverything() == [])
    }

    @Test("a line of the pool that is no object has no decision put behind it")
    func noObject() throws {
        let lines = try read("ingest/pool.jsonl")
        folder.write("run/ingest/pool.jsonl", bytes: [UInt8](repeating: 0x20, count: lines.count))
        let inspection = try Inspection(RecordedRun(run), .quality, Inspection.Filter())
        #expect(throws: CurationError.failed("line 1 of the pool is not an object; run the stage ingest again")) {
            try inspection.visitWhole(most: .max) { _ = $0.jsonLine }
        }
    }

    // MARK: - What was said by hand, and probabilities

    @Test("amendments of any number", arguments: ["9223372036854775807", "9007199254740993", "0", "-1", "1e300"])
    func amendments(_ number: String) throws {
        folder.write(
            "run/amendments.jsonl",
            "{\"amendment\":\(number),\"id\":\"0123456789abcdef\",\"action\":\"drop\",\"reason\":null}\n")
        #expect(throws: CurationError.self) { try AmendmentFile.read(in: RunFolder(run)) }
    }

    @Test("the highest number of an amendment is the last")
    func lastAmendment() throws {
        let recipe = try RecipeFile(folder.path + "/recipe.json").recipe()
        let id = try RecordedRun(run).pool.id(of: 0)
        try AmendmentFile.write(
            [Amendment(number: Amendment.highestNumber, id: id, action: .keep, reason: nil)], of: RunFolder(run),
            to: OutputFolder(run))
        _ = try Runner(recipe, folder: run, threads: 1) { _ in }.runAll()
        var editor = try AmendmentEditor(RecordedRun(run))
        #expect(
            throws: CurationError.usage(
                "\(run): the last amendment has the number 9007199254740992, the highest possible")
        ) { try editor.add(drop: [], keep: [id.description], reason: "again") }
    }

    @Test("probabilities of any size")
    func probabilities() throws {
        try Stability(RecordedRun(run), seeds: 3, threads: 1).write()
        let text = String(decoding: try read("stability.jsonl"), as: UTF8.self)
        for number in ["1e300", "-1e300", "1e15"] {
            folder.write(
                "run/stability.jsonl",
                text.replacingOccurrences(
                    of: "\"probability\":[0-9.e-]+", with: "\"probability\":\(number)", options: .regularExpression))
            let finished = try RecordedRun(run)
            let probability = try #require(try Explanation(finished, question: 0, threads: 1).probability)
            #expect(!Wording.fixed(probability.value, 4).isEmpty)
        }
    }

    @Test(
        "numbers of any size in words",
        arguments: [
            (0.5, 1, "0.5"), (1e14, 1, "100000000000000.0"), (1e18, 4, "1e+18"), (1e300, 2, "1e+300"),
            (-1e300, 2, "-1e+300"), (.infinity, 2, "-"), (.greatestFiniteMagnitude, 4, "1.7976931348623157e+308"),
        ])
    func words(_ number: Double, _ decimals: Int, _ expected: String) {
        #expect(Wording.fixed(number, decimals) == expected)
    }
}
