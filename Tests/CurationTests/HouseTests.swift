import Foundation
import Testing

@testable import Stages

/// What Sources must not say, whoever writes it.
@Suite("The sources of the program")
struct HouseTests {
    private struct Source {
        let name: String
        let lines: [String]
    }

    private static let all: [Source] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.map { file in
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return Source(
                name: String(file.path.dropFirst(root.path.count + 1)), lines: text.components(separatedBy: "\n"))
        }
    }()

    /// The lines in which a pattern is found, without comments.
    private static func lines(with pattern: String, in source: Source) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern)
        return source.lines.enumerated().compactMap { number, line in
            guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return nil }
            let found = expression.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
            return found ? "\(source.name):\(number + 1): \(line)" : nil
        }
    }

    /// A constant of `StageName` where it is used: alone, or behind its type.
    private static var stageConstant: String {
        let names = StageRegistry.standard.names.map(\.rawValue).joined(separator: "|")
        return "(?<![A-Za-z0-9_)\\]?!>`])\\.(\(names))\\b(?!\\.)|StageName\\.(?!self)"
    }

    @Test("no stage's name is used outside of its definition: whoever needs a stage asks for its role")
    func stageNames() throws {
        #expect(Self.all.count > 200)
        for source in Self.all {
            let found = try Self.lines(with: Self.stageConstant, in: source)
            // A definition begins with the name of its stage.
            let allowed = source.lines.enumerated().filter { $0.element.contains("StageDefinition(") }.map {
                number, _ in
                "\(source.name):\(number + 2): "
            }
            #expect(found.filter { line in !allowed.contains { line.hasPrefix($0) } } == [])
        }
    }

    /// The name of a file or folder of a run, as a text of its own or at the beginning of a path.
    private static var runPath: String {
        let names = ["run.json", "amendments.jsonl", "stability.jsonl", "rejected.jsonl", "decisions.jsonl", ".lock"]
        let folders = StageRegistry.standard.names.map(\.rawValue) + ["ablations"]
        let files = names.map { "\"" + NSRegularExpression.escapedPattern(for: $0) + "\"" }
        return (files + folders.map { "\"\($0)/" } + ["rawValue\\)/"]).joined(separator: "|")
    }

    @Test("no path into a run's folder is built outside of its type; modules below name a file within a stage's folder")
    func runPaths() throws {
        let found = try Self.all.flatMap { try Self.lines(with: Self.runPath, in: $0) }
            .filter { !$0.hasPrefix("Runs/RunFolder.swift:") && !$0.hasPrefix("Synthesis/") }
        #expect(
            found.map { String($0.prefix { $0 != ":" }) }.sorted()
                == ["Files/FolderLock.swift", "Pools/RejectedRows.swift", "Stages/Decisions/DecisionFile.swift"])
    }

    @Test(
        "the pattern finds stages' names",
        arguments: [
            "if stage == .ingest {", "case .sample: 1", "[.quality, .export]", "StageName.classify",
            "f(of: .difficulty)",
        ])
    func findsNames(_ line: String) throws {
        #expect(try Self.lines(with: Self.stageConstant, in: Source(name: "a", lines: [line])).count == 1)
    }

    @Test(
        "and nothing else",
        arguments: [
            "recipe.sample.target", "recipe?.export", "self.classify", "\"sample.target\"", "// .sample", ".samples",
            "init(_ name: StageName)", "[StageName]",
        ])
    func findsNothingElse(_ line: String) throws {
        #expect(try Self.lines(with: Self.stageConstant, in: Source(name: "a", lines: [line])) == [])
    }
}
