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

@Suite("What verify finds")
struct VerificationTests {
    private let folder = TemporaryFolder()
    private var run: String { folder.path + "/run" }

    /// Makes a run of 40 questions that shows every kind of decision.
    init() throws {
        folder.write(
            "s.jsonl",
            lines: (0..<40).map(Self.row) + [["question": ""]])
        folder.write("b.jsonl", "{\"q\":\"too short\"}\n{\"q\":\"one that is quite long enough for a run of words\"}\n")
        let document: JSON = [
            "name": "t", "sources": [["name": "S", "format": "jsonl", "path": "s.jsonl"]],
            "benchmarks": [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{q}"]],
            "limits": ["rejected": 1], "difficulty": ["solvers": ["solver"]], "classify": ["taxonomy": .null],
            "sample": ["target": 10],
        ]
        let recipe = try RecipeFile(folder.write("recipe.json", document.readableText)).recipe()
        _ = try Runner(recipe, folder: run, threads: 1) { _ in }.runAll()
    }

    private static func row(_ k: Int) -> JSON {
        let image = k % 9 == 0 ? " ![Image]" : ""
        let outcomes: JSON = ["solver": .bool(k % 5 == 0), "teacher": .bool(k % 2 == 0)]
        return [
            "question": .string("Question \(k) about the number \(k * k)\(image)?"),
            "domain": .string(["A", "B", "C"][k % 3]), "trace_tokens": JSON(k * 7 % 40),
            "thinking_trajectories": .strings(["trace \(k) \"quoted\" \u{00E9}"]), "outcomes": outcomes,
        ]
    }

    /// What a verification says first that does not hold; nil when all does.
    private func fault(deep: Bool = false, recipeFile: String = "recipe.json") throws -> String? {
        do {
            try Verification(run, recipeFile: folder.path + "/" + recipeFile, threads: 1).run(deep: deep)
            return nil
        } catch let error as CurationError {
            guard error.status == 1 else { throw error }
            return error.message.replacingOccurrences(of: folder.path + "/", with: "")
        }
    }

    private var files: [String] {
        ["run.json"]
            + StageRegistry.standard.asked(by: [:]).names.flatMap { stage in
                Folder.names(in: run + "/" + stage.rawValue).map { stage.rawValue + "/" + $0 }
            }
    }

    private func read(_ path: String) throws -> [UInt8] { try InputFile.contents(of: folder.path + "/" + path) }

    @Test("a run that is whole holds, also when it is made again")
    func holds() throws {
        #expect(try fault() == nil)
        #expect(try fault(deep: true) == nil)
        #expect(Folder.names(in: folder.path) == ["b.jsonl", "recipe.json", "run", "s.jsonl"])
        let findings = try Verification(run, recipeFile: folder.path + "/recipe.json", threads: 3).run(deep: true)
        #expect(
            findings.map { "\($0.subject): \($0.words)" } == [
                "files: 12 of the run are unchanged since written, including run.json",
                "inputs: 2 from outside are unchanged since read",
                "counts: add up from 41 rows to 10 questions",
                "pool: 40 questions have the id of their text and the columns of their line",
                "decisions: 171 follow from the pool, the recipe and the seed 0",
                "export: 10 rows are equal to the pool's, byte for byte, and were kept by every stage",
                "gate: passed against 2 benchmark items, 1 of them compared as whole texts",
                "sources: a rerun from them gives the same files",
            ])
    }

