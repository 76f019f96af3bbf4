import Bytes
import Foundation
import TestSupport
import Testing

/// What stands in a folder: every file with its bytes, number and time, every folder, every link with where it leads.
struct Listing: Equatable {
    private(set) var entries: [String: String] = [:]

    /// Lists a folder with all below it; links are not followed.
    init(of folder: String) throws {
        for name in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
            let path = folder + "/" + name
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let number = attributes[.systemFileNumber] as? Int ?? 0
            let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            switch attributes[.type] as? FileAttributeType {
            case .typeSymbolicLink?:
                entries[name] = "-> \(try FileManager.default.destinationOfSymbolicLink(atPath: path))"
            case .typeDirectory?: entries[name] = "folder \(number)"
            default: entries[name] = "\(number) \(time) \(FileManager.default.contents(atPath: path) ?? Data())"
            }
        }
    }

    /// The names of another listing's entries that are not here as they were there.
    func lost(since before: Listing) -> [String] {
        before.entries.filter { entries[$0.key] != $0.value }.keys.sorted()
    }

    /// Only some of the entries.
    func only(_ names: some Sequence<String>) -> Listing {
        var listing = self
        let names = Set(names)
        listing.entries = entries.filter { names.contains($0.key) }
        return listing
    }
}

extension TemporaryFolder {
    /// Puts a file or, where a target is given, a link at a place, with the folders on the way.
    func plant(_ name: String, _ text: String = "mine", linkTo target: String? = nil) throws {
        let folder = ((path + "/" + name) as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard let target else {
            write(name, text)
            return
        }
        try FileManager.default.createSymbolicLink(
            atPath: path + "/" + name, withDestinationPath: target.hasPrefix("/") ? target : path + "/" + target)
    }
}

@Suite("What somebody else has put there")
struct ForeignFileTests {
    private static let run = "data/runs/sample"

    /// The sample with a run of it, and a folder of the user's own beside.
    private func sampleRun() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        try folder.plant("victim/secret.txt", "secret")
        try folder.plant("victim/deep/secret.txt", "secret")
        return folder
    }

    /// Files, folders and links in and beside the folders that the program works in, under all names that it once used
    /// for its own ends.
    private func plant(in folder: TemporaryFolder) throws -> [String] {
        let files =
            [
                "notes.txt", "x.partial", "run.json.partial", ".spill.partial", "mine/own.txt", ".curate-x/own.txt",
                "export/notes.txt", "export/sample.jsonl.partial", "ingest/pool.texts.partial", "quality/x.partial",
                "sample/decisions.jsonl.partial", "ablations/notes.txt", "ablations/random/mine.txt",
                "ablations/random/random.jsonl.partial",
            ].map { Self.run + "/" + $0 } + [
                "data/runs/clean.verify/own.txt", "data/pool.partial/own.txt", "data/pool.outdated/own.txt",
                "data/pool/notes.txt", "data/pool/sources/notes.txt", "data/pool/sources/agieval/mine.partial",
                "data/.curate-0123456789abcdef01234567/own.txt", "data/runs/.curate-0123456789abcdef01234567/own.txt",
            ]
        for file in files { try folder.plant(file) }
        let links = [
            (Self.run + "/link.txt", "victim/secret.txt"), (Self.run + "/linked", "victim"),
            (Self.run + "/ingest/.spill.partial", "victim/secret.txt"),
            (Self.run + "/export/README.md.partial", "victim/secret.txt"),
            ("data/runs/sample.verify", "victim"), ("data/pool/linked", "victim"),
            (Self.run + "/.curate-0123456789abcdef01234567", "victim"),
        ]
        for (name, target) in links { try folder.plant(name, linkTo: target) }
        return files + links.map(\.0) + ["victim/secret.txt", "victim/deep/secret.txt"]
    }

