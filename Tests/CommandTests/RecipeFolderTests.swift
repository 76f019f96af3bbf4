import Bytes
import Files
import Foundation
import TestSupport
import Testing

@Suite("The default folder of a run")
struct RecipeFolderTests {
    @Test("is in the recipe's folder, from wherever the program is started")
    func place() throws {
        let folder = try TemporaryFolder.withSample(named: "with a space")
        let parent = (folder.path as NSString).deletingLastPathComponent
        let name = (folder.path as NSString).lastPathComponent
        let elsewhere = TemporaryFolder()
        let whole = ["--config", folder.path + "/pipeline.json"]
        let first = try Program.run(whole + ["--quiet"], in: elsewhere.path)
        #expect(first.status == 0, "\(first)")
        #expect(first.output.contains("12 questions in \(folder.path)/data/runs/sample/export/sample.jsonl\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path) == [])
        // The same run by a relative path, and from the folder itself.
        let relative = ["--config", "\(name)/pipeline.json"]
        #expect(
            try Program.run(relative, in: parent).output
                == "nothing to do: all stages are up to date in \(name)/data/runs/sample\n")
        #expect(
            try Program.run([], in: folder.path).output
                == "nothing to do: all stages are up to date in data/runs/sample\n")
        for words in [
            ["funnel"], ["verify"], ["inspect", "sample"], ["stability", "--seeds", "3"], ["ablate", "random"],
        ] {
            let there = try Program.run(words, in: folder.path)
            let away = try Program.run(words + whole, in: elsewhere.path)
            #expect(there.status == 0 && away.status == 0, "\(words): \(away)")
            #expect(away.output.replacing(folder.path + "/", with: "") == there.output, "\(words)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path) == [])
        // What --run names is the user's, and not the recipe's.
        #expect(try Program.run(whole + ["--quiet", "--run", "mine"], in: elsewhere.path).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path) == ["mine"])
    }
}
