import Foundation
import TestSupport
import Testing

@Suite("When the disk does not do what it should")
struct DiskTests {
    private static let quiet = ["--quiet", "--run", "run"]

    /// Runs under a fault, expects it to be told, and then without it, expecting the bytes of an undisturbed run.
    private func check(_ fault: String, _ message: String) throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        _ = try Program.run(["--quiet", "--run", "whole"], in: folder.path)
        let result = try Program.run(Self.quiet, in: folder.path, environment: Faults.environment(fault))
        #expect(result == Program.Result(status: 1, output: "", diagnostics: "curate: \(message)\n"))
        try expectGoesOn(in: folder, "\(fault)")
    }

    private func expectGoesOn(in folder: TemporaryFolder, _ what: String) throws {
        let whole = try RunContents(of: folder.path + "/whole")
        let left = try RunContents(of: folder.path + "/run")
        for (name, bytes) in left.files where name != "run.json" {
            #expect(bytes == whole.files[name], "\(what): \(name) stands there and is not whole")
        }
        #expect(try Program.run(Self.quiet, in: folder.path).status == 0)
        let differences = try RunContents(of: folder.path + "/run").differences(from: whole)
        #expect(differences.isEmpty, "\(what): \(differences)")
    }

    @Test(
        "a disk that is full, broken or read-only is told with the file and the system's word, and a rerun goes on",
        .enabled(if: Faults.isAvailable),
        arguments: [
            ("write:1:28+", "cannot write run/ingest/.spill.partial: No space left on device"),
            ("write:3:28+", "cannot write run/ingest/pool.texts: No space left on device"),
            ("write:9:28+", "cannot write run/decontaminate/decisions.jsonl: No space left on device"),
            ("write:10:122+", "cannot write run/decontaminate/decisions.jsonl: Disk quota exceeded"),
            ("fsync:1:5", "cannot write run/ingest/pool.texts: Input/output error"),
            ("rename:3:5", "cannot write run/ingest/pool.jsonl: Input/output error"),
            ("rename:5:30", "cannot write run/run.json: Read-only file system"),
            ("mkdir:1:30+", "cannot make run: Read-only file system"),
            ("mkdir:2:13+", "cannot make run/ingest: Permission denied"),
            ("mkdir:3:13+", "cannot make a folder in run: Permission denied"),
            ("open:1:30+", "cannot lock run: Read-only file system"),
            ("open:2:13+", "cannot write run/ingest/rejected.jsonl: Permission denied"),
            ("open:2:24+", "cannot write run/ingest/rejected.jsonl: Too many open files"),
        ])
    func told(_ fault: String, _ message: String) throws { try check(fault, message) }

    @Test("a short write is followed by the rest", .enabled(if: Faults.isAvailable))
    func shortWrite() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        _ = try Program.run(["--quiet", "--run", "whole"], in: folder.path)
        let whole = try RunContents(of: folder.path + "/whole")
        for fault in ["write:1:short+", "write:3:short", "write:12:short"] {
            #expect(
                try Program.run(Self.quiet + ["--force"], in: folder.path, environment: Faults.environment(fault))
                    .status == 0)
            #expect(try RunContents(of: folder.path + "/run").differences(from: whole) == [], "\(fault)")
        }
    }

    @Test("a file system on which a file has one name is good enough", .enabled(if: Faults.isAvailable))
    func noHardLinks() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        _ = try Program.run(["--quiet", "--run", "whole"], in: folder.path)
        let whole = try RunContents(of: folder.path + "/whole")
        let result = try Program.run(Self.quiet, in: folder.path, environment: Faults.environment("link:1:1+"))
        #expect(result.status == 0)
        #expect(try RunContents(of: folder.path + "/run").differences(from: whole) == [])
    }

    @Test(
        "an I/O error on any read ends the run with the file's name, and a rerun goes on",
        .enabled(if: Faults.isAvailable))
    func unreadable() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        _ = try Program.run(["--quiet", "--run", "whole"], in: folder.path)
        let count = try Faults.count("read", ["--quiet", "--run", "counted", "--threads", "1"], in: folder)
        #expect(count > 50)
        for number in stride(from: 1, through: count, by: 4) {
            let result = try Program.run(
                Self.quiet + ["--threads", "1"], in: folder.path, environment: Faults.environment("read:\(number):5+"))
            #expect(result.status == 1 && result.output.isEmpty, "read \(number): \(result)")
            #expect(result.diagnostics.hasPrefix("curate: "))
            #expect(
                result.diagnostics.hasSuffix(": Input/output error\n") || result.diagnostics.contains("disk I/O error"),
                "read \(number): \(result.diagnostics)")
            try expectGoesOn(in: folder, "read \(number)")
            try FileManager.default.removeItem(atPath: folder.path + "/run")
        }
    }

    @Test(
        "a file that may not grow beyond the shell's limit is told like a full disk",
        .enabled(if: !Program.isInstrumented))
    func limit() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        _ = try Program.run(["--quiet", "--run", "whole"], in: folder.path)
        // The limit counts blocks of 512 bytes, with some shells of 1,024; the pool has 39,198 bytes.
        let result = try Program.shell("ulimit -f 36; curate --quiet --run run", in: folder.path)
        #expect(
            result
                == Program.Result(
                    status: 1, output: "", diagnostics: "curate: cannot write run/ingest/pool.jsonl: File too large\n"))
        try expectGoesOn(in: folder, "a limit of 36 blocks")
    }

    @Test("a folder that may not be written is told", .enabled(if: getuid() != 0))
    func readOnlyFolder() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        try FileManager.default.createDirectory(
            atPath: folder.path + "/closed", withIntermediateDirectories: false, attributes: [.posixPermissions: 0o500])
        let result = try Program.run(["--quiet", "--run", "closed/run"], in: folder.path)
        #expect(
            result
                == Program.Result(
                    status: 1, output: "", diagnostics: "curate: cannot make closed/run: Permission denied\n"))
    }

    @Test("a small file system that is full", .enabled(if: SmallDisk.isAvailable && !Program.isInstrumented))
    func smallDisk() throws {
        let disk = try #require(SmallDisk(bytes: 64 << 10))
        let folder = try TemporaryFolder.withSample(inMemory: true)
        _ = try Program.run(["--quiet", "--run", "whole"], in: folder.path)
        let result = try Program.run(["--quiet", "--run", disk.path + "/run"], in: folder.path)
        #expect(result.status == 1)
        #expect(result.diagnostics.hasPrefix("curate: cannot write \(disk.path)/run/"))
        #expect(result.diagnostics.hasSuffix(": No space left on device\n"))
        #expect(disk.grow(to: 4 << 20))
        #expect(try Program.run(["--quiet", "--run", disk.path + "/run"], in: folder.path).status == 0)
        let whole = try RunContents(of: folder.path + "/whole")
        #expect(try RunContents(of: disk.path + "/run").differences(from: whole) == [])
    }
}

/// A file system in memory of a few bytes, where the system lets one be made.
final class SmallDisk {
    static let isAvailable = SmallDisk(bytes: 4096) != nil
    private let folder = TemporaryFolder(named: "curate-disk")
    var path: String { folder.path }

    init?(bytes: Int) {
        guard Self.run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", folder.path]) else { return nil }
    }

    deinit { _ = Self.run("umount", [folder.path]) }

    func grow(to bytes: Int) -> Bool { Self.run("mount", ["-o", "remount,size=\(bytes)", folder.path]) }

    private static func run(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