    @Test("sources that are elsewhere are told of, and are not a fault")
    func elsewhere() throws {
        let findings = try Verification(run, recipeFile: "/nowhere/recipe.json", threads: 1).run(deep: false)
        #expect(findings.map(\.subject) == ["files", "inputs", "counts", "pool", "decisions", "export", "gate"])
        #expect(findings[1].words.hasPrefix("2 of 2 from outside are missing and were not checked"))
        #expect(
            findings[4].words.hasSuffix("those of decontaminate were not repeated, since its benchmarks are missing"))
        #expect(findings[6].words == "was not repeated, since the benchmarks are missing")
        #expect(
            try fault(deep: true, recipeFile: "nowhere/recipe.json")?.hasPrefix(
                "the run cannot be repeated from its sources: ") == true)
    }

    #if DEBUG
    /// One byte of so many is changed: a build without optimisation is slow.
    private static let step = 15
    #else
    private static let step = 1
    #endif

    @Test("any one byte of any file, changed in any way, is found")
    func flippedBytes() throws {
        #expect(files.count == 13)
        var random = SeededRandom(5)
        for path in files {
            let whole = try read("run/" + path)
            // The manifest, which alone is its own witness, all over; of each other file its ends and some between.
            let inner = path == "run.json" ? whole.count / Self.step : 400 / Self.step
            let places = Set([0, whole.count - 1] + (0..<inner).map { _ in random.below(whole.count) }).sorted()
            for place in places {
                var damaged = whole
                damaged[place] ^= UInt8(1 << random.below(8))
                folder.write("run/" + path, bytes: damaged)
                let told = try fault()
                #expect(told?.contains(path) == true, "byte \(place) of \(path): \(told ?? "nothing")")
            }
            folder.write("run/" + path, bytes: whole)
        }
        #expect(try fault() == nil)
    }

    @Test("a byte more or less, a file gone or one too many is found")
    func lengths() throws {
        for path in files {
            let whole = try read("run/" + path)
            for other in [whole + [0x0A], whole + [0], Array(whole.dropLast()), Array(whole.dropFirst()), []] {
                folder.write("run/" + path, bytes: other)
                #expect(try fault()?.contains(path) == true, "\(path) of \(other.count) bytes")
            }
            try Folder.removeFile(run + "/" + path)
            if path == "run.json" {
                let refusal = #expect(throws: RunRefusal.self) { try fault() }
                #expect(
                    refusal?.error(of: "verify", "curate")
                        == .usage(
                            "\(run): there is no run here; create one with curate --stage all, or name another with --run"
                        ))
            } else {
                #expect(try fault() == "run/\(path): it is missing")
            }
            folder.write("run/" + path, bytes: whole)
        }
        folder.write("run/quality/notes.txt", "x")
        #expect(try fault() == "run/quality/notes.txt: no stage of this run wrote it")
    }

    @Test(
        "a file that is not on record is found wherever it stands",
        arguments: [
            "notes.txt", "run.json.bak", "stability.jsonl", "ablations/comparison.json", "ablations/a/a.jsonl",
            "ablations/a/b/c/d.txt", "ingest/more/rows.jsonl", "export/t.jsonl.partial", ".hidden", "quality/.lock",
            ".lock",
        ])
    func strays(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: ((run + "/" + path) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        folder.write("run/" + path, "mine")
        #expect(try fault() == "run/\(path): no stage of this run wrote it")
    }

    @Test("a link and a pipe are found, and what a run has for the time being; an empty folder holds nothing")
    func otherStrays() throws {
        func fault(_ name: String, make: (String) throws -> Void) throws -> String? {
            defer { try? FileManager.default.removeItem(atPath: run + "/" + name) }
            try make(run + "/" + name)
            return try self.fault()
        }
        #expect(try fault("mine") { try Folder.make($0) } == nil)
        #expect(try fault(".lock") { _ = FileManager.default.createFile(atPath: $0, contents: nil) } == nil)
        #expect(try fault("pipe") { _ = mkfifo($0, 0o600) } == "run/pipe: no stage of this run wrote it")
        #expect(
            try fault("link") { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: "export") }
                == "run/link: it is a link, which no stage of this run made")
        let ofAnother = "a run is in progress here, or was killed; the next run removes what it left behind"
        #expect(
            try fault(".lock") { try Data("12\n".utf8).write(to: URL(fileURLWithPath: $0)) }
                == "run/.lock: \(ofAnother)")
        let work = try WorkFolder(in: FolderTree(run))
        #expect(try self.fault() == "run/\((work.tree.path as NSString).lastPathComponent): \(ofAnother)")
        withExtendedLifetime(work) {}
    }

    @Test("an answer that is gone, changed or taken off the record is found")
    func answers() throws {
        func taken(off path: String) throws -> String? {
            let whole = try read("run/run.json")
            try forgeManifest { document in
                guard case .object(var object) = document, case .list(let answers)? = object["answers"] else { return }
                object["answers"] = .list(answers.filter { $0["path"] != .string(path) })
                document = .object(object)
            }
            defer { folder.write("run/run.json", bytes: whole) }
            return try fault()
        }
        let finished = try RecordedRun(run)
        _ = try AblationRun(finished, finished.recipe, threads: 1).make(["random"])
        try Stability(finished, seeds: 3, threads: 1).write()
        #expect(try fault() == nil)
        let answers = try #require(try Manifest.read(in: RunFolder(run))?.answers.map(\.path))
        #expect(
            answers == [
                "ablations/comparison.csv", "ablations/comparison.json", "ablations/random/decisions.jsonl",
                "ablations/random/random.jsonl", "stability.jsonl",
            ])
        for path in answers {
            let whole = try read("run/" + path)
            folder.write("run/" + path, bytes: whole + [0x0A])
            #expect(try fault()?.hasPrefix("run/\(path): it has ") == true)
            try Folder.removeFile(run + "/" + path)
            #expect(try fault() == "run/\(path): it is missing; run the command that wrote it again")
            folder.write("run/" + path, bytes: whole)
            #expect(try taken(off: path) == "run/\(path): no stage of this run wrote it")
        }
        #expect(try fault() == nil)
    }

    @Test(
        "what stands at the head of run.json and is not what the rest says, and what no version writes there, is found",
        arguments: [
            ("seed", 9, "seed is 9, but 0 according to the other records"),
            ("name", "u", "name is \"u\", but \"t\" according to the other records"),
            ("tool_version", "9.9", "tool_version is \"9.9\", but \"1.3.0\" according to the other records"),
            ("note", "x", "note is \"x\", but nothing according to the other records"),
            ("synthetic", true, "\"synthetic\" is true, but false according to the files that were read"),
            ("seed", nil, "seed is nothing, but 0 according to the other records"),
        ] as [(String, JSON?, String)])
    func head(_ name: String, _ value: JSON?, _ message: String) throws {
        try forgeManifest { document in
            guard case .object(var object) = document else { return }
            object[name] = value
            document = .object(object)
        }
        #expect(try fault() == "run/run.json: " + message)
    }

    @Test("a changed source or benchmark is found")
    func inputs() throws {
        for path in ["s.jsonl", "b.jsonl"] {
            let whole = try read(path)
            folder.write(path, bytes: whole.reversed())
            #expect(try fault()?.hasPrefix("\(path): it has changed since it was read: its digest is xxh64:") == true)
            folder.write(path, bytes: whole)
        }
    }

    // MARK: - Somebody who puts the digests right, too

    /// Changes a file of the run and puts its record, and the manifest's own digest, right.
    private func forge(_ path: String, _ change: (String) -> String) throws {
        let text = change(String(decoding: try read("run/" + path), as: UTF8.self))
        folder.write("run/" + path, text)
        try forgeManifest { document in
            let bytes = Array(text.utf8)
            func mend(_ json: JSON) -> JSON {
                switch json {
                case .list(let list): return .list(list.map(mend))
                case .object(var object):
                    if object["path"] == .string(path), let old = object["digest"]?.string.flatMap(Digest.init) {
                        object["bytes"] = JSON(bytes.count)
                        let digest = bytes.withByteView { Digest(of: $0, old.algorithm) }
                        object["digest"] = .string(digest.description)
                        return .object(object)
                    }
                    for member in object.members { object[member.name] = mend(member.value) }
                    return .object(object)
                default: return json
                }
            }
            document = mend(document)
        }
    }

    private func forgeManifest(_ change: (inout JSON) -> Void) throws {
        var document = try read("run/run.json").withByteView { try JSON(parsing: $0) }
        change(&document)
        folder.write("run/run.json", bytes: ManifestChecksum.text(of: document))
        // What export says of the stages before it is put right as well.
        guard let manifest = try Manifest.read(in: RunFolder(run)),
            let digests = try RecipeFile(path: "recipe.json", document: manifest.recipe).recipe(withFiles: false)
                .settings(of: .export, after: manifest)["stages"],
            case .object(var object) = document, case .object(var stages)? = object["stages"],
            case .object(var export)? = stages["export"], case .object(var settings)? = export["settings"]
        else { return }
        settings["stages"] = digests
        export["settings"] = .object(settings)
        stages["export"] = .object(export)
        object["stages"] = .object(stages)
        folder.write("run/run.json", bytes: ManifestChecksum.text(of: .object(object)))
    }

    private func replaced(_ a: String, _ b: String) -> (String) -> String {
        { text in
            guard let range = text.range(of: a) else { return text }
            return text.replacingCharacters(in: range, with: b)
        }
    }

    @Test("an export row that is not the pool's")
    func forgedRow() throws {
        try forge("export/t.jsonl", replaced("quoted", "QUOTED"))
        #expect(try fault()?.hasSuffix(": its thinking_trajectories is not that of the pool") == true)
    }

    @Test("a line of the pool that lacks a part which the pool's columns say it has")
    func forgedParts() throws {
        let trace = "trace 3 \\\"quoted\\\" \u{00E9}"
        try forge(
            "ingest/pool.jsonl", replaced(trace, String(repeating: " ", count: trace.utf8.count)))
        #expect(
            try fault()
                == "run/ingest/pool.jsonl: line 4: whether it has a trace, a solution or an attempt differs from "
                + "the pool's columns")
    }

    @Test("an export row whose domain is another")
    func forgedDomain() throws {
        try forge("export/t.jsonl", replaced("\"domain\":\"A\"", "\"domain\":\"B\""))
        #expect(try fault()?.hasSuffix(": its domain is not that of the pool") == true)
    }

    @Test("export rows in another order, too many, too few")
    func forgedOrder() throws {
        let whole = String(decoding: try read("run/export/t.jsonl"), as: UTF8.self)
        let lines = whole.split(separator: "\n")
        let cases: [([Substring], String)] = [
            ([lines[1], lines[0]] + lines[2...], "run/export/t.jsonl: line 1, the question "),
            (lines + lines.prefix(1), "run/export/t.jsonl: it has more than the 10 chosen rows"),
            (Array(lines.dropLast()), "run/export/t.jsonl: it has 9 rows, but 10 were chosen"),
        ]
        for (lines, words) in cases {
            try forge("export/t.jsonl") { _ in lines.joined(separator: "\n") + "\n" }
            #expect(try fault()?.hasPrefix(words) == true)
        }
    }

    @Test(
        "a decision that the stage does not take",
        arguments: [
            ("decontaminate", "\"keep\":true}", "\"keep\":true,\"rule\":\"x\"}"),
            ("quality", "\"keep\":false", "\"keep\":true"), ("difficulty", "solved_by", "solved-by"),
            ("classify", "\"domain\":\"A\"", "\"domain\":\"B\""), ("sample", "\"draw\":0", "\"draw\":1"),
            ("sample", "drawn", "preselected"),
        ])
    func forgedDecision(_ stage: String, _ from: String, _ to: String) throws {
        try forge("\(stage)/decisions.jsonl", replaced(from, to))
        #expect(try fault()?.hasPrefix("run/\(stage)/decisions.jsonl: line ") == true)
        #expect(try fault()?.contains(" does not follow: it is {") == true)
    }

    @Test("decisions of decontaminate that are too few, where its benchmarks are not here")
    func followed() throws {
        try forge("decontaminate/decisions.jsonl") {
            $0.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
        }
        #expect(
            try fault(recipeFile: "nowhere/recipe.json")
                == "run/decontaminate/decisions.jsonl: line 1 is not the decision on the next question that entered")
    }

    @Test("another seed than the one the selection was drawn with")
    func forgedSeed() throws {
        try forgeManifest { document in
            guard case .object(var object) = document, case .object(var recipe)? = object["recipe"] else { return }
            recipe["seed"] = 9
            object["recipe"] = .object(recipe)
            document = .object(object)
        }
        #expect(
            try fault()
                == "run/run.json: the stage sample ran with settings that differ from the run's recipe: seed changed from 0 to 9"
        )
    }

    @Test("a seed that is forged everywhere still does not give this selection")
    func forgedSeedEverywhere() throws {
        try forgeManifest { document in
            guard case .object(var object) = document, case .object(var recipe)? = object["recipe"],
                case .object(var stages)? = object["stages"]
            else { return }
            recipe["seed"] = 9
            for stage in ["sample", "export"] {
                guard case .object(var record)? = stages[stage], case .object(var settings)? = record["settings"]
                else { continue }
                settings["seed"] = 9
                record["settings"] = .object(settings)
                stages[stage] = .object(record)
            }
            object["recipe"] = .object(recipe)
            object["stages"] = .object(stages)
            document = .object(object)
        }
        let told = try fault() ?? ""
        #expect(told.hasPrefix("run/sample/decisions.jsonl: line ") && told.contains(" does not follow: "), "\(told)")
    }

    @Test("counts that do not add up, or are not those of the decisions")
    func forgedCounts() throws {
        func forged(_ stage: String, _ name: String, _ value: JSON) throws -> String? {
            let whole = try read("run/run.json")
            try forgeManifest { document in
                guard case .object(var object) = document, case .object(var stages)? = object["stages"],
                    case .object(var record)? = stages[stage], case .object(var counts)? = record["counts"],
                    case .object(var export)? = stages["export"], case .object(var settings)? = export["settings"],
                    case .object(var told)? = settings["counts"]
                else { return }
                counts[name] = value
                record["counts"] = .object(counts)
                stages[stage] = .object(record)
                if stage != "export" {
                    told[stage] = .object(counts)
                    settings["counts"] = .object(told)
                    export["settings"] = .object(settings)
                    stages["export"] = .object(export)
                }
                object["stages"] = .object(stages)
                document = .object(object)
            }
            let told = try fault()
            folder.write("run/run.json", bytes: whole)
            return told
        }
        #expect(
            try forged("ingest", "read", 42)
                == "run/run.json: the counts of ingest do not add up: read: 42, but 41 in all sources")
        #expect(
            try forged("quality", "kept", 36)?.hasPrefix("run/run.json: the counts of quality do not add up: ") == true)
        #expect(
            try forged("quality", "rules", ["missing": 1, "image": 4, "numbering": 0, "emphasis": 0, "asy": 0])
                == "run/run.json: the counts of quality are not those of its decisions: rules.missing is 1, but the lines give 0"
        )
        #expect(
            try forged("sample", "kept_by", ["drawn": 11])
                == "run/run.json: the counts of sample do not add up: 10 kept, but 11 kept by its rules")
        #expect(try forged("export", "kept", "many") == "run/run.json: export has no count \"kept\"")
    }

    @Test("a pool whose line is not that of its columns, and a pool that is not that of the sources")
    func forgedPool() throws {
        try forge("ingest/pool.jsonl", replaced("\"trace_tokens\":7", "\"trace_tokens\":8"))
        #expect(try fault() == "run/ingest/pool.jsonl: line 2: its trace_tokens differ from the pool's columns")
        try forge("ingest/pool.jsonl", replaced("\"trace_tokens\":8", "\"trace_tokens\":7"))
        #expect(try fault() == nil)
        // What no column holds is bound to the export, and by --deep to the sources.
        try forge("ingest/pool.jsonl", replaced("trace 0", "trace X"))
        #expect(try fault() == nil)
        #expect(
            try fault(deep: true)
                == "run/ingest/pool.jsonl: ingest, repeated from the sources, wrote other bytes or another file")
    }

    @Test("a row that was rejected for another reason is found when the run is made again")
    func forgedRejected() throws {
        try forge("ingest/rejected.jsonl", replaced("the question is empty", "the question is rude"))
        #expect(try fault() == nil)
        #expect(
            try fault(deep: true)
                == "run/ingest/rejected.jsonl: ingest, repeated from the sources, wrote other bytes or another file")
    }

    @Test("a passage of the gate that never was")
    func forgedGate() throws {
        try forge("export/gate.json", replaced("\"items\": 2", "\"items\": 3"))
        #expect(try fault() == "run/export/gate.json: it differs from the result of the repeated final check")
    }

    @Test("a run that is not finished, or was made by another version")
    func unfinished() throws {
        try forgeManifest { document in
            guard case .object(var object) = document, case .object(var stages)? = object["stages"] else { return }
            stages["export"] = nil
            object["stages"] = .object(stages)
            document = .object(object)
        }
        #expect(try fault() == "run/run.json: the stage export has not run yet")
        try forgeManifest { document in
            guard case .object(var object) = document, case .object(var stages)? = object["stages"],
                case .object(var record)? = stages["ingest"]
            else { return }
            record["tool_version"] = "0.1"
            stages["ingest"] = .object(record)
            object["stages"] = .object(stages)
            document = .object(object)
        }
        #expect(
            try fault()
                == "run/run.json: the stage ingest was run by version 0.1, and this is 1.3.0; only the same version can verify it"
        )
    }
}
