import Foundation
import TestSupport
import Testing

@Suite("Killed at any moment")
struct KillTests {
    private static let kinds = ["write", "rename", "fsync", "open", "unlink", "mkdir", "link"]

    /// Where a run is killed.
    private enum Point: CustomStringConvertible {
        case call(kind: String, number: Int, when: String)
        case time(Double)

        var description: String {
            switch self {
            case .call(let kind, let number, let when):
                "\(when == "kill" ? "before" : "after") the \(kind) number \(number)"
            case .time(let seconds): "after \(seconds) s"
            }
        }
    }

    @Test(
        "a run that was killed anywhere and is started again ends with the same bytes", .enabled(if: Faults.isAvailable)
    )
    func killed() throws {
        let sample = try TemporaryFolder.withSample(inMemory: true)
        let start = Date()
        #expect(try Program.run(["--quiet", "--run", "whole"], in: sample.path).status == 0)
        let duration = Date().timeIntervalSince(start)
        let whole = try RunContents(of: sample.path + "/whole")
        #expect(whole.files.count == 20)

        var points: [Point] = []
        for kind in Self.kinds {
            let count = try Faults.count(kind, ["--quiet", "--run", "counted"], in: sample)
            try FileManager.default.removeItem(atPath: sample.path + "/counted")
            #expect(count > 0, "\(kind)")
            for number in 1...max(count, 1) {
                points += ["kill", "after"].map { .call(kind: kind, number: number, when: $0) }
            }
        }
        let timed = max(40, 200 - points.count)
        points += (0..<timed).map { .time(duration * Double($0) / Double(timed)) }
        #expect(points.count >= 200)

        var killed = 0
        for point in points {
            let run = sample.path + "/run"
            if try kill(at: point, in: sample) { killed += 1 }
            let again = try Program.run(["--quiet", "--run", "run"], in: sample.path)
            #expect(again.status == 0, "killed \(point): \(again.diagnostics)")
            let differences = try RunContents(of: run).differences(from: whole)
            #expect(differences.isEmpty, "killed \(point): \(differences)")
            try FileManager.default.removeItem(atPath: run)
        }
        // By calls every run is killed; by time the last ones may have ended before.
        #expect(killed >= points.count - timed)
    }

    /// Runs and kills; true when the run did not end by itself.
    private func kill(at point: Point, in folder: TemporaryFolder) throws -> Bool {
        switch point {
        case .call(let kind, let number, let when):
            let result = try Program.run(
                ["--quiet", "--run", "run"], in: folder.path,
                environment: Faults.environment("\(kind):\(number):\(when)"))
            #expect(result.status == SIGKILL, "\(point): \(result)")
            return true
        case .time(let seconds):
            let process = try Program.start(["--quiet", "--run", "run"], in: folder.path)
            usleep(UInt32(seconds * 1_000_000))
            if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
            return process.terminationReason == .uncaughtSignal
        }
    }

    @Test(
        "a benchmark that changed before a run that was killed is not taken for the one of its stages before",
        .enabled(if: Faults.isAvailable))
    func changedBenchmark() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        let before = folder.read("run/run.json")
        folder.write("benchmark.json", folder.read("benchmark.json").replacing("[", with: "[{\"text\": \"New\"},"))
        // A file that changed just now is not trusted anyhow.
        usleep(100_000)
        // Ingest is put on record two seconds after the benchmark was read again, and decontaminate two more later.
        let process = try Program.start(
            ["--quiet", "--run", "run", "--force"], in: folder.path, environment: Faults.environment("fsync:4:sleep1+"))
        let deadline = Date() + 60
        while folder.read("run/run.json") == before, Date() < deadline { usleep(10_000) }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(folder.read("run/run.json") != before)
        for run in ["run", "whole"] {
            #expect(try Program.run(["--quiet", "--run", run], in: folder.path).status == 0)
        }
        let whole = try RunContents(of: folder.path + "/whole")
        let differences = try RunContents(of: folder.path + "/run").differences(from: whole)
        #expect(differences.isEmpty, "\(differences)")
    }

    @Test("a synthetic pool whose making was killed is made again", .enabled(if: Faults.isAvailable))
    func synth() throws {
        let folder = TemporaryFolder(inMemory: true)
        let arguments = ["synth", "--rows", "200", "--quiet", "--out", "pool"]
        #expect(try Program.run(arguments, in: folder.path).status == 0)
        let whole = try RunContents(of: folder.path + "/pool")
        let kinds = "rename,unlink"
        let count = try Faults.count(kinds, arguments, in: folder)
        #expect(count > 20)
        for number in 1...count {
            let result = try Program.run(
                arguments, in: folder.path, environment: Faults.environment("\(kinds):\(number):after"))
            #expect(result.status == SIGKILL)
            let again = try Program.run(arguments, in: folder.path)
            #expect(again.status == 0, "killed after \(number): \(again.diagnostics)")
            #expect(try RunContents(of: folder.path + "/pool") == whole, "killed after \(number)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pool"])
    }

    @Test(
        "a second run on the same folder is refused with the first one's process id", .enabled(if: Faults.isAvailable))
    func twoAtOnce() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        let first = try Program.start(
            ["--quiet", "--run", "run"], in: folder.path,
            environment: Faults.environment("fsync:1:sleep", reached: folder.path + "/reached"))
        defer { first.waitUntilExit() }
        defer { first.terminate() }
        try folder.wait(for: "reached")
        #expect(
            try Program.run(["--run", "run"], in: folder.path)
                == Program.Result(
                    status: 1, output: "",
                    diagnostics:
                        "curate: run: another run is at work here, process \(first.processIdentifier); wait for "
                        + "its end, or name another folder with --run\n"))
    }

    @Test("a lock that a dead run left is no hindrance", .enabled(if: Faults.isAvailable))
    func staleLock() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        _ = try Program.run(
            ["--quiet", "--run", "run"], in: folder.path, environment: Faults.environment("fsync:5:kill"))
        #expect(FileManager.default.fileExists(atPath: folder.path + "/run/.lock"))
        // The id in it may meanwhile be another process's.
        folder.write("run/.lock", "\(ProcessInfo.processInfo.processIdentifier)\n")
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/run/.lock"))
    }
}

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
            (1, "no stage is whole in run; nothing is kept of ingest, which was at work"),
            (6, "ingest is whole in run; nothing is kept of decontaminate, which was at work"),
            (8, "ingest and decontaminate are whole in run; nothing is kept of quality, which was at work"),
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
                    == "curate: stopped by \(name): \(words); the same command goes on from there\n")
            let left = try RunContents(of: folder.path + "/run").files.keys
            #expect(!left.contains { $0.hasSuffix(".partial") || $0.hasSuffix(".lock") }, "\(left)")
            #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
            #expect(try RunContents(of: folder.path + "/run").differences(from: whole) == [])
            for name in ["run", "reached"] { try FileManager.default.removeItem(atPath: folder.path + "/" + name) }
        }
    }

    @Test(
        "an amend that is told to end says what makes the set anew, and that does",
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
                == "curate: stopped by SIGINT: the amendment is on record, and curate --run run --stage all\(what) makes the set "
                + "anew\n")
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
                == "curate: stopped by SIGINT: the set cannot be made so; whether the amendment is still on record stands in "
                + "run/amendments.jsonl, and curate amend --undo --run run takes the last one back\n")
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
