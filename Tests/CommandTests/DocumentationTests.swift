import Foundation
import Recipes
import Testing

@testable import curate

/// The pages that are made from declarations, whole or in part.
///
/// `CURATE_RENEW=1 swift test --filter DocumentationTests` writes what should stand there.
@Suite("Documentation")
struct DocumentationTests {
    private static let renewing = ProcessInfo.processInfo.environment["CURATE_RENEW"] != nil
    private static let advice: Comment = "CURATE_RENEW=1 swift test --filter DocumentationTests mends it"

    /// What a block of a page is made from, by the block's name.
    private static let blocks: [String: @Sendable () -> [String]] = [
        "commands": { CommandReference.overview }, "command help": { CommandReference.lines.dropLast() },
        "sections": { RecipeReference().overview }, "keys": { RecipeReference().lines.dropLast() },
        "formats": { FormatReference.overview() }, "filters": { FilterReference.overview() },
        "rules": { RuleReference.overview() }, "answers": { AnswerReference.lines.dropLast() },
    ]

    @Test(
        "tables of commands, keys and rules are what the declarations give",
        arguments: [
            ("README.md", ["commands", "rules", "sections"]), ("docs/recipe.md", ["formats", "filters", "keys"]),
            ("docs/commands.md", ["command help"]), ("docs/answers.md", ["answers"]),
        ])
    func tables(_ path: String, _ names: [String]) throws {
        var page = try Page(path)
        for name in names {
            let make = try #require(Self.blocks[name])
            let made = make().joined(separator: "\n")
            let standing = try #require(page[block: name], "\(path) has no block \"\(name)\"")
            if Self.renewing { page[block: name] = made }
            #expect(Self.renewing || standing == made, Self.advice)
        }
        #expect(page.blockNames == names)
        if Self.renewing { try page.write() }
    }

    @Test("the schema is what the declaration of the recipe's keys gives")
    func schema() throws {
        var page = try Page("pipeline.schema.json")
        if Self.renewing {
            page.text = Recipe.schema.readableText
            try page.write()
        }
        #expect(page.text == Recipe.schema.readableText, Self.advice)
    }

    @Test("an example in CONTRIBUTING.md is the source of a test, to the letter")
    func examples() throws {
        var page = try Page("CONTRIBUTING.md")
        #expect(!page.blockNames.isEmpty)
        for path in page.blockNames {
            let example = "```swift\n" + (try Self.example(in: Page(path).text)) + "\n```"
            if Self.renewing { page[block: path] = example }
            #expect(page[block: path] == example, Self.advice)
        }
        if Self.renewing { try page.write() }
    }

    /// A source without the lines that a file of a module does not have: what it imports to be tested.
    private static func example(in source: String) -> String {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.drop { $0.isEmpty || $0.contains("import ") }.joined(separator: "\n")
            .trimmingCharacters(in: .newlines)
    }

    @Test(
        "a link to a place in a page leads to a heading of it",
        arguments: ["README.md", "docs/recipe.md", "docs/patterns.md", "docs/answers.md"])
    func links(_ path: String) throws {
        let page = try Page(path)
        for link in page.links {
            let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? path : Page.join(path, parts[0])
            #expect(FileManager.default.fileExists(atPath: Page.full(target)), "\(path): \(link)")
            guard parts.count > 1 else { continue }
            #expect(try Page(target).anchors.contains(parts[1]), "\(path): \(link)")
        }
        #expect(!page.links.isEmpty)
    }
}
