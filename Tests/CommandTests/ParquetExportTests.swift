import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Rows
@testable import Stages

@Suite("The export as Parquet")
struct ParquetExportTests {
    private static func run(_ formats: String, _ more: [String] = []) throws -> TemporaryFolder {
        let folder = try TemporaryFolder.withSample()
        let result = try Program.run(
            ["--quiet", "--run", "run", "--set", "export.format=\(formats)"] + more, in: folder.path)
        #expect(result.status == 0, "\(result.diagnostics)")
        return folder
    }

    /// The rows of a file of Parquet as lines of JSON.
    private static func lines(_ path: String) throws -> [String] {
        let reader = try ParquetLines(try InputFile(path))
        var lines: [String] = []
        while let line = try reader.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    @Test("has the rows and columns of the JSON lines", arguments: [false, true])
    func rows(_ isSplit: Bool) throws {
        let folder = try Self.run(
            #"["jsonl","parquet"]"#, isSplit ? ["--set", "train.validation=0.25", "--threads", "1"] : [])
        for part in isSplit ? ["sample.train", "sample.validation"] : ["sample"] {
            let lines = folder.read("run/export/\(part).jsonl").split(separator: "\n").map(String.init)
            #expect(!lines.isEmpty)
            #expect(try Self.lines(folder.path + "/run/export/\(part).parquet") == lines)
        }
        let verified = try Program.run(["verify", "--run", "run", "--deep"], in: folder.path)
        #expect(verified.status == 0, "\(verified.diagnostics)")
    }

    @Test("has the same bytes whatever the number of threads and the other formats")
    func bytes() throws {
        let one = try Self.run(#"["parquet"]"#, ["--threads", "1"])
        let three = try Self.run(
            #"["sft","parquet","jsonl"]"#, ["--threads", "3", "--set", "export.control_tokens=keep"])
        let bytes = try InputFile.contents(of: one.path + "/run/export/sample.parquet")
        #expect(try InputFile.contents(of: three.path + "/run/export/sample.parquet") == bytes)
        #expect(String(decoding: bytes, as: UTF8.self).contains("curate version 1"))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("huggingface"))
    }

    @Test("is the one configuration of the dataset card where it comes first, and a file beside the others elsewhere")
    func card() throws {
        // `datasets` reads all configurations of a folder with one reader.
        let first = try Self.run(#"["parquet","jsonl"]"#).read("run/export/README.md")
        #expect(
            first.contains(
                """
                configs:
                - config_name: default
                  default: true
                  data_files:
                  - split: train
                    path: "sample.parquet"
                dataset_info:
                - config_name: default
                """))
        #expect(first.contains("| `sample.parquet` | default | train | 12 |"))
        #expect(first.contains("| `sample.jsonl` |  | train | 12 |"))
        let second = try Self.run(#"["jsonl","parquet"]"#).read("run/export/README.md")
        #expect(second.components(separatedBy: "- config_name:").count == 3)
        #expect(second.contains("    path: \"sample.jsonl\"\ndataset_info:"))
        #expect(second.contains("| `sample.parquet` |  | train | 12 |"))
    }

    @Test("is not verified when it was changed, even where run.json was changed with it")
    func changed() throws {
        let folder = try Self.run(#"["parquet"]"#)
        let path = folder.path + "/run/export/sample.parquet"
        var bytes = try InputFile.contents(of: path)
        bytes[bytes.count / 2] ^= 1
        folder.write("run/export/sample.parquet", bytes)
        let result = try Program.run(["verify", "--run", "run"], in: folder.path)
        #expect(result.status == 1)
        #expect(result.diagnostics.contains("sample.parquet: it has changed since it was written"))
    }

    @Test("can be the source of another run, with the same questions")
    func again() throws {
        let folder = try Self.run(#"["jsonl","parquet"]"#)
        for ending in ["jsonl", "parquet"] {
            folder.write(
                "\(ending).json",
                """
                { "name": "again", "sources": [
                    { "name": "s", "format": "\(ending)", "path": "run/export/sample.\(ending)" } ],
                  "classify": { "taxonomy": null }, "quality": { "require": [] }, "difficulty": { "solvers": [] },
                  "sample": { "target": 5 } }
                """)
            let result = try Program.run(
                ["--config", "\(ending).json", "--run", ending, "--quiet"], in: folder.path)
            #expect(result.status == 0, "\(result.diagnostics)")
        }
        #expect(folder.read("parquet/export/again.jsonl") == folder.read("jsonl/export/again.jsonl"))
        #expect(folder.read("parquet/ingest/rejected.jsonl").isEmpty)
    }
}
