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
                        "curate: run: another run is using this folder (process \(first.processIdentifier)); wait for "
                        + "it to finish, or name another folder with --run\n"))
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
