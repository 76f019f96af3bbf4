import Foundation
import TestSupport
import Testing

@Suite("What a killed program leaves, and what it does not touch", .enabled(if: Faults.isAvailable))
struct LeftoverTests {
    private static let quiet = ["--quiet", "--run", "run"]

    /// The names under which a folder has something of the program's for the time being.
    private func leftovers(_ folder: TemporaryFolder, _ name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + name).filter { $0.hasPrefix(".") }
    }

    /// Runs a command that is killed before or after every call of some kinds, one after the other.
    ///
    /// - Parameter check: is called with the place after each.
    private func killEverywhere(
        _ kinds: String, _ words: [String], in folder: TemporaryFolder, prepare: () throws -> Void = {},
        check: (String) throws -> Void
    ) throws {
        try prepare()
        let count = try Faults.count(kinds, words, in: folder)
        #expect(count > 2, "\(kinds) of \(words)")
        for number in 1...max(count, 1) {
            for when in ["kill", "after"] {
                try prepare()
                let fault = "\(kinds):\(number):\(when)"
                let killed = try Program.run(words, in: folder.path, environment: Faults.environment(fault))
                #expect(killed.status == SIGKILL, "\(fault)")
                try check("\(words) \(fault)")
            }
        }
    }

    private func remove(_ name: String, in folder: TemporaryFolder) {
        try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }

    @Test(
        "files that a killed run published and did not put on record are its own, also when they are made anew otherwise"
    )
    func changedSource() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let (source, changed) = (folder.read("contest.jsonl"), folder.read("contest.jsonl").lines.dropFirst())
        folder.write("contest.jsonl", changed.joined(separator: "\n"))
        #expect(try Program.run(["--quiet", "--run", "whole"], in: folder.path).status == 0)
        let whole = try RunContents(of: folder.path + "/whole")
        try killEverywhere("rename,unlink", Self.quiet, in: folder) {
            remove("run", in: folder)
            folder.write("contest.jsonl", source)
        } check: { place in
            folder.write("contest.jsonl", changed.joined(separator: "\n"))
            let dry = try Program.run(Self.quiet + ["--dry-run"], in: folder.path)
            #expect(dry.status == 0, "\(place): \(dry.diagnostics)")
            let again = try Program.run(Self.quiet, in: folder.path)
            #expect(again.status == 0, "\(place): \(again.diagnostics)")
            #expect(try RunContents(of: folder.path + "/run").differences(from: whole) == [], "\(place)")
        }
    }

    @Test("a file that somebody puts where a killed run had not yet come, or in the place of what it published, stays")
    func inItsPlace() throws {
        for place in ["run/ingest/pool.index", "run/ingest/pool.texts"] {
            let folder = try TemporaryFolder.withSample(inMemory: true)
            _ = try Program.run(Self.quiet, in: folder.path, environment: Faults.environment("rename:1:after"))
            #expect(folder.read("run/ingest/pool.texts").isEmpty == false)
            remove(place, in: folder)
            folder.write(place, "mine")
            let again = try Program.run(Self.quiet, in: folder.path)
            #expect(
                again
                    == Program.Result(
                        status: 1, output: "",
                        diagnostics:
                            "curate: cannot write \(place): a file stands there that run.json does not name; move it "
                            + "away, or let --force replace it\n"))
            #expect(folder.read(place) == "mine")
            #expect(try leftovers(folder, "run") == [])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/run/ingest").count == 1)
        }
    }

    @Test("what somebody else has put into the folder of a run that is killed stays as it was")
    func foreignFiles() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(["--quiet", "--run", "whole"], in: folder.path).status == 0)
        let whole = try RunContents(of: folder.path + "/whole")
        let names = ["run/notes.txt", "run/x.partial", "run/ingest/pool.texts.partial", "run/export/notes.txt"]
        var before: Listing?
        try killEverywhere("rename,unlink", Self.quiet, in: folder) {
            remove("run", in: folder)
            for name in names { try folder.plant(name) }
            before = try Listing(of: folder.path).only(names)
        } check: { place in
            #expect(try Program.run(Self.quiet, in: folder.path).status == 0, "\(place)")
            if let before { #expect(try Listing(of: folder.path).lost(since: before) == [], "\(place)") }
            let differences = try RunContents(of: folder.path + "/run").differences(from: whole)
            #expect(differences.map { "run/" + $0 } == names.sorted(), "\(place)")
        }
    }

    @Test(
        "an answer that was killed is asked again, and nothing is left of the first",
        arguments: [
            ["ablate", "--run", "run"], ["stability", "--seeds", "3", "--run", "run"],
        ])
    func answers(_ words: [String]) throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        for run in ["whole", "run"] {
            #expect(try Program.run(["--quiet", "--run", run], in: folder.path).status == 0)
        }
        let words = words + ["--config", "pipeline.json"]
        #expect(try Program.run(words.map { $0 == "run" ? "whole" : $0 }, in: folder.path).status == 0)
        let whole = try RunContents(of: folder.path + "/whole")
        try FileManager.default.copyItem(atPath: folder.path + "/run", toPath: folder.path + "/first")
        try killEverywhere("rename,unlink,link,mkdir", words, in: folder) {
            remove("run", in: folder)
            try FileManager.default.copyItem(atPath: folder.path + "/first", toPath: folder.path + "/run")
        } check: { place in
            let again = try Program.run(words, in: folder.path)
            #expect(again.status == 0, "\(place): \(again.diagnostics)")
            #expect(try RunContents(of: folder.path + "/run").differences(from: whole) == [], "\(place)")
            #expect(try Program.run(["verify", "--run", "run"], in: folder.path).status == 0, "\(place)")
        }
    }

    @Test("verify --deep that was killed leaves a folder that the next one takes away, unless its owner lives")
    func deep() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(Self.quiet, in: folder.path).status == 0)
        let deep = ["verify", "--deep", "--run", "run"]
        for fault in ["mkdir:1:after", "mkdir:2:after", "rename:3:after", "unlink:1:after"] {
            _ = try Program.run(deep, in: folder.path, environment: Faults.environment(fault))
            #expect(try leftovers(folder).count == 1)
            #expect(try Program.run(deep, in: folder.path).status == 0, "\(fault)")
            #expect(try leftovers(folder) == [], "\(fault)")
        }
        let first = try Program.start(
            deep, in: folder.path, environment: Faults.environment("fsync:3:sleep3", reached: folder.path + "/reached"))
        try folder.wait(for: "reached")
        #expect(try Program.run(deep, in: folder.path).status == 0)
        #expect(try leftovers(folder).count == 1)
        first.waitUntilExit()
        #expect(first.terminationStatus == 0, "\(Program.diagnostics(of: first))")
        #expect(try leftovers(folder) == [])
    }

    @Test(
        "a pool that another was to replace when the program was killed is replaced by the next, and what is not a pool's stays"
    )
    func synth() throws {
        let folder = TemporaryFolder(inMemory: true)
        func words(_ rows: Int, _ name: String = "pool") -> [String] {
            ["synth", "--rows", "\(rows)", "--trace-scale", "0", "--quiet", "--out", name, "--force"]
        }
        #expect(try Program.run(words(30), in: folder.path).status == 0)
        #expect(try Program.run(words(100, "other"), in: folder.path).status == 0)
        try FileManager.default.moveItem(atPath: folder.path + "/pool", toPath: folder.path + "/first")
        let other = try RunContents(of: folder.path + "/other")
        let names = ["pool/notes.txt", "pool/sources/mine.partial", "pool/.x/own.txt"]
        var before: Listing?
        try killEverywhere("rename,unlink", words(100), in: folder) {
            remove("pool", in: folder)
            try FileManager.default.copyItem(atPath: folder.path + "/first", toPath: folder.path + "/pool")
            for name in names { try folder.plant(name) }
            before = try Listing(of: folder.path).only(names)
        } check: { place in
            // Whatever stands there, it is not taken for a whole pool, or it is one.
            let unforced = try Program.run(words(100).dropLast(), in: folder.path)
            #expect(unforced.status == 0 || unforced.status == 2, "\(place): \(unforced.diagnostics)")
            #expect(try Program.run(words(100), in: folder.path).status == 0, "\(place)")
            if let before { #expect(try Listing(of: folder.path).lost(since: before) == [], "\(place)") }
            let differences = try RunContents(of: folder.path + "/pool").differences(from: other)
            #expect(differences.map { "pool/" + $0 } == (names + ["pool/.x"]).sorted(), "\(place)")
        }
        #expect(try leftovers(folder) == [])
    }

    @Test(
        "SIGINT takes away what there is for the time being, whatever was at work",
        arguments: [
            (["ablate", "--run", "run"], "fsync:3"), (["stability", "--seeds", "3", "--run", "run"], "fsync:1"),
            (["verify", "--deep", "--run", "run"], "fsync:4"), (["synth", "--rows", "40", "--out", "pool"], "fsync:5"),
            (["--force", "--run", "run"], "rename:3"),
        ])
    func interrupted(_ words: [String], _ place: String) throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(Self.quiet, in: folder.path).status == 0)
        let process = try Program.start(
            words, in: folder.path,
            environment: Faults.environment("\(place):sleep", reached: folder.path + "/reached"))
        try folder.wait(for: "reached")
        usleep(50_000)
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(try leftovers(folder) == [])
        #expect(try leftovers(folder, "run") == [])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/pool"))
        #expect(try Program.run(Self.quiet, in: folder.path).status == 0)
        #expect(try Program.run(["verify", "--run", "run"], in: folder.path).status == 0)
    }
}
