import Bytes
import Files
import Foundation
import TestSupport
import Testing

@Suite("curate with compressed files")
struct CompressedCommandTests {
    /// A folder with the sample, whose text files are compressed under their own names.
    private static func compressedSample(_ compress: ([UInt8]) -> [UInt8]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder.withSample()
        for name in folder.names where !name.hasSuffix(".sqlite") && name != "pipeline.json" {
            folder.write(name, compress(try InputFile.contents(of: folder.path + "/" + name)))
        }
        return folder
    }

    @Test(
        "a run over them writes the same bytes, records their own digests, and is verified", arguments: [true, false])
    func same(_ isGzip: Bool) throws {
        let plain = try TemporaryFolder.withSample()
        let packed = try Self.compressedSample { isGzip ? gzip($0) : zstd($0) }
        for folder in [plain, packed] {
            #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        }
        for name in [
            "ingest/pool.jsonl", "ingest/pool.texts", "ingest/rejected.jsonl", "decontaminate/decisions.jsonl",
            "export/sample.jsonl", "export/gate.json",
        ] {
            #expect(packed.read("run/" + name) == plain.read("run/" + name), "\(name)")
            #expect(!packed.read("run/" + name).isEmpty)
        }
        let inputs = try #require(try json(packed.read("run/run.json"))["stages"]?["ingest"]?["inputs"]?.list)
        let record = try #require(inputs.first { $0["path"]?.string?.hasSuffix("aime.csv") == true })
        let bytes = try InputFile.contents(of: packed.path + "/aime.csv")
        #expect(record["bytes"]?.integer == bytes.count)
        #expect(record["digest"]?.string == bytes.withByteView { "\(Digest(of: $0, .xxh64))" })
        let verified = try Program.run(["verify", "--run", "run", "--deep"], in: packed.path)
        #expect(verified.status == 0, "\(verified.diagnostics)")
    }

    /// Runs ingest of the sample with other bytes in place of a file of 2,000 rows.
    private static func ingest(_ bytes: [UInt8], limit: String = "0.1") throws -> (Program.Result, TemporaryFolder) {
        let folder = try TemporaryFolder.withSample()
        folder.write("contest.jsonl", bytes)
        let result = try Program.run(
            [
                "--run", "run", "--stage", "ingest", "--set", "sources.contest.map={\"question\":\"{problem}\"}",
                "--set", "limits.rejected=\(limit)",
            ], in: folder.path)
        return (result, folder)
    }

    private static let packed = gzip(
        Array((0..<2000).map { "{\"problem\":\"What is \($0) plus \($0 * 31 % 977)?\"}\n" }.joined().utf8))

    @Test("one that breaks off gives the rows before, and what is lost is told")
    func cut() throws {
        let half = Self.packed.count / 2
        let (result, folder) = try Self.ingest(Array(Self.packed[..<half]))
        #expect(result.status == 0, "\(result.diagnostics)")
        let words = "the gzip data ends too early at byte \(half) of the file (what follows its "
        #expect(result.diagnostics.contains(words), "\(result.diagnostics)")
        let rejected = try folder.lines("run/ingest/rejected.jsonl").last { $0["source"] == "contest" }
        let read = try folder.lines("run/ingest/pool.jsonl").count { $0["source"] == "contest" }
        #expect(read > 500 && rejected?["line"]?.integer == read + 1)
    }

    @Test("one that is damaged fails the run where more of its own bytes are lost than the limit allows")
    func damaged() throws {
        var bytes = Self.packed
        let place = bytes.count / 2
        for k in place..<place + 100 { bytes[k] = 0xFF }
        let (failed, _) = try Self.ingest(bytes)
        #expect(failed.status == 1)
        #expect(failed.diagnostics.contains("invalid gzip data"), "\(failed.diagnostics)")
        #expect(failed.diagnostics.contains("bytes of the source \"contest\" could not be read, more than"))
        #expect(try Self.ingest(bytes, limit: "0.9").0.status == 0)
    }
}
