import Foundation
import Testing

@testable import Stages

/// What Sources must not say, whoever writes it.
@Suite("The sources of the program")
struct HouseTests {
    private struct Source {
        let name: String
        let text: String
        let lines: [String]

        init(name: String, text: String) {
            (self.name, self.text) = (name, text)
            lines = text.components(separatedBy: "\n")
        }
    }

    private static let all: [Source] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.map { file in
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return Source(name: String(file.path.dropFirst(root.path.count + 1)), text: text)
        }
    }()

    /// The lines in which a pattern is found, without comments.
    private static func lines(with expression: NSRegularExpression, in source: Source) -> [String] {
        // Most files have no such line, which a single search tells.
        let whole = NSRange(source.text.startIndex..., in: source.text)
        guard expression.firstMatch(in: source.text, range: whole) != nil else { return [] }
        return source.lines.enumerated().compactMap { number, line in
            guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return nil }
            let found = expression.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
            return found ? "\(source.name):\(number + 1): \(line)" : nil
        }
    }

    /// A stage's name where it is used: a constant of `StageName`, alone or behind its type, the same made of a text, or
    /// that of a definition.
    private static func stageName() throws -> NSRegularExpression {
        // A constant is spelled like the name, or in camel case.
        let names = StageRegistry.standard.names.flatMap { name in
            let words = name.rawValue.split(separator: "_")
            return [name.rawValue, words.prefix(1).joined() + words.dropFirst().map { $0.capitalized }.joined()]
        }.joined(separator: "|")
        return try NSRegularExpression(
            pattern: "(?<![A-Za-z0-9_)\\]?!>`\\\\])\\.(\(names))\\b|StageName\\.(?!self)|StageName\\(rawValue: \""
                + "|Stage\\.definition\\.name\\b")
    }

    @Test("no stage's name is used outside of its definition: whoever needs a stage asks for its role")
    func stageNames() throws {
        #expect(Self.all.count > 200)
        let expression = try Self.stageName()
        for source in Self.all {
            let found = Self.lines(with: expression, in: source)
            guard !found.isEmpty else { continue }
            // A definition begins with the name of its stage, whose constant is declared beside it.
            let lines = source.lines
            let definitions = lines.indices.filter { lines[$0].contains("StageDefinition(") }.map { $0 + 2 }
            let constants = lines.indices.filter { lines[$0] == "extension StageName {" }.flatMap { start in
                start + 1..<start + 1 + lines[start...].prefix { $0 != "}" }.count
            }
            let allowed = (definitions + constants).map { "\(source.name):\($0): " }
            #expect(found.filter { line in !allowed.contains { line.hasPrefix($0) } } == [])
        }
    }

    /// The name of a file or folder of a run, as a text of its own or at the beginning of a path.
    private static func runPath() throws -> NSRegularExpression {
        let names = ["run.json", "amendments.jsonl", "stability.jsonl", "rejected.jsonl", "decisions.jsonl", ".lock"]
        let folders = StageRegistry.standard.names.map(\.rawValue) + ["ablations"]
        let files = names.map { "\"" + NSRegularExpression.escapedPattern(for: $0) + "\"" }
        return try NSRegularExpression(
            pattern: (files + folders.map { "\"\($0)/" } + ["rawValue\\)/"]).joined(separator: "|"))
    }

    @Test("no path into a run's folder is built outside of its type; modules below name a file within a stage's folder")
    func runPaths() throws {
        let expression = try Self.runPath()
        let found = Self.all.flatMap { Self.lines(with: expression, in: $0) }
            .filter { !$0.hasPrefix("Runs/RunFolder.swift:") && !$0.hasPrefix("Synthesis/") }
        #expect(
            found.map { String($0.prefix { $0 != ":" }) }.sorted()
                == ["Files/FolderLock.swift", "Pools/RejectedRows.swift", "Stages/Decisions/DecisionFile.swift"])
    }

    @Test(
        "the pattern finds stages' names",
        arguments: [
            "if stage == .ingest {", "case .sample: 1", "[.quality, .export]", "StageName.classify",
            "f(of: .difficulty)", "path(.sample.rawValue)", "StageName(rawValue: \"sample\")",
            "let name = QualityStage.definition.name",
        ])
    func findsNames(_ line: String) throws {
        #expect(Self.lines(with: try Self.stageName(), in: Source(name: "a", text: line)).count == 1)
    }

    @Test(
        "and nothing else",
        arguments: [
            "recipe.sample.target", "recipe?.export", "self.classify", "\"sample.target\"", "// .sample", ".samples",
            "init(_ name: StageName)", "[StageName]", "map(\\.sample)", "StageName(rawValue: name)",
            "stage.definition.names",
        ])
    func findsNothingElse(_ line: String) throws {
        #expect(Self.lines(with: try Self.stageName(), in: Source(name: "a", text: line)) == [])
    }

    /// Swift 6.3 compiles a function that rethrows, and calls one whose errors are typed, to code that runs on behind its
    /// end when there is an error.
    @Test("no function rethrows what one with typed errors throws")
    func typedErrors() throws {
        let rethrowing = try NSRegularExpression(
            pattern:
                "\\brethrows\\b[^{]*\\{(?:(?!\\n    \\}\\n).)*?\\b(with(?:ByteView|Bytes|Text|Normalized)|forEachRow)\\b",
            options: .dotMatchesLineSeparators)
        let found = Self.all.filter { source in
            rethrowing.firstMatch(in: source.text, range: NSRange(source.text.startIndex..., in: source.text)) != nil
        }
        #expect(found.map(\.name) == [])
    }
}
