import Foundation
import TestSupport
import Testing

/// What README tells a newcomer to do, done.
@Suite("README's examples")
struct ReadmeExampleTests {
    /// The blocks of a language in README, in order.
    private static func blocks(of language: String) throws -> [String] {
        try Page("README.md").text.components(separatedBy: "```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
    }

    @Test("a file of one's own, with rows as README shows one, becomes a set")
    func ownFile() throws {
        let blocks = try Self.blocks(of: "json")
        let (recipe, row) = (try #require(blocks.first), try #require(blocks.dropFirst().first))
        #expect(!row.contains("\n"))
        let folder = TemporaryFolder(named: "own file")
        folder.write("mine.json", recipe)
        let rows = (7...9).map { row.replacingOccurrences(of: "7", with: "\($0)") }
        folder.write("mine.jsonl", rows.joined(separator: "\n") + "\n")
        let result = try Program.run(["--config", "mine.json"], in: folder.path)
        #expect(result.status == 0, "\(result.diagnostics)")
        #expect(folder.read("data/runs/mine/export/mine.jsonl").split(separator: "\n").count == 2)
        // A question that the solver has solved is too easy: two questions make the set, and one of them solved does not.
        folder.write("mine.jsonl", rows[1...].joined(separator: "\n") + "\n")
        #expect(try Program.run(["--config", "mine.json"], in: folder.path).status == 0)
        let solved = rows[1].replacingOccurrences(of: "false", with: "true")
        #expect(solved != rows[1])
        folder.write("mine.jsonl", solved + "\n" + rows[2] + "\n")
        let refused = try Program.run(["--config", "mine.json"], in: folder.path)
        #expect(refused.status == 1 && refused.diagnostics.contains("sample.target is 2, and only 1 questions reached"))
    }

    @Test("the commands of .ci/run are README's first two blocks of the shell")
    func commands() throws {
        let blocks = try Self.blocks(of: "sh")
        #expect(blocks.count == 2)
        #expect(blocks.first?.hasSuffix("swift run -c release curate --stage all") == true)
        #expect(blocks.last?.hasSuffix("swift test") == true)
        let commands = try Page(".ci/run").text
        for number in 1...2 { #expect(commands.contains("\nbash -c \"$(readme_block \(number))\"\n")) }
        #expect(!commands.contains("readme_block 3"))
    }
}
