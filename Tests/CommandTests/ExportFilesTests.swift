import Bytes
import TestSupport
import Testing

@Suite("The files that hold a set")
struct ExportFilesTests {
    private func run(_ options: [String]) throws -> (last: String, answer: JSON, folder: TemporaryFolder) {
        let folder = try TemporaryFolder.withSample()
        let run = try Program.run(["--run", "my run"] + options, in: folder.path)
        try #require(run.status == 0, "\(run.diagnostics)")
        let answer = try Program.run(["--run", "my run", "--json", "--quiet"] + options, in: folder.path)
        return (run.output.lines.last { !$0.isEmpty } ?? "", try json(Array(answer.output.utf8)), folder)
    }

    @Test("are named in the last line with their rows, and in the answer with format and part")
    func split() throws {
        let (last, answer, folder) = try run([
            "--set", "export.format=[\"jsonl\",\"sft\"]", "--set", "train.validation=0.25",
        ])
        #expect(
            last == "12 questions in my run/export: sample.train.jsonl (9 rows), sample.validation.jsonl (3 rows), "
                + "sample.sft.train.jsonl (9 rows), sample.sft.validation.jsonl (3 rows)")
        let files = try #require(answer["files"]?.list)
        #expect(
            files.first == [
                "path": "my run/export/sample.train.jsonl", "format": "jsonl", "split": "train", "rows": 9,
            ])
        #expect(files.map { $0["rows"]?.integer } == [9, 3, 9, 3])
        for file in files {
            #expect(try folder.lines(file["path"]?.string ?? "").count == file["rows"]?.integer)
        }
        #expect(answer["export"] == files.first?["path"])
    }

    @Test("one file needs no list")
    func one() throws {
        let (last, answer, _) = try run([])
        #expect(last == "12 questions in my run/export/sample.jsonl")
        #expect(
            answer["files"] == [["path": "my run/export/sample.jsonl", "format": "jsonl", "split": nil, "rows": 12]])
        #expect(answer["impossible_lengths"]?["questions"] == 8)
    }
}
