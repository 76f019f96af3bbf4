import Bytes
import Files
import Foundation
import Testing

@testable import Recipes
@testable import Rows
@testable import Runs
@testable import Stages

/// A folder of its own for one test, gone when the test is.
final class TemporaryFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("curate-test-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file; returns its path.
    @discardableResult
    func write(_ name: String, _ text: String) -> String {
        let full = path + "/" + name
        _ = FileManager.default.createFile(atPath: full, contents: Data(text.utf8))
        return full
    }

    /// Writes a file of JSON, a document a line.
    @discardableResult
    func write(_ name: String, lines: [JSON]) -> String {
        write(name, lines.map { $0.compactText + "\n" }.joined())
    }

    /// The documents of a file of JSON lines.
    func lines(_ name: String) throws -> [JSON] {
        try InputFile.contents(of: path + "/" + name).split(separator: 0x0A).map { line in
            try line.withUnsafeBufferPointer { try JSON(parsing: ByteView($0)) }
        }
    }
}

func json(_ text: String) throws -> JSON { try Array(text.utf8).withByteView { try JSON(parsing: $0) } }

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
    return try runner.run(StageRegistry.standard.names, force: false)
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

/// A generator of random numbers that gives the same ones in every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &+ 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
