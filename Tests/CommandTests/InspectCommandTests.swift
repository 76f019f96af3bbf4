import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate inspect")
struct InspectCommandTests {
    @Test("shows what a rule dropped, with the evidence")
    func readable() throws {
        #expect(
            try Program.run(["inspect", "quality", "--dropped", "--rule", "emphasis"], in: finished.path)
                == Program.Result(
                    status: 0,
                    output: """
                        74bd9a833d56eb3d  contest  Number theory
                          emphasis: found **Problem7**, offset 0, line 1
                          **Problem7** Find all primes $p$ for which $p^2 + 2$ is prime.


                        """, diagnostics: "1 question\n"))
    }

    @Test("whole questions as JSONL, with the decision")
    func full() throws {
        let result = try Program.run(["inspect", "quality", "--rule", "numbering", "--full"], in: finished.path)
        #expect(result.diagnostics == "")
        let line = try json(result.output)
        #expect(line["question"]?.string?.hasPrefix("p12. Sixteen chairs") == true)
        #expect(line["thinking_trajectories"]?.list?.count == 1)
        #expect(
            line["decision"]?.compactText
                == "{\"stage\":\"quality\",\"keep\":false,\"rule\":\"numbering\",\"evidence\":{\"found\":\"p12.\",\"offset\":0,\"line\":1}}"
        )
        #expect(try Program.run(["inspect", "decontaminate", "--full"], in: finished.path).output.lines.count == 46)
        #expect(
            try Program.run(["inspect", "ingest", "--full", "--limit", "3"], in: finished.path).output.lines.count == 4)
    }

    @Test("rows of one source or domain, kept or dropped, up to a limit")
    func filters() throws {
        func ids(_ arguments: [String]) throws -> [String] {
            let answer = try json(try Program.run(["inspect"] + arguments + ["--json"], in: finished.path).output)
            return answer["rows"]?.list?.compactMap { $0["id"]?.string } ?? []
        }
        #expect(try ids(["difficulty", "--source", "AIME"]).count == 3)
        #expect(
            try ids(["difficulty", "--source", "AIME", "--limit", "2"])
                == Array(try ids(["difficulty", "--source", "AIME"]).prefix(2)))
        #expect(try ids(["ingest", "--domain", "Geometry"]).count == 6)
        #expect(try ids(["sample", "--rule", "preselected"]).count == 5)
        #expect(try ids(["sample", "--dropped"]).count == 7)
        #expect(try ids(["export"]).count == 12)
        let rejected = try json(
            try Program.run(["inspect", "ingest", "--dropped", "--json"], in: finished.path).output)
        // Two that cannot be read, and one that a condition left out.
        #expect(rejected["count"] == 3)
        #expect(rejected["rows"]?.list?.map { $0["rule"]?.string } == ["rejected", "rejected", "left_out"])
        #expect(
            rejected["rows"]?.list?.first?["evidence"]?["reason"] == "invalid JSON: a string without its closing quote")
    }

    @Test("says how many there are when it shows fewer")
    func limit() throws {
        let result = try Program.run(["inspect", "ingest"], in: finished.path)
        #expect(result.diagnostics == "20 of 49 questions; --limit shows more\n")
        #expect(result.output.lines.filter { $0.isEmpty }.count == 21)
    }

    @Test("a reader that goes away is no failure")
    func closedPipe() throws {
        let result = try Program.shell(
            "curate inspect decontaminate --full | head -n 1; curate explain e236 | head -c 5; curate funnel | true",
            in: finished.path)
        #expect(result.status == 0)
        #expect(result.diagnostics == "")
        #expect(result.output.lines.count == 2)
    }

    @Test(
        "what cannot be written to standard output is an error, with the system's word",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
        arguments: ["funnel", "inspect sample --full", "explain e236", "schema", "--version", "--help", "verify"])
    func fullOutput(words: String) throws {
        #expect(
            try Program.shell("curate \(words) >/dev/full", in: finished.path)
                == Program.Result(
                    status: 1, output: "",
                    diagnostics: "curate: cannot write standard output: No space left on device\n"))
    }

    @Test("without standard input and standard error a run writes its files and nothing else into them")
    func noStreams() throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.shell("curate <&- 2>&- >/dev/null", in: folder.path).status == 0)
        let result = try Program.shell("curate verify | tail -n 1; cat data/runs/sample/.lock", in: folder.path)
        #expect(result.output == "data/runs/sample is verified\n")
    }

    @Test(
        "without standard output no command begins its work",
        arguments: [
            "", "--help", "--version", "help", "help run", "run", "run --force", "run --dry-run", "inspect sample",
            "inspect sample --full", "funnel", "funnel --json", "explain e236", "ablate", "stability --seeds 5",
            "what-if --seed 1", "diff data/runs/sample data/runs/sample", "verify", "verify --json", "schema",
            "amend --drop bdf2 --reason x", "synth --rows 16", "tokens --tokenizer x y",
        ])
    func noOutput(_ words: String) throws {
        let folder = try TemporaryFolder.withSample()
        let message =
            "curate: standard output is closed, so the answer cannot be printed; use >/dev/null to discard it\n"
        for closed in [">&-", "<&- >&-", "1</dev/null"] {
            #expect(
                try Program.shell("curate \(words) \(closed)", in: folder.path)
                    == Program.Result(status: 1, output: "", diagnostics: message), "\(words) \(closed)")
        }
        #expect(try Program.shell("curate \(words) >&- 2>&-", in: folder.path).status == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
    }

    @Test("a wrong command line is told as such even so")
    func wrongWithoutOutput() throws {
        let result = try Program.shell("curate funnell >&-", in: finished.path)
        #expect(result.status == 2)
        #expect(result.diagnostics == "curate: funnell: unknown command; did you mean \"funnel\"?\n")
    }

    @Test("standard input that is closed is no empty text")
    func noInput() throws {
        let vocabulary = Program.package + "/Tests/TokenizerTests/Fixtures"
        for words in ["tokens", "tokens --field a"] {
            #expect(
                try Program.shell("curate \(words) --tokenizer '\(vocabulary)' - <&-", in: finished.path)
                    == Program.Result(
                        status: 1, output: "", diagnostics: "curate: cannot read standard input: Bad file descriptor\n")
            )
        }
        #expect(
            try Program.shell("curate tokens --tokenizer '\(vocabulary)' - </dev/null", in: finished.path)
                == Program.Result(status: 0, output: "0\n", diagnostics: ""))
    }

    @Test("a pipe that does not wait for its reader gets everything")
    func pipeThatDoesNotWait() throws {
        let whole = try Program.run(["inspect", "ingest", "--full"], in: finished.path)
        let pipe = Pipe()
        let end = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) == 0)
        // The pipe has no room for the whole answer; 1031 is F_SETPIPE_SZ.
        #if os(Linux)
        #expect(fcntl(end, 1031, 4096) >= 4096)
        #endif
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["inspect", "ingest", "--full"]
        process.currentDirectoryURL = URL(fileURLWithPath: finished.path)
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        try pipe.fileHandleForWriting.close()
        usleep(200_000)
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: output, as: UTF8.self) == whole.output)
        #expect(whole.output.utf8.count > 8192)
    }
}

let finished = FinishedSample.folder
