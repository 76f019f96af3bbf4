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

    @Test("ablations are written so, too, where the export is, and inspect writes whole questions")
    func tables() throws {
        let folder = try Self.run(#"["jsonl","parquet"]"#)
        let ablated = try Program.run(["ablate", "--run", "run", "random"], in: folder.path)
        #expect(ablated.status == 0, "\(ablated.diagnostics)")
        let set = "run/ablations/random/random"
        let lines = folder.read(set + ".jsonl").split(separator: "\n").map(String.init)
        #expect(!lines.isEmpty)
        #expect(try Self.lines(folder.path + "/" + set + ".parquet") == lines)
        #expect(try json(folder.read("run/run.json")).compactText.contains("random.parquet"))
        let words = ["inspect", "--run", "run", "quality", "--dropped", "--full"]
        let shown = try Program.run(words, in: folder.path).output.lines.dropLast().map { try json($0) }
        let written = try Program.run(words + ["--parquet", "dropped.parquet"], in: folder.path)
        #expect(written.status == 0 && written.output == "")
        #expect(written.diagnostics == "dropped.parquet: \(shown.count) questions\n")
        let rows = try Self.lines(folder.path + "/dropped.parquet").map { try json($0) }
        #expect(rows.count == shown.count && rows.count > 1)
        for (row, whole) in zip(rows, shown) {
            #expect(row.object?.names == whole.object?.names)
            for member in try #require(whole.object).members {
                let isDocument = ["outcomes", "origin", "decision"].contains(member.name) && member.value.object != nil
                let expected: JSON = isDocument ? .string(member.value.compactText) : member.value
                #expect(row[member.name] == expected, "\(member.name)")
            }
        }
    }

    @Test("ablations are JSON lines alone where the export is")
    func linesAlone() throws {
        let folder = try Self.run(#"["jsonl"]"#)
        #expect(try Program.run(["ablate", "--run", "run", "random"], in: folder.path).status == 0)
        #expect(!Folder.hasFile(folder.path + "/run/ablations/random/random.parquet"))
        #expect(Folder.hasFile(folder.path + "/run/ablations/random/random.jsonl"))
        let limited = ["inspect", "sample", "--run", "run", "--full", "--limit", "3", "--parquet", "a.parquet"]
        #expect(try Program.run(limited, in: folder.path).status == 0)
        #expect(try Self.lines(folder.path + "/a.parquet").count == 3)
        let cases: [([String], String)] = [
            (limited, "a.parquet: it exists"),
            (["inspect", "sample", "--run", "run", "--parquet", "b"], "needs --full"),
            (limited.dropLast() + ["b", "--json"], "without --json"),
            (["inspect", "ingest", "--dropped", "--full", "--run", "run", "--parquet", "b"], "did not become any"),
        ]
        for (words, says) in cases {
            let result = try Program.run(words, in: folder.path)
            #expect(result.status == 2 && result.diagnostics.contains(says), "\(result.diagnostics)")
        }
        #expect(!Folder.hasFile(folder.path + "/b"))
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