    @Test("is there as it was after every command that writes")
    func stays() throws {
        let folder = try sampleRun()
        let pool = ["synth", "--trace-scale", "0", "--rows"]
        #expect(try Program.run(["--quiet", "--run", "data/runs/clean"], in: folder.path).status == 0)
        #expect(try Program.run(pool + ["100"], in: folder.path).status == 0)
        let recipe = FileManager.default.contents(atPath: Program.package + "/pipeline.json") ?? Data()
        folder.write("s1K.json", String(decoding: recipe, as: UTF8.self))
        let planted = try plant(in: folder)
        let before = try Listing(of: folder.path).only(planted)
        let s1K = ["--config", "s1K.json", "--set", "sample.target=5", "--set", "sample.short=allow", "--force"]
        let settings = ["--set", "synth.trace_scale=0", "--set", "synth.rows=150"]
        let sft = ["--set", "export.format=[\"sft\",\"messages\"]", "--set", "train.validation=0.2"]
        let commands: [([String], Int32)] = [
            ([], 0), (["--force"], 0), (["--stage", "sample,export", "--force"], 0), (["--seed", "9"], 2),
            (["--seed", "9", "--force"], 0), (["--set", "name=other", "--run", Self.run], 2),
            (["--set", "name=other", "--run", Self.run, "--force"], 0), ([], 0),
            (["--set", "limits.rejected=0.01", "--force"], 1), ([], 0),
            (["ablate"], 0), (["ablate", "random", "--force"], 0), (["stability", "--seeds", "5"], 0),
            (["amend", "--drop", "9cf3f5", "--reason", "wrong"], 0), (["amend", "--undo"], 0), (["verify"], 1),
            (["verify", "--deep", "--run", "data/runs/clean"], 0),
            (["--run", "data/runs/clean", "--force"] + sft, 0), (["verify", "--deep", "--run", "data/runs/clean"], 0),
            (pool + ["100"], 0), (pool + ["120"], 2), (pool + ["120", "--force"], 0), (s1K + settings, 0),
            (["funnel"], 0), (["what-if", "--set", "sample.target=3"], 0), (["--dry-run"], 0),
        ]
        for (words, status) in commands {
            let result = try Program.run(words, in: folder.path)
            #expect(result.status == status, "\(words): \(result.diagnostics)")
            let lost = try Listing(of: folder.path).lost(since: before)
            #expect(lost == [], "\(words)")
        }
        // Nor has anything come beside them that is not the program's to keep.
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data/runs").sorted()
        #expect(
            names == [".curate-0123456789abcdef01234567", "clean", "clean.verify", "s1K", "sample", "sample.verify"])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data").sorted() == [
                ".curate-0123456789abcdef01234567", "pool", "pool.outdated", "pool.partial", "runs",
            ])
    }

    /// A place in the run's folder under which a link is planted, where it leads, and the commands that meet it.
    private static let plantedLinks: [(place: String, target: String, commands: [[String]])] = {
        let all: [[String]] = [["--force"], ["verify"], ["ablate"], ["stability", "--seeds", "3"]]
        let run: [[String]] = [["--force"], ["verify"]]
        return [
            (".lock", "victim/secret.txt", all), ("run.json", "victim/run.json", all), ("ingest", "victim/ingest", all),
            ("ingest/pool.jsonl", "victim/ingest/pool.jsonl", all), ("export", "victim/export", run),
            ("export/sample.jsonl", "victim/export/sample.jsonl", run), ("export/README.md", "victim/secret.txt", run),
            ("sample/decisions.jsonl", "victim/sample/decisions.jsonl", run),
            ("amendments.jsonl", "victim/secret.txt", run + [["amend", "--drop", "9cf3f5", "--reason", "x"]]),
            ("ablations", "victim", [["verify"], ["ablate"]]),
            ("ablations/random", "victim", [["verify"], ["ablate"], ["ablate", "--force"]]),
            ("ablations/random/random.jsonl", "victim/secret.txt", [["verify"], ["ablate"], ["ablate", "--force"]]),
            ("stability.jsonl", "victim/secret.txt", [["verify"], ["stability"], ["stability", "--force"]]),
            ("link", "nowhere", [["verify"]]), ("export/link", "victim", [["verify"]]),
        ]
    }()

    @Test("a link in a run's folder is not followed, whatever it stands for", arguments: 0..<plantedLinks.count)
    func links(_ number: Int) throws {
        let (place, target, commands) = Self.plantedLinks[number]
        let folder = try sampleRun()
        // What the links lead to are the run's own files, so that nothing else is at odds.
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + Self.run) {
            try FileManager.default.copyItem(
                atPath: "\(folder.path)/\(Self.run)/\(name)", toPath: "\(folder.path)/victim/\(name)")
        }
        try? FileManager.default.removeItem(atPath: "\(folder.path)/\(Self.run)/\(place)")
        try folder.plant("\(Self.run)/\(place)", linkTo: target)
        let before = try Listing(of: folder.path + "/victim")
        for words in commands {
            let result = try Program.run(words, in: folder.path)
            #expect(result.status == 1, "\(words): \(result)")
            #expect(result.diagnostics.contains("\(Self.run)/\(place)"), "\(words): \(result.diagnostics)")
            #expect(result.diagnostics.contains(" link"), "\(words): \(result.diagnostics)")
            #expect(try Listing(of: folder.path + "/victim") == before, "\(words)")
        }
        let kind = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(Self.run)/\(place)")[.type]
        #expect(kind as? FileAttributeType == .typeSymbolicLink)
    }

    @Test("a run's folder that is itself reached through links is as any other")
    func linkedFolder() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let disk = TemporaryFolder()
        try folder.plant("data", linkTo: disk.path)
        for words in [["--quiet"], ["ablate"], ["stability", "--seeds", "3"], ["verify", "--deep"], ["--force"]] {
            let result = try Program.run(words, in: folder.path)
            #expect(result.status == 0, "\(words): \(result.diagnostics)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path + "/runs") == ["sample"])
    }

    /// A file that stands where a command would write, and the command with which it is made.
    private static let hindrances: [(place: String, words: [String])] = [
        ("run.json", []), ("ingest/pool.texts", []), ("ingest/pool.jsonl", []), ("ingest/pool.index", []),
        ("ingest/rejected.jsonl", []), ("quality/decisions.jsonl", []), ("export/sample.jsonl", []),
        ("export/README.md", []), ("export/gate.json", []), ("export/sample.sft.jsonl", []),
        ("ablations/random/random.jsonl", ["ablate"]), ("ablations/full/decisions.jsonl", ["ablate"]),
        ("ablations/comparison.csv", ["ablate"]), ("stability.jsonl", ["stability", "--seeds", "3"]),
    ]

    @Test("a file that is not on record is not replaced, unless that is forced", arguments: 0..<hindrances.count)
    func inTheWay(_ number: Int) throws {
        let (place, words) = Self.hindrances[number]
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let settings = place.contains(".sft.") ? ["--set", "export.format=[\"jsonl\",\"sft\"]"] : []
        if !words.isEmpty { #expect(try Program.run(["--quiet"], in: folder.path).status == 0) }
        let path = "\(Self.run)/\(place)"
        try folder.plant(path)
        let before = try Listing(of: folder.path).only([path])
        let message =
            place == "run.json"
            ? "curate: cannot read \(path): it is not the manifest of a run; move it away, or replace it with --force\n"
            : "curate: cannot write \(path): a file that run.json does not name is in the way; move it away, or replace it "
                + "with --force\n"
        for more in words.isEmpty ? [[], ["--dry-run"]] : [[]] {
            let result = try Program.run(words + settings + ["--quiet"] + more, in: folder.path)
            #expect(result == Program.Result(status: 1, output: "", diagnostics: message))
        }
        #expect(try Listing(of: folder.path).lost(since: before) == [])
        // Nothing stands in the way of the stages before.
        let forced = try Program.run(words + settings + ["--quiet", "--force"], in: folder.path)
        #expect(forced.status == 0, "\(forced.diagnostics)")
        #expect(folder.read(path) != "mine")
        #expect(try Program.run(["verify"], in: folder.path).status == 0)
        #expect(try Program.run(words + settings + ["--quiet"], in: folder.path).status == 0)
    }

    @Test("a file on record that is no longer written goes, unless somebody has changed it")
    func outdated() throws {
        let folder = try sampleRun()
        let path = Self.run + "/export/sample.jsonl"
        folder.write(path, folder.read(path) + "my own line\n")
        folder.write(
            "pipeline.json", folder.read("pipeline.json").replacing("\"name\": \"sample\"", with: "\"name\": \"other\"")
        )
        let renamed = ["--run", Self.run, "--quiet"]
        for more in [[], ["--dry-run"]] {
            let result = try Program.run(renamed + more, in: folder.path)
            #expect(
                result
                    == Program.Result(
                        status: 1, output: "",
                        diagnostics:
                            "curate: cannot remove \(path): it is no longer part of the run, and has changed since it was written; move it "
                            + "away, or replace it with --force\n"))
        }
        #expect(folder.read(path).hasSuffix("my own line\n"))
        #expect(try Program.run(renamed + ["--force"], in: folder.path).status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/" + path))
        #expect(try Program.run(["verify", "--run", Self.run], in: folder.path).status == 0)
    }

    @Test("a lock that is not the program's stays, and what else may lock an empty one goes on")
    func locks() throws {
        let folder = try sampleRun()
        for text in ["my lock\n", "12 34\n", String(repeating: "1", count: 70)] {
            folder.write(Self.run + "/.lock", text)
            let before = try Listing(of: folder.path)
            for words in [["--force"], ["ablate"], ["stability"], ["amend", "--drop", "9cf3f5", "--reason", "x"]] {
                let result = try Program.run(words + ["--quiet"], in: folder.path)
                #expect(
                    result
                        == Program.Result(
                            status: 1, output: "",
                            diagnostics:
                                "curate: cannot lock \(Self.run): \(Self.run)/.lock is not curate's, and stays as it is; it must go "
                                + "first\n"))
            }
            #expect(try Listing(of: folder.path) == before)
        }
        folder.write(Self.run + "/.lock", "")
        let before = try Listing(of: folder.path).only([Self.run + "/.lock"])
        #expect(try Program.run(["--force", "--quiet"], in: folder.path).status == 0)
        #expect(try Listing(of: folder.path).lost(since: before) == [])
    }
}
