import Files
import Foundation
import Messages
import Stages
import TestSupport
import Testing

@testable import Runs
@testable import curate

@Suite("Progress")
struct ProgressTests {
    @Test(
        "tells the share, the rows, and once it is known, the rate and the time left",
        arguments: [
            (0, 0, 0, 0.0, "100%, 0 rows"), (0, 100, 0, 9, "0%, 0 rows"), (50, 100, 1, 1.9, "50%, 1 row"),
            (50, 100, 3000, 2, "50%, 3,000 rows, 1,500/s, 2 s left"),
            (840, 1000, 1_234_567, 1050, "84%, 1,234,567 rows, 1,175/s, 3 min 20 s left"),
            (1, 100, 10, 3600, "1%, 10 rows, 0/s, 99 h 0 min left"), (200, 100, 10, 10, "100%, 10 rows, 1/s, 0 s left"),
            (84, 100, 999_999_999, 245_000, "84%, 999,999,999 rows, 4,081/s, 12 h 57 min left"),
        ])
    func rate(_ done: Int, _ total: Int, _ rows: Int, _ seconds: Double, _ words: String) {
        #expect(ReadingRate(done: done, total: total, rows: rows, seconds: seconds).words == words)
        #expect(("ingest " + words).count <= 60)
    }

    @Test(
        "durations have two units",
        arguments: [
            (0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3599, "59 min 59 s"), (3600, "1 h 0 min"),
            (360_000, "100 h 0 min"),
        ])
    func durations(_ seconds: Int, _ words: String) {
        #expect(ReadingRate.duration(seconds) == words)
    }

    @Test("what is kept is one sentence, whatever was at work")
    func kept() {
        var progress = RunProgress()
        #expect(progress.words(in: "r") == "no stage has begun in r; the same command starts with the first")
        progress.take(.started(.ingest, .forced))
        progress.take(.progress(.ingest, done: 1, of: 2))
        let start = "ingest was not finished, and nothing of its work is kept in r; the same command starts it again"
        #expect(progress.words(in: "r").text == start)
        let record = StageRecord(settings: [:], toolVersion: "", inputs: [], outputs: [], counts: [:], seconds: 0)
        progress.take(.finished(.ingest, record))
        #expect(progress.words(in: "r") == "ingest is complete and kept in r; the same command continues after that")
        progress.take(.upToDate(.decontaminate))
        progress.take(.started(.quality, .forced))
        progress.take(.started(.difficulty, .forced))
        #expect(
            progress.words(in: "r\u{1B}").text
                == "ingest and decontaminate are complete and kept in r\\u{1b}; quality was not finished, and the same command "
                + "starts it again")
    }

    @Test("is one line on a terminal, which does not wrap, and nothing elsewhere", arguments: [60, 24])
    func terminal(_ columns: Int) throws {
        let folder = try TemporaryFolder.withSample()
        // Python's pseudo-terminal, if the machine has one.
        guard Program.shellHas("python3") else { return }
        folder.write(
            "watch.py",
            """
            import fcntl, os, pty, struct, sys, termios
            pid, terminal = pty.fork()
            if pid == 0:
                fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, \(columns), 0, 0))
                os.execv(sys.argv[1], [sys.argv[1], "--run", "r"])
            text = b""
            try:
                while piece := os.read(terminal, 65536):
                    text += piece
            except OSError:
                pass
            os.waitpid(pid, 0)
            sys.stdout.buffer.write(text)
            """)
        let shown = try Program.shell("python3 watch.py '\(Program.path)'", in: folder.path)
        #expect(shown.status == 0, "\(shown.diagnostics)")
        let pieces = shown.output.components(separatedBy: "\r\u{1B}[K")
        #expect(pieces.contains { $0.hasPrefix("ingest ") && !$0.contains("\n") }, "\(shown.output)")
        // A status line ends where the next piece begins, without a line break; lines that stay may be longer.
        let moving = pieces.dropFirst().filter { !$0.contains("\n") }
        #expect(moving.allSatisfy { $0.count < columns }, "\(moving)")
        let plain = try Program.run(["--run", "s"], in: folder.path)
        #expect(!plain.diagnostics.contains("\r") && !plain.diagnostics.contains("%"))
    }
}
