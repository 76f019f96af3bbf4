import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Recipes
@testable import Rows
@testable import Runs
@testable import Stages

/// A row as a reader hands it on.
func row(_ text: String, tables: [String: String] = [:], longestText: Int = 1 << 26) throws -> Row {
    let held = HeldText(text)
    try held.index.index(held.view)
    let row = Row(
        tables: try tables.mapValues { Table(try json($0).object ?? JSONObject()) }, longestText: longestText)
    row.load(root: held.index.root, fields: held.index.fields)
    // A row points into its text and its index; tests may leak a few.
    _ = Unmanaged.passRetained(held)
    return row
}

private final class HeldText {
    let view: ByteView
    var index = JSONIndex()

    init(_ text: String) {
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, text.utf8.count))
        let count = bytes.initialize(fromContentsOf: text.utf8)
        view = ByteView(UnsafeBufferPointer(rebasing: bytes[..<count]))
    }
}

/// A recipe of a few sources with whatever else it is given.
func recipe(_ members: [(String, JSON)], in folder: TemporaryFolder) throws -> Recipe {
    var document = JSONObject()
    document["name"] = "test"
    document["sources"] = [["name": "s", "format": "jsonl", "path": "s.jsonl"]]
    document["sample"] = ["target": 1, "short": "allow"]
    for (name, value) in members { document[name] = value }
    let path = folder.write("recipe.json", JSON.object(document).readableText)
    return try RecipeFile(path).recipe()
}

/// Runs a recipe whole.
@discardableResult
func run(_ recipe: Recipe, in folder: TemporaryFolder, threads: Int = 2) throws -> RunOutcome {
    let runner = Runner(recipe, folder: folder.path + "/run", threads: threads) { _ in }
    return try runner.runAll()
}

extension Runner {
    /// Runs every stage that the recipe uses.
    func runAll(force: Bool = false) throws -> RunOutcome { try run(recipe.stages.names, force: force) }
}

/// A decision in one line: the question's beginning, then kept or the rule, then the evidence.
func decisions(_ stage: String, in folder: TemporaryFolder) throws -> [String] {
    let pool = try folder.lines("run/ingest/pool.jsonl")
    let texts = Dictionary(
        pool.map { ($0["id"]?.string ?? "", $0["question"]?.string ?? "") }, uniquingKeysWith: { first, _ in first })
    return try folder.lines("run/\(stage)/decisions.jsonl").map { line in
        let text = texts[line["id"]?.string ?? ""] ?? "?"
        let verdict = line["rule"]?.string ?? (line["keep"] == true ? "kept" : "dropped")
        return "\(text.prefix(24)): \(verdict)" + (line["evidence"].map { " " + $0.compactText } ?? "")
    }
}
