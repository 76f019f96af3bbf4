import Foundation
import TestSupport
import Testing

@Suite("Told to end")
struct SignalTests {
    @Test(
        "SIGINT and SIGTERM end the run at once, tell what is kept, and leave nothing half written",
        .enabled(if: Faults.isAvailable), arguments: [(SIGINT, "SIGINT", Int32(130)), (SIGTERM, "SIGTERM", Int32(143))])
    func signals(_ signal: Int32, _ name: String, _ status: Int32) throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        _ = try Program.run(["--quiet", "--run", "whole"], in: folder.path)
        let whole = try RunContents(of: folder.path + "/whole")
        let cases: [(Int, String)] = [
            (1, "ingest was not finished, and nothing of its work is kept in run; the same command starts it again"),
            (
                6,
                "ingest is complete and kept in run; decontaminate was not finished, and the same command starts it again"
            ),
            (
                8,
                "ingest and decontaminate are complete and kept in run; quality was not finished, and the same command "
                    + "starts it again"
            ),
        ]
        for (number, words) in cases {
            // The call sleeps for a minute: nobody waits for it.
            let process = try Program.start(
                ["--quiet", "--run", "run"], in: folder.path,
                environment: Faults.environment("fsync:\(number):sleep", reached: folder.path + "/reached"))
            try folder.wait(for: "reached")
            // Later stages are at work until export waits for what is published.
            usleep(100_000)
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            #expect(process.terminationStatus == status)
            #expect(process.terminationReason == .exit)
            #expect(
                Program.diagnostics(of: process)
                    == "curate: stopped by \(name): \(words)\n")
            let left = try RunContents(of: folder.path + "/run").files.keys
            #expect(!left.contains { $0.hasSuffix(".partial") || $0.hasSuffix(".lock") }, "\(left)")
            #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
            #expect(try RunContents(of: folder.path + "/run").differences(from: whole) == [])
            for name in ["run", "reached"] { try FileManager.default.removeItem(atPath: folder.path + "/" + name) }
        }
    }

    @Test(
        "an amend that is told to end says what updates the set, and that does",
        .enabled(if: Faults.isAvailable),
        arguments: [
            (2, []), (4, []),
            (2, ["--set", "limits.rejected=0.5"]),
        ])
    func amend(_ number: Int, _ settings: [String]) throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let amend = ["amend", "--drop", "9cf3f5", "--reason", "the answer is wrong", "--run"]
        for run in ["whole", "run"] { _ = try Program.run(["--quiet", "--run", run] + settings, in: folder.path) }
        #expect(try Program.run(amend + ["whole"], in: folder.path).status == 0)
        let whole = try RunContents(of: folder.path + "/whole")
        let process = try Program.start(
            amend + ["run"], in: folder.path,
            environment: Faults.environment("fsync:\(number):sleep", reached: folder.path + "/reached"))
        try folder.wait(for: "reached")
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        // The command alone would make a run under other settings.
        let what = settings.isEmpty ? "" : " with the recipe and the settings of the run"
        #expect(
            Program.diagnostics(of: process)
                == "curate: stopped by SIGINT: the amendment is recorded; curate --run run --stage all\(what) updates the set\n"
        )
        #expect(try Program.run(["--quiet", "--run", "run", "--stage", "all"] + settings, in: folder.path).status == 0)
        #expect(try RunContents(of: folder.path + "/run").differences(from: whole) == [])
    }

    @Test(
        "an amend that is told to end while it is taken back says so, and can be taken back",
        .enabled(if: Faults.isAvailable))
    func impossibleAmend() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        let candidates = try folder.read("run/classify/decisions.jsonl").lines.dropLast().map(json)
            .filter { $0["keep"] == true }.compactMap { $0["id"]?.string }
        #expect(try Program.run(["amend", "--keep", candidates[0], "--run", "run"], in: folder.path).status == 0)
        let before = try RunContents(of: folder.path + "/run")
        // All cannot be held: there is room for the target. The second file that is flushed is that of the amendments before.
        let keep = ["amend", "--keep", candidates.dropFirst().joined(separator: ","), "--run", "run"]
        let process = try Program.start(
            keep, in: folder.path, environment: Faults.environment("fsync:2:sleep", reached: folder.path + "/reached"))
        try folder.wait(for: "reached")
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(
            Program.diagnostics(of: process)
                == "curate: stopped by SIGINT: the set cannot be amended in this way; run/amendments.jsonl shows whether the amendment is "
                + "still recorded, and curate amend --undo --run run withdraws the last one\n")
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 1)
        #expect(try Program.run(["amend", "--undo", "--run", "run"], in: folder.path).status == 0)
        #expect(try RunContents(of: folder.path + "/run").differences(from: before) == [])
    }

    @Test("who ignores a signal, as nohup does, is not ended by it", .enabled(if: Faults.isAvailable))
    func ignored() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "trap '' INT; exec '\(Program.path)' --quiet --run run >out 2>&1"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(Faults.environment("fsync:2:sleep2")) { $1 }
        try process.run()
        try folder.wait(for: "run/ingest/pool.texts")
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(folder.read("out").hasSuffix("12 questions in run/export/sample.jsonl\n"))
        // The other stages did not wait for the disk either, and have the same bytes.
        _ = try Program.run(["--quiet", "--run", "whole"], in: folder.path)
        let whole = try RunContents(of: folder.path + "/whole")
        #expect(try RunContents(of: folder.path + "/run").differences(from: whole) == [])
    }
}
